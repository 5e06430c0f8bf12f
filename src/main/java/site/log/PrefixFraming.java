package site.log;

/**
 * Lines for a standard output that systemd reads: each begins with its severity, as sd-daemon(3)
 * has it, also the further lines of one record.
 */
final class PrefixFraming implements Framing {
  @Override
  public String framed(Severity severity, String line) {
    String prefix = "<" + severity.number() + ">";
    return prefix + line.replace("\n", "\n" + prefix);
  }

  @Override
  public boolean isDated() {
    return true;
  }
}
