package site.config;

import java.time.Duration;

/**
 * What is kept of the answers of a site or a route.
 *
 * @param name of the place it is written at: the first host of a site, or that and the route; two
 *     caches with the same name are the same cache, whatever else changes
 * @param maxSize bytes of all answers, on disk and in memory
 * @param maxObject bytes of the content of one answer; larger ones are passed on and not kept
 * @param memory bytes of content held in memory, of answers that are on disk as well
 * @param staleWhileRevalidate how long a stale answer is given while a fresh one is fetched, where
 *     the origin says nothing of it
 * @param staleIfError how long a stale answer is given when the origin fails, likewise
 */
public record CacheConfig(
    String name,
    long maxSize,
    long maxObject,
    long memory,
    Duration staleWhileRevalidate,
    Duration staleIfError) {}
