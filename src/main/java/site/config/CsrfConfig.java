package site.config;

import java.util.List;

/**
 * Whether browsers may be made to send requests by pages of others.
 *
 * @param origins whose pages may
 */
public record CsrfConfig(List<String> origins) {}
