package kit.mail;

/** A letter that was certainly not taken over. */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  private final int code;

  /**
   * Why.
   *
   * @param code of SMTP (RFC 5321 4.2); 0 where nobody was reached
   * @param text what came with it
   */
  public Refusal(int code, String text) {
    super(text);
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** RFC 5321 4.2.1; but who we are is not the letter's fault. */
  boolean isForGood() {
    return code >= 500 && !isOfUs();
  }

  /** RFC 4954 6: who we are, and with which encryption. */
  private boolean isOfUs() {
    return switch (code) {
      case 523, 530, 534, 535, 538 -> true;
      default -> false;
    };
  }

  /** What it says of the server, in words for everybody; nothing when only of this letter. */
  String trouble() {
    if (code == 0) {
      return getMessage();
    }
    return isOfUs() ? "the mail server refuses us (" + code + ")" : "";
  }

  /** Whether there is nobody at this address. */
  boolean isOfReceiver() {
    return switch (code) {
      case 550, 551, 553 -> true;
      default -> code >= 500 && getMessage().matches("(?s).*\\b5\\.1\\.\\d+\\b.*");
    };
  }
}
