package site.tls;

import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.BeforeEach;

/** TLS-ALPN-01 on the other engine, which shows application protocols to no key manager. */
class BoringSslAcmeChallengeTest extends AcmeChallengeTest {
  @BeforeEach
  void requireNativePart() {
    assumeThat(TlsEngine.boringSslProblem()).isEmpty();
  }

  @Override
  TlsEngine engine() {
    return TlsEngine.BORINGSSL;
  }
}
