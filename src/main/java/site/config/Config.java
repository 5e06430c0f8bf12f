package site.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the operator wrote, checked and complete: every default is filled in, every path absolute,
 * every substitution done. Data only; a {@code site.revision.Revision} is this data alive. Records
 * all the way down, so that two configurations can be compared part by part: what is equal is kept.
 *
 * @param home the directory relative paths are relative to
 * @param listeners sockets to accept connections on
 * @param trustedProxies peers whose {@code X-Forwarded-*} and {@code Forwarded} are believed
 * @param apps applications to run, by name, in the order written
 * @param databases those of the apps that asked for one, by app
 * @param upstreams other servers, by name, in the order written
 * @param sites virtual hosts, in the order written
 * @param appsFolder the folder whose content is the list of apps, empty where that is written
 * @param mail empty where nobody is written to
 * @param tests what a configuration has to fulfil before it may serve
 */
public record Config(
    Path home,
    List<ListenerConfig> listeners,
    List<Network> trustedProxies,
    TlsConfig tls,
    Map<String, AppConfig> apps,
    Map<String, DatabaseConfig> databases,
    Map<String, UpstreamConfig> upstreams,
    List<SiteConfig> sites,
    Optional<Path> appsFolder,
    LogConfig log,
    Optional<MailConfig> mail,
    AdminConfig admin,
    LimitsConfig limits,
    ShutdownConfig shutdown,
    List<TestConfig> tests) {}
