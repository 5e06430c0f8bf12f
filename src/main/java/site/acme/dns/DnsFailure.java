package site.acme.dns;

/** A record that could not be written or looked up; the message says where and why. */
public final class DnsFailure extends Exception {
  public DnsFailure(String sentence) {
    super(sentence);
  }

  DnsFailure(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
