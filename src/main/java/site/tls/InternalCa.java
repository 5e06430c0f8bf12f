package site.tls;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A certificate authority of our own, for names that no public one vouches for: a root for ten
 * years that clients may be told to trust, an intermediate for 90 days that signs, and server
 * certificates for 30 days.
 *
 * <p>Intermediate and server certificates are taken from disk again after a restart, and replaced
 * when a third of their life is left or when they cannot be read: nobody depends on the old ones.
 * The root is different. Clients trust exactly this one, so it is never replaced; while it cannot
 * be read nothing is issued, and the message says what to do.
 */
public final class InternalCa {
  private static final Logger LOG = LoggerFactory.getLogger("tls");
  private static final Duration ROOT_LIFETIME = Duration.ofDays(3650);
  private static final Duration INTERMEDIATE_LIFETIME = Duration.ofDays(90);
  private static final Duration SERVER_LIFETIME = Duration.ofDays(30);

  private final CaDirectory directory;
  private final Credential root;
  private final Clock clock;

  private InternalCa(CaDirectory directory, Credential root, Clock clock) {
    this.directory = directory;
    this.root = root;
    this.clock = clock;
  }

  /**
   * Opens the authority in this directory, or founds one where there is none.
   *
   * @param path made with mode 0700 when it is missing
   * @throws CertificateProblem when there is a root that cannot be used, or none can be written
   */
  public static InternalCa blockingOpen(Path path, Clock clock) throws CertificateProblem {
    var directory = new CaDirectory(path);
    Credential root =
        directory.blockingIsFounded()
            ? blockingRoot(directory, clock.instant())
            : blockingNewRoot(directory, clock.instant());
    return new InternalCa(directory, root, clock);
  }

  /** The root certificate, for clients to trust. */
  public Path rootPem() {
    return directory.root().certificates();
  }

  /** From when on {@link #blockingIssue} makes a new certificate instead of returning this one. */
  public static Instant renewalDue(Identity identity) {
    return Validity.of(identity.credentials().get(0).leaf()).renewalDue();
  }

  /**
   * The certificate for these names: that on disk while it is good, else a new one.
   *
   * @param names host names, {@code *.} wildcards and IP addresses; at least one
   * @throws CertificateProblem when a name is none, or files cannot be written
   */
  public synchronized Identity blockingIssue(Set<String> names) throws CertificateProblem {
    SortedSet<String> subject = checked(names);
    Credential intermediate = blockingIntermediate();
    CaFile file = directory.server(subject);
    Optional<Credential> kept =
        blockingKept(file, intermediate).filter(c -> Names.of(c.leaf()).equals(subject));
    return Identity.of(
        kept.isPresent() ? kept.get() : blockingNewServer(file, subject, intermediate));
  }

  private SortedSet<String> checked(Set<String> names) throws CertificateProblem {
    SortedSet<String> subject = new TreeSet<>();
    for (String name : names) {
      if (!Names.isValid(name)) {
        String reason = "cannot certify \"%s\" (expected a host name, *.name or an IP address)";
        throw new CertificateProblem(directory.path(), reason.formatted(name));
      }
      subject.add(Names.normalized(name));
    }
    return subject;
  }

  private static Credential blockingRoot(CaDirectory directory, Instant now)
      throws CertificateProblem {
    Credential root = blockingReadRoot(directory);
    Validity validity = Validity.of(root.leaf());
    if (!validity.contains(now)) {
      String reason = "is valid from %s to %s and it is %s (is the clock right?); %s";
      throw new CertificateProblem(
          directory.root().certificates(),
          reason.formatted(validity.from(), validity.to(), now, startAgain(directory)));
    }
    warnIfTooOpen(directory.root().key());
    return root;
  }

  private static Credential blockingReadRoot(CaDirectory directory) throws CertificateProblem {
    try {
      return directory.root().blockingRead();
    } catch (CertificateProblem problem) {
      String reason = "%s; restore the root of the internal CA from a backup; %s";
      throw new CertificateProblem(
          problem.file(), reason.formatted(problem.reason(), startAgain(directory)));
    }
  }

  private static String startAgain(CaDirectory directory) {
    return "if there is no other way, remove %s to found a new CA, which clients must then be told"
            .formatted(directory.path())
        + " to trust";
  }

  private static void warnIfTooOpen(Path key) {
    if (PrivateFiles.blockingIsTooOpen(key)) {
      LOG.warn("{}: not only its owner can read or change this key (expected mode 0600)", key);
    }
  }

  private static Credential blockingNewRoot(CaDirectory directory, Instant now)
      throws CertificateProblem {
    Validity validity = Validity.starting(now, ROOT_LIFETIME);
    Credential root = CertificateMaker.root("site.jar internal root", validity);
    directory.root().blockingWrite(root);
    LOG.info("founded the internal CA; clients may trust {}", directory.root().certificates());
    return root;
  }

  private Credential blockingIntermediate() throws CertificateProblem {
    CaFile file = directory.intermediate();
    Optional<Credential> kept = blockingKept(file, root);
    if (kept.isPresent()) {
      return kept.get();
    }
    Validity validity = validityBelow(root, INTERMEDIATE_LIFETIME);
    Credential made =
        CertificateMaker.intermediate("site.jar internal intermediate", root, validity);
    file.blockingWrite(made);
    return made;
  }

  private Credential blockingNewServer(CaFile file, Set<String> names, Credential intermediate)
      throws CertificateProblem {
    Validity validity = validityBelow(intermediate, SERVER_LIFETIME);
    Credential made = CertificateMaker.server(names, intermediate, validity);
    file.blockingWrite(made);
    LOG.info("internal certificate for {} until {}", String.join(", ", names), validity.to());
    return made;
  }

  private Validity validityBelow(Credential issuer, Duration lifetime) {
    return Validity.starting(clock.instant(), lifetime).notAfter(Validity.of(issuer.leaf()).to());
  }

  /** What is on disk and still good; empty when a new one has to be made. */
  private Optional<Credential> blockingKept(CaFile file, Credential issuer) {
    if (!file.blockingExists()) {
      return Optional.empty();
    }
    try {
      return Optional.of(file.blockingRead())
          .filter(kept -> kept.isIssuedBy(issuer))
          .filter(kept -> Validity.of(kept.leaf()).isFresh(clock.instant()));
    } catch (CertificateProblem problem) {
      LOG.warn("{}; making a new one", problem.getMessage());
      return Optional.empty();
    }
  }
}
