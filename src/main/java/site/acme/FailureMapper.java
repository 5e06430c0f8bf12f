package site.acme;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeNotSupportedException;
import org.shredzone.acme4j.exception.AcmeServerException;
import site.acme.AcmeFailure.Kind;
import site.acme.BoundedHttp.Seen;

/** Turns whatever acme4j throws into our own words. The only place that knows its exceptions. */
final class FailureMapper {
  private static final Set<String> FOR_A_PERSON =
      Set.of(
          "rejectedIdentifier",
          "unsupportedIdentifier",
          "externalAccountRequired",
          "userActionRequired",
          "agreementRequired",
          "invalidProfile",
          "invalidContact",
          "unsupportedContact",
          "badCSR",
          "badPublicKey",
          "badSignatureAlgorithm");
  private static final Set<String> OF_THE_PROOF =
      Set.of("unauthorized", "connection", "dns", "tls", "caa", "incorrectResponse");
  private static final Set<String> TO_BE_REPEATED =
      Set.of("alreadyReplaced", "accountDoesNotExist", "orderNotReady");

  private static final Duration NONCE_PAUSE = Duration.ofSeconds(30);

  private FailureMapper() {}

  /** What was being done. */
  enum During {
    LOGIN,
    NEW_ORDER,
    ORDER
  }

  /**
   * The failure behind an exception.
   *
   * @param seen the answer it came with, if there was one
   */
  static AcmeFailure of(Throwable thrown, Optional<Seen> seen, During during) {
    Throwable cause = unwrapped(thrown);
    if (cause instanceof AcmeServerException server) {
      return ofProblem(server.getProblem(), seen, during);
    }
    if (cause instanceof AcmeNotSupportedException) {
      return AcmeFailure.of(Kind.PERSON, "", cause.getMessage());
    }
    if (cause instanceof AcmeNetworkException) {
      return busy(reason(cause.getCause() == null ? cause : cause.getCause()), Optional.empty());
    }
    Optional<Duration> retryAfter = seen.flatMap(Seen::retryAfter);
    if (seen.filter(s -> s.status() == 404 && during == During.ORDER).isPresent()) {
      return AcmeFailure.of(Kind.SELF_HEAL, "", "the authority does not know the order any more");
    }
    String status = seen.map(s -> "HTTP " + s.status() + ", ").orElse("");
    return busy(status + "no answer of an ACME server: " + reason(cause), retryAfter);
  }

  /** The failure a challenge or an order carries. */
  static AcmeFailure ofProof(Problem problem) {
    String type = type(problem);
    Kind kind = FOR_A_PERSON.contains(type) ? Kind.PERSON : Kind.VALIDATION;
    if (type.equals("serverInternal") || type.equals("rateLimited")) {
      kind = Kind.CA_BUSY;
    }
    return new AcmeFailure(kind, type, detail(problem), Optional.empty(), names(problem));
  }

  private static AcmeFailure ofProblem(Problem problem, Optional<Seen> seen, During during) {
    String type = type(problem);
    String detail = detail(problem);
    if (during == During.NEW_ORDER && detail.contains("replace")) {
      type = "alreadyReplaced";
    }
    Optional<Duration> retryAfter = seen.flatMap(Seen::retryAfter);
    if (type.equals("badNonce")) {
      // acme4j has tried ten times already; it is chance, so soon is as good as late
      retryAfter = Optional.of(NONCE_PAUSE);
    }
    return new AcmeFailure(kind(type, seen, during), type, detail, retryAfter, names(problem));
  }

  private static Kind kind(String type, Optional<Seen> seen, During during) {
    if (TO_BE_REPEATED.contains(type)) {
      return Kind.SELF_HEAL;
    }
    // RFC 8555 7.3.4: to a login "unauthorized" says that the binding is wrong
    boolean refused = type.equals("unauthorized") || type.equals("malformed");
    if (FOR_A_PERSON.contains(type) || (refused && during != During.ORDER)) {
      return Kind.PERSON;
    }
    if (during == During.ORDER && seen.filter(s -> s.status() == 404).isPresent()) {
      return Kind.SELF_HEAL;
    }
    return OF_THE_PROOF.contains(type) ? Kind.VALIDATION : Kind.CA_BUSY;
  }

  private static AcmeFailure busy(String detail, Optional<Duration> retryAfter) {
    return new AcmeFailure(Kind.CA_BUSY, "", detail, retryAfter, List.of());
  }

  private static Throwable unwrapped(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null
        && (cause instanceof AcmeLazyLoadingException
            || cause.getClass().equals(AcmeException.class))) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String reason(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private static String type(Problem problem) {
    String uri = problem.getType().toString();
    return uri.substring(uri.lastIndexOf(':') + 1);
  }

  private static String detail(Problem problem) {
    return problem.getSubProblems().stream()
        .flatMap(sub -> sub.getDetail().stream())
        .findFirst()
        .or(problem::getDetail)
        .or(problem::getTitle)
        .orElse("no reason given");
  }

  private static List<String> names(Problem problem) {
    return problem.getSubProblems().stream()
        .flatMap(sub -> sub.getIdentifier().stream())
        .map(identifier -> identifier.getValue())
        .toList();
  }
}
