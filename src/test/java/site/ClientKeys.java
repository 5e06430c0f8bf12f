package site;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** An authority for client certificates, made by OpenSSL, with what it has issued. */
final class ClientKeys {
  private final Path directory;

  ClientKeys(Path directory) throws Exception {
    this.directory = Files.createDirectories(directory);
    run(
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=authority"
            + " -keyout ca.key -out ca.pem");
  }

  /** Its certificate. */
  Path authority() {
    return directory.resolve("ca.pem");
  }

  /** Issues one for clients; the files are NAME.pem and NAME.key. */
  Path issue(String name) throws Exception {
    return issue(name, "clientAuth");
  }

  Path issue(String name, String usage) throws Exception {
    run(
        "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /O=Example/CN="
            + name
            + " -keyout "
            + name
            + ".key -out "
            + name
            + ".csr");
    Files.writeString(directory.resolve("usage"), "extendedKeyUsage=" + usage + "\n");
    run(
        "x509 -req -days 2 -CA ca.pem -CAkey ca.key -CAcreateserial -extfile usage -in "
            + name
            + ".csr -out "
            + name
            + ".pem");
    run(
        "pkcs12 -export -passout pass:x -in "
            + name
            + ".pem -inkey "
            + name
            + ".key -out "
            + name
            + ".p12");
    return directory.resolve(name + ".pem");
  }

  /** A client that trusts every server and shows this certificate. */
  SSLContext showing(String name) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(directory.resolve(name + ".p12"))) {
      store.load(in, new char[] {'x'});
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[] {'x'});
    return context(keys.getKeyManagers());
  }

  /** A client that trusts every server and shows nothing. */
  static SSLContext showingNothing() throws GeneralSecurityException {
    return context(new KeyManager[0]);
  }

  private static SSLContext context(KeyManager[] keys) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, new TrustManager[] {new TrustEverybody()}, null);
    return context;
  }

  private void run(String command) throws Exception {
    openssl(directory, "", command.split(" "));
  }

  /** What OpenSSL says when it gets this input; it may fail. */
  static String openssl(Path directory, String input, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(Arrays.asList(words));
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    try (var in = process.getOutputStream()) {
      in.write(input.getBytes(UTF_8));
    } catch (IOException closedByNow) {
      // what it says tells why
    }
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return output;
  }

  private static final class TrustEverybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
