package site.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One virtual host.
 *
 * @param hosts exact names, {@code *.example.com} for one label below, IP addresses, {@code *} for
 *     every host no other site has; lower case, A-labels
 * @param httpsRedirect whether plain requests are redirected; absent means: where the site has TLS
 * @param hsts lifetime of {@code Strict-Transport-Security} (RFC 6797), zero for none
 * @param errors error pages by status ({@code 404}) or class ({@code 5xx})
 * @param clientCertificates which clients have to show one at the handshake; absent: none is asked
 *     for
 * @param routes first match wins
 */
public record SiteConfig(
    List<String> hosts,
    Optional<Boolean> httpsRedirect,
    Duration hsts,
    Map<String, Path> errors,
    Optional<ClientCertificatesConfig> clientCertificates,
    List<RouteConfig> routes) {}
