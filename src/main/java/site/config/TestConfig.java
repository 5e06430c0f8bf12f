package site.config;

import java.util.Optional;

/**
 * What shall become of a request.
 *
 * @param place where it is written
 * @param request a method and a URL, or a path of the first site
 * @param route the path of the route that answers
 */
public record TestConfig(
    String place, String request, Optional<String> route, Optional<Integer> status) {}
