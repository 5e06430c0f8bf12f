package site.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import site.config.Address;
import site.config.AppConfig;
import site.config.Config;
import site.config.ListenerConfig;
import site.config.LogConfig;
import site.config.ShutdownConfig;
import site.config.SiteConfig;

/**
 * A configuration as {@code dev} runs it: the same sites, routes and apps, but on one plain
 * listener, with apps watched, logs on standard output and no mail to anybody.
 *
 * @param host where to listen, empty for everywhere
 * @param watched names of apps, empty for all
 */
record DevView(String host, int port, Set<String> watched) implements UnaryOperator<Config> {
  private static final String ACCESS = "$status $request_method $request_uri ${request_time}s";

  @Override
  public Config apply(Config config) {
    requireKnown(config);
    return new Config(
        config.home(),
        List.of(listener()),
        config.trustedProxies(),
        config.tls(),
        apps(config),
        config.databases(),
        config.upstreams(),
        sites(config.sites()),
        config.appsFolder(),
        new LogConfig(
            new LogConfig.Access(LogConfig.Sink.STDOUT, ACCESS, Optional.empty(), 1),
            new LogConfig.Server(
                LogConfig.Sink.STDOUT,
                config.log().server().level(),
                LogConfig.Format.TEXT,
                Optional.empty())),
        Optional.empty(),
        config.admin(),
        config.limits(),
        new ShutdownConfig(Duration.ZERO, Duration.ofSeconds(1)),
        config.tests());
  }

  private void requireKnown(Config config) {
    for (String name : watched) {
      if (!config.apps().containsKey(name)) {
        throw new IllegalStateException(
            "there is no app "
                + name
                + " (known: "
                + String.join(", ", config.apps().keySet())
                + ")");
      }
    }
  }

  private ListenerConfig listener() {
    return new ListenerConfig(
        new Address.Tcp(host, port),
        false,
        Set.of(ListenerConfig.Protocol.H1, ListenerConfig.Protocol.H2),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private Map<String, AppConfig> apps(Config config) {
    Map<String, AppConfig> apps = new LinkedHashMap<>();
    config
        .apps()
        .forEach(
            (name, app) ->
                apps.put(
                    name,
                    watched.isEmpty() || watched.contains(name) ? app.forDevelopment() : app));
    return apps;
  }

  /** Every site is reached by its name below localhost, and the first one by any name. */
  private static List<SiteConfig> sites(List<SiteConfig> sites) {
    boolean anybody = sites.stream().anyMatch(site -> site.hosts().contains("*"));
    List<SiteConfig> local = new ArrayList<>();
    for (SiteConfig site : sites) {
      Stream<String> below =
          site.hosts().stream().filter(DevView::isName).map(host -> host + ".localhost");
      Stream<String> any = anybody || !local.isEmpty() ? Stream.of() : Stream.of("*");
      local.add(
          new SiteConfig(
              Stream.of(site.hosts().stream(), below, any).flatMap(hosts -> hosts).toList(),
              Optional.of(false),
              Duration.ZERO,
              site.errors(),
              Optional.empty(),
              site.routes()));
    }
    return local;
  }

  private static boolean isName(String host) {
    return !host.equals("*") && !host.contains(":") && !host.matches("[0-9.]+|.*\\.?localhost");
  }
}
