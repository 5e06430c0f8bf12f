package site.tls.trust;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The certificates Firefox and Chromium trust for one user: a database of NSS. */
record NssStore(Path certutil, Path folder) implements TrustStore {

  @Override
  public String id() {
    return "nss " + folder;
  }

  @Override
  public List<List<String>> install(TrustedRoot root) {
    return List.of(command("-A", "-t", "C,,", "-n", root.name(), "-i", root.file().toString()));
  }

  @Override
  public List<List<String>> uninstall(TrustedRoot root) {
    return List.of(command("-D", "-n", root.name()));
  }

  @Override
  public boolean blockingTrusts(TrustedRoot root) throws TrustFailure {
    return TrustCommands.blockingAsk(command("-L", "-n", root.name()));
  }

  private List<String> command(String... arguments) {
    return Stream.concat(
            Stream.of(certutil.toString(), "-d", "sql:" + folder), Stream.of(arguments))
        .toList();
  }
}
