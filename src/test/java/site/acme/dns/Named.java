package site.acme.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real BIND as a plain process on loopback. */
final class Named implements AutoCloseable {
  static final String KEY = "acmekey";
  static final String SECRET = "c2VjcmV0LW9mLXRoZS10ZXN0cy1vbmx5LTMyLWJ5dGVz";

  private final Path directory;
  private final String address;
  private final int port;
  private Process process;

  private Named(Path directory, String address, int port) {
    this.directory = directory;
    this.address = address;
    this.port = port;
  }

  static boolean isInstalled() {
    return Files.isExecutable(Path.of("/usr/sbin/named"));
  }

  /** The primary of these zones; each may be changed with the key, as far as its policy says. */
  static Named primary(Path directory, int port, Map<String, String> zones) throws IOException {
    StringBuilder conf = new StringBuilder();
    conf.append("key \"%s\" { algorithm hmac-sha256; secret \"%s\"; };%n".formatted(KEY, SECRET));
    for (Map.Entry<String, String> zone : zones.entrySet()) {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve("db." + zone.getKey()), zone.getValue());
      conf.append(
          """
          zone "%s" { type primary; file "db.%s"; notify no;
            update-policy { grant %s subdomain %s TXT; grant %s subdomain %s CAA; }; };
          """
              .formatted(zone.getKey(), zone.getKey(), KEY, zone.getKey(), KEY, zone.getKey()));
    }
    return new Named(directory, "127.0.0.1", port).start(conf.toString(), zones.keySet());
  }

  /** A copy of these zones, taken when it starts and not again. */
  static Named secondary(Path directory, int port, List<String> zones) throws IOException {
    StringBuilder conf = new StringBuilder();
    for (String zone : zones) {
      conf.append(
          "zone \"%s\" { type secondary; primaries port %d { 127.0.0.1; }; notify no; };%n"
              .formatted(zone, port));
    }
    return new Named(directory, "::1", port).start(conf.toString(), zones);
  }

  /** A zone with its servers and some more lines. */
  static String zone(List<String> servers, String... lines) {
    List<String> all = new ArrayList<>();
    all.add("$TTL 60");
    all.add("@ IN SOA ns1 hostmaster 1 3600 3600 3600 0");
    for (int i = 1; i <= servers.size(); i++) {
      all.add("@ IN NS ns" + i);
      String address = servers.get(i - 1);
      all.add("ns" + i + (address.contains(":") ? " IN AAAA " : " IN A ") + address);
    }
    all.addAll(List.of(lines));
    return String.join("\n", all) + "\n";
  }

  private Named start(String zones, Iterable<String> names) throws IOException {
    Files.createDirectories(directory);
    Path conf = directory.resolve("named.conf");
    Files.writeString(
        conf,
        """
        options { directory "%s"; %s
          pid-file none; session-keyfile none; recursion no; allow-query { any; };
          allow-transfer { any; }; dnssec-validation no; };
        controls { };
        %s"""
            .formatted(directory, listenOn(), zones));
    process =
        new ProcessBuilder("/usr/sbin/named", "-g", "-n", "1", "-c", conf.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("named.log").toFile())
            .start();
    for (String zone : names) {
      awaitZone(zone);
    }
    return this;
  }

  /** BIND listens only on addresses an interface has, which of 127.0.0.0/8 is 127.0.0.1 alone. */
  private String listenOn() {
    return address.equals("::1")
        ? "listen-on { none; }; listen-on-v6 port " + port + " { ::1; };"
        : "listen-on port " + port + " { 127.0.0.1; }; listen-on-v6 { none; };";
  }

  private void awaitZone(String zone) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    while (System.nanoTime() < end) {
      try {
        lookup().blockingServers(zone).get(0);
        return;
      } catch (DnsFailure | IndexOutOfBoundsException notYet) {
        pause();
      }
    }
    close();
    throw new IOException(Files.readString(directory.resolve("named.log")));
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  InetSocketAddress at() {
    return new InetSocketAddress(address, port);
  }

  /** A look through this server's eyes. */
  DnsLookup lookup() {
    return new DnsLookup(List.of(at()), port);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
