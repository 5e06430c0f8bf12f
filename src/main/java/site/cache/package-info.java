/**
 * A shared HTTP cache: RFC 9111 as pure decisions, a store for what they keep, and the middleware.
 */
package site.cache;
