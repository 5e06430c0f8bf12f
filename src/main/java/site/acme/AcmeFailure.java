package site.acme;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Why a step towards a certificate failed, in the one form in which it is decided about, stored and
 * shown.
 *
 * @param type of the problem as RFC 8555 6.7 names it, without its prefix; empty where the failure
 *     is not one of the authority's
 * @param detail one line for the operator, the authority's words where there are any
 * @param retryAfter how long the authority wants to be left alone
 * @param names it is about; empty: all of the certificate's
 */
public record AcmeFailure(
    Kind kind, String type, String detail, Optional<Duration> retryAfter, List<String> names) {

  /** What can be done about it. */
  public enum Kind {
    /** Waiting helps: the authority, or the way to it, is out of order. */
    CA_BUSY,
    /** The authority could not see our proof. */
    VALIDATION,
    /** Both sides remember different things; one repetition puts it right. */
    SELF_HEAL,
    /** Nothing helps but a person. */
    PERSON,
    /** Something is wrong on this machine; the authority is left out of it. */
    LOCAL
  }

  public AcmeFailure {
    detail = detail.replaceAll("\\s+", " ").strip();
    names = List.copyOf(names);
  }

  public static AcmeFailure of(Kind kind, String type, String detail) {
    return new AcmeFailure(kind, type, detail, Optional.empty(), List.of());
  }

  /** Something on this machine. */
  public static AcmeFailure local(String detail) {
    return of(Kind.LOCAL, "", detail);
  }

  /** The same, known to be about one name. */
  public AcmeFailure about(String name) {
    return new AcmeFailure(kind, type, detail, retryAfter, List.of(name));
  }

  /** The same, seen as another kind. */
  public AcmeFailure as(Kind other) {
    return new AcmeFailure(other, type, detail, retryAfter, names);
  }

  /** {@code type: detail}. */
  @Override
  public String toString() {
    return type.isEmpty() ? detail : type + ": " + detail;
  }
}
