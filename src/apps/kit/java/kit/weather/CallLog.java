package kit.weather;

/** Is told of each call that was made, to count it. */
@FunctionalInterface
public interface CallLog {
  /** How a call ended. */
  enum Outcome {
    OK,
    FAILED,
    THROTTLED
  }

  CallLog NONE = (product, outcome) -> {};

  void called(Product product, Outcome outcome);
}
