package site.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How targets prove who they are, and we to them.
 *
 * @param ca a PEM file of the authorities to trust; absent for those of the JVM
 * @param serverName the name to ask for and to verify; absent for the target's own
 * @param insecure whether nothing is verified
 * @param client what we prove ourselves by
 */
public record TargetTls(
    Optional<Path> ca, Optional<String> serverName, boolean insecure, Optional<Client> client) {
  public static final TargetTls DEFAULT =
      new TargetTls(Optional.empty(), Optional.empty(), false, Optional.empty());

  /** PEM files of a certificate, its chain behind it, and of its key. */
  public record Client(Path certificate, Path key) {}
}
