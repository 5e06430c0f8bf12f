package site.server;

/** A socket that could not be opened, with a sentence for the operator. */
public final class ListenFailure extends RuntimeException {
  public ListenFailure(String sentence) {
    super(sentence, null, false, false);
  }
}
