package site.tls.trust;

import java.util.List;

/** One place where programs look up whom to trust. Changed by commands only, which are shown. */
interface TrustStore {

  /** Kind and place, the same in every run. */
  String id();

  /** What puts the root there. */
  List<List<String>> install(TrustedRoot root);

  /** What takes it away, with everything that came along. */
  List<List<String>> uninstall(TrustedRoot root) throws TrustFailure;

  /** Whether it is there. */
  boolean blockingTrusts(TrustedRoot root) throws TrustFailure;
}
