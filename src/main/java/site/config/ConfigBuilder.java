package site.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import site.config.AppConfig.Threads;
import site.config.ListenerConfig.Protocol;
import site.config.LogConfig.Sink;

/** Makes records of a checked file. Nothing can go wrong any more. */
final class ConfigBuilder {
  private final Path home;
  private final Path runDirectory;

  ConfigBuilder(Path home, Path runDirectory) {
    this.home = home;
    this.runDirectory = runDirectory;
  }

  /** The folder is given where its content is the list of apps. */
  Config build(ConfigNode root, Optional<Path> appsFolder) {
    Map<String, UpstreamConfig> upstreams = byName(root, "upstreams", ConfigBuilder::upstream);
    var sites = new SiteBuilder(upstreams);
    return new Config(
        home,
        all(root, "listeners", ConfigBuilder::listener),
        root.list("trusted-proxies", Network.class),
        TlsBuilder.tls(root.at("tls")),
        byName(root, "apps", ConfigBuilder::app),
        DatabaseFormat.build(root),
        upstreams,
        all(root, "sites", sites::site),
        appsFolder,
        log(root.at("log")),
        root.find("mail").map(MailFormat::build),
        admin(root.at("admin")),
        limits(root.at("limits")),
        new ShutdownConfig(
            root.at("shutdown").get("delay", Duration.class),
            root.at("shutdown").get("drain", Duration.class)),
        all(root, "tests", ConfigBuilder::test));
  }

  private static TestConfig test(ConfigNode node) {
    ConfigNode expect = node.at("expect");
    return new TestConfig(
        node.place().toString(),
        node.get("request", String.class),
        expect.find("route", String.class),
        expect.find("status", Integer.class));
  }

  private static ListenerConfig listener(ConfigNode node) {
    List<Network> proxyPeers =
        node.find("proxy-protocol").map(p -> p.list("from", Network.class)).orElse(List.of());
    return new ListenerConfig(
        node.get("address", Address.class),
        node.get("tls", Boolean.class),
        protocols(node, proxyPeers.isEmpty()),
        proxyPeers,
        node.find("mode", String.class),
        node.find("group", String.class));
  }

  /** Datagrams have no PROXY header. */
  private static Set<Protocol> protocols(ConfigNode listener, boolean clientsComeDirectly) {
    Set<Protocol> protocols = EnumSet.allOf(Protocol.class);
    if (listener.wrote("protocols")) {
      protocols.retainAll(listener.list("protocols", Protocol.class));
    }
    boolean hasUdp = listener.get("address", Address.class) instanceof Address.Tcp;
    if (!hasUdp || !listener.get("tls", Boolean.class) || !clientsComeDirectly) {
      protocols.remove(Protocol.H3);
    }
    return Collections.unmodifiableSet(protocols);
  }

  private static AppConfig app(ConfigNode node) {
    return new AppConfig(
        node.get("from", Path.class),
        node.find("main", String.class),
        node.get("instances", Integer.class),
        node.get("threads", Threads.class),
        node.find("config").map(ConfigBuilder::tree).orElse(Map.of()),
        node.get("start-timeout", Duration.class),
        node.get("drain", Duration.class),
        new RolloutConfig(
            node.find("ready", String.class),
            node.get("rehearse", Integer.class),
            node.find("canary").map(ConfigBuilder::canary)),
        node.get("watch", Boolean.class),
        supervision(node));
  }

  private static RolloutConfig.Canary canary(ConfigNode node) {
    return new RolloutConfig.Canary(
        fraction(node.get("weight", String.class)),
        node.get("for", Duration.class),
        node.find("max-error-rate", String.class).map(ConfigBuilder::fraction),
        node.find("max-p99", Duration.class));
  }

  /** {@code 10%} is 0.1. */
  static double fraction(String percentage) {
    return Double.parseDouble(percentage.substring(0, percentage.length() - 1)) / 100;
  }

  private static SupervisionConfig supervision(ConfigNode node) {
    ConfigNode restart = node.at("restart");
    ConfigNode recycle = node.at("recycle");
    ConfigNode limits = node.at("limits");
    return new SupervisionConfig(
        new SupervisionConfig.Restart(
            restart.list("backoff", Duration.class), restart.get("give-up-after", Integer.class)),
        node.find("stall", Duration.class),
        new SupervisionConfig.Recycle(
            recycle.find("requests", Integer.class), recycle.find("age", Duration.class)),
        new SupervisionConfig.Limits(
            limits.find("concurrent", Integer.class),
            limits.get("queue", Integer.class),
            limits.get("queue-time", Duration.class)));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> tree(ConfigNode node) {
    return (Map<String, Object>) node.as(Map.class);
  }

  static UpstreamConfig upstream(ConfigNode node) {
    ConfigNode timeouts = node.at("timeouts");
    return new UpstreamConfig(
        UpstreamRef.targets(node.at("to")),
        new UpstreamConfig.Timeouts(
            timeouts.get("connect", Duration.class),
            timeouts.get("response", Duration.class),
            timeouts.get("idle", Duration.class)),
        BalanceFormat.build(node),
        HealthFormat.build(node),
        RetryFormat.build(node),
        node.find("tls").map(UpstreamFormat::tls).orElse(TargetTls.DEFAULT),
        node.find("proxy-protocol", ProxyProtocol.class));
  }

  private AdminConfig admin(ConfigNode node) {
    return new AdminConfig(
        node.find("socket", Path.class).orElse(runDirectory.resolve("admin.sock")),
        node.find("address", Address.class));
  }

  private static LogConfig log(ConfigNode node) {
    ConfigNode access = node.at("access");
    ConfigNode server = node.at("server");
    return new LogConfig(
        new LogConfig.Access(
            access.get("to", Sink.class),
            access.get("format", String.class),
            access.find("rotate").map(ConfigBuilder::rotate),
            fraction(access.get("sample", String.class))),
        new LogConfig.Server(
            server.get("to", Sink.class),
            server.get("level", String.class),
            server.get("format", LogConfig.Format.class),
            server.find("rotate").map(ConfigBuilder::rotate)));
  }

  static LogConfig.Rotate rotate(ConfigNode node) {
    return new LogConfig.Rotate(
        node.find("size", Long.class),
        node.find("age", Duration.class),
        node.get("keep", Integer.class));
  }

  private static LimitsConfig limits(ConfigNode node) {
    return new LimitsConfig(
        Math.toIntExact(node.get("header-size", Long.class)),
        node.get("header-count", Integer.class),
        Math.toIntExact(node.get("request-line", Long.class)),
        node.get("header-timeout", Duration.class),
        node.get("body-min-rate", Long.class),
        node.get("idle", Duration.class),
        node.get("connections", Integer.class),
        node.find("connections-per-client", Integer.class),
        node.find("requests", Integer.class),
        node.get("streams", Integer.class));
  }

  /** Each member of the list at a key, none when it is not written. */
  static <T> List<T> all(ConfigNode node, String key, Function<ConfigNode, T> maker) {
    return node.find(key).map(ConfigNode::items).orElse(List.of()).stream().map(maker).toList();
  }

  private static <T> Map<String, T> byName(
      ConfigNode node, String key, Function<ConfigNode, T> maker) {
    Map<String, T> named = new LinkedHashMap<>();
    Optional<ConfigNode> entries = node.find(key);
    entries.ifPresent(
        map -> map.entries().forEach((name, entry) -> named.put(name, maker.apply(entry))));
    return Collections.unmodifiableMap(named);
  }
}
