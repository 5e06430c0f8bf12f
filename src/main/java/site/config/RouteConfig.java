package site.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which requests, and what is done with them. A condition that is empty is always met; all must be.
 *
 * @param path {@code /x} exactly, {@code /x/*} for {@code /x} and all below, {@code *.pdf} by
 *     ending, {@code ~ regex} found in the path
 * @param methods request methods
 * @param headers header name (lower case) to the value it must have, {@code *} for any
 * @param query parameter name to the value it must have, {@code *} for any
 * @param client networks the client must be in
 * @param stripPrefix taken off the path before the action sees it
 * @param rewrite the path the action sees instead; {@code {path}} stands for the one it replaces
 */
public record RouteConfig(
    String path,
    Set<String> methods,
    Map<String, String> headers,
    Map<String, String> query,
    List<Network> client,
    Optional<String> stripPrefix,
    Optional<String> rewrite,
    MiddlewareConfig middleware,
    ActionConfig action) {}
