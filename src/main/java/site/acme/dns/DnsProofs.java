package site.acme.dns;

import java.util.List;
import java.util.stream.Stream;
import site.acme.AcmeFailure;
import site.acme.AcmeProblem;
import site.acme.Proof;
import site.acme.Solver;
import site.config.ChallengeKind;

/** The DNS solvers of the configuration that serves: a reload replaces what is behind them. */
public final class DnsProofs {
  private volatile List<Solver> current = List.of();

  /** One for each kind, for the life of the process. */
  public List<Solver> solvers() {
    return Stream.of(ChallengeKind.DNS_01, ChallengeKind.DNS_PERSIST_01)
        .<Solver>map(Behind::new)
        .toList();
  }

  /** From now on these do the work. */
  public void swap(List<Solver> next) {
    current = List.copyOf(next);
  }

  private final class Behind implements Solver {
    private final ChallengeKind kind;

    Behind(ChallengeKind kind) {
      this.kind = kind;
    }

    @Override
    public ChallengeKind kind() {
      return kind;
    }

    @Override
    public void blockingPresent(Proof proof) throws AcmeProblem {
      present().blockingPresent(proof);
    }

    @Override
    public boolean blockingReady(Proof proof) throws AcmeProblem {
      return present().blockingReady(proof);
    }

    /** Nobody is left who could, when the configuration has gone. */
    @Override
    public void blockingCleanup(Proof proof) {
      current.stream().filter(s -> s.kind() == kind).forEach(s -> s.blockingCleanup(proof));
    }

    private Solver present() throws AcmeProblem {
      return current.stream()
          .filter(solver -> solver.kind() == kind)
          .findFirst()
          .orElseThrow(
              () ->
                  new AcmeProblem(
                      AcmeFailure.local("tls.acme.dns does not provide " + kind.text())));
    }
  }
}
