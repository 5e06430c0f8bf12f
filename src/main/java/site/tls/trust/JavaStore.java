package site.tls.trust;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * The certificates programs on this Java trust. Debian's Java follows the system's store by a hook
 * that adds entries and forgets them there, so an uninstall takes every entry of the root, whatever
 * its alias.
 */
record JavaStore(Path keytool, Path cacerts) implements TrustStore {
  /** Everybody knows it; the file is protected by its permissions. */
  private static final String PASSWORD = "changeit";

  @Override
  public String id() {
    return "java " + cacerts;
  }

  @Override
  public List<List<String>> install(TrustedRoot root) {
    return List.of(
        command(
            "-importcert", "-noprompt", "-alias", root.name(), "-file", root.file().toString()));
  }

  @Override
  public List<List<String>> uninstall(TrustedRoot root) throws TrustFailure {
    return blockingAliases(root).stream()
        .map(alias -> command("-delete", "-alias", alias))
        .toList();
  }

  @Override
  public boolean blockingTrusts(TrustedRoot root) throws TrustFailure {
    return !blockingAliases(root).isEmpty();
  }

  private List<String> blockingAliases(TrustedRoot root) throws TrustFailure {
    try (InputStream in = Files.newInputStream(cacerts)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(in, PASSWORD.toCharArray());
      List<String> aliases = new ArrayList<>();
      for (String alias : Collections.list(store.aliases())) {
        if (root.certificate().equals(store.getCertificate(alias))) {
          aliases.add(alias);
        }
      }
      return aliases;
    } catch (IOException | GeneralSecurityException e) {
      throw new TrustFailure(cacerts + " cannot be read: " + e.getMessage(), e);
    }
  }

  private List<String> command(String verb, String... arguments) {
    return Stream.of(
            List.of(keytool.toString(), verb),
            List.of(arguments),
            List.of("-keystore", cacerts.toString(), "-storepass", PASSWORD))
        .flatMap(List::stream)
        .toList();
  }
}
