package site.tls;

import java.nio.file.Path;

/** A certificate or key that cannot be used, told so that the operator can act on it. */
public final class CertificateProblem extends Exception {
  private final Path file;
  private final String reason;

  /** One sentence about one file. */
  public CertificateProblem(Path file, String reason) {
    super(file + ": " + reason);
    this.file = file;
    this.reason = reason;
  }

  /** The file to look at. */
  public Path file() {
    return file;
  }

  /** What is wrong with it and what was expected, without the file's name. */
  public String reason() {
    return reason;
  }
}
