package site.acme;

import java.util.Map;

/** Tells the operator what to look at when a step failed. Pure. */
final class FailureAdvice {
  private static final Map<String, String> BY_TYPE =
      Map.ofEntries(
          Map.entry(
              "unauthorized",
              "the authority reached a server that gave another answer: does the name lead to this"
                  + " machine (A and AAAA), and is nothing in front of it that answers itself?"),
          Map.entry(
              "incorrectResponse",
              "the authority reached a server that gave another answer: does the name lead to this"
                  + " machine (A and AAAA)?"),
          Map.entry(
              "connection",
              "the authority could not connect: is port 80 or 443 open from outside, for IPv4 and,"
                  + " where the name has an AAAA record, for IPv6?"),
          Map.entry("dns", "the name could not be resolved: is its DNS record there?"),
          Map.entry("tls", "port 443 is answered by something that is not this server"),
          Map.entry(
              "caa", "a CAA record of the domain does not allow this authority: add or remove it"),
          Map.entry("rateLimited", "nothing is sent before the time the authority gave"),
          Map.entry("externalAccountRequired", "get a key identifier and a key from the authority"),
          Map.entry("rejectedIdentifier", "the authority does not certify this name"),
          Map.entry("unsupportedIdentifier", "the authority does not certify such names"),
          Map.entry("userActionRequired", "open the page the authority names"),
          Map.entry("invalidProfile", "see tls.acme.profile"));

  private FailureAdvice() {}

  /** What failed and what to look at, one sentence each. */
  static String sentence(AcmeFailure failure) {
    String advice = BY_TYPE.getOrDefault(failure.type(), "");
    String about = failure.names().isEmpty() ? "" : String.join(", ", failure.names()) + ": ";
    return what(failure) + about + failure + (advice.isEmpty() ? "" : " (" + advice + ")");
  }

  private static String what(AcmeFailure failure) {
    return switch (failure.kind()) {
      case CA_BUSY -> "the authority is not to be had: ";
      case VALIDATION -> "the name could not be proved: ";
      case SELF_HEAL -> "tried again: ";
      case PERSON -> "needs you: ";
      case LOCAL -> "on this machine: ";
    };
  }
}
