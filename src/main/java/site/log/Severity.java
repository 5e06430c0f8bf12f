package site.log;

/** How much a line matters, as syslog counts it (RFC 5424 6.2.1). */
public enum Severity {
  ERROR(3),
  WARNING(4),
  INFO(6),
  DEBUG(7);

  private final int number;

  Severity(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
