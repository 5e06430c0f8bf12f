package site.acme;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.config.ChallengeKind;
import site.tls.PrivateFiles;

/**
 * Proves names by a resource at a well-known path (RFC 8555 8.3). Tokens lie in files, too, so that
 * other servers on the same directory can answer for the one that orders.
 */
public final class Http01Solver implements Solver {
  private static final Logger LOG = LoggerFactory.getLogger("acme");
  private static final Pattern PATH =
      Pattern.compile("/\\.well-known/acme-challenge/([A-Za-z0-9_-]{1,128})");

  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final Path directory;

  /**
   * A solver.
   *
   * @param directory of the certificates
   */
  public Http01Solver(Path directory) {
    this.directory = directory.resolve("challenges");
  }

  /** The token a path asks for; empty for any other path. */
  public static Optional<String> token(String path) {
    Matcher matcher = PATH.matcher(path);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** What to answer, where this process presents the token itself. */
  public Optional<String> answer(String token) {
    return Optional.ofNullable(answers.get(token));
  }

  /**
   * What to answer, where another process presents the token.
   *
   * @param token as {@link #token} found it, so a safe file name
   */
  public Optional<String> blockingAnswerOfOthers(String token) {
    try {
      Path file = directory.resolve(token);
      return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public ChallengeKind kind() {
    return ChallengeKind.HTTP_01;
  }

  @Override
  public void blockingPresent(Proof proof) throws AcmeProblem {
    if (!proof.token().matches("[A-Za-z0-9_-]{1,128}")) {
      throw new AcmeProblem(
          AcmeFailure.of(AcmeFailure.Kind.CA_BUSY, "", "the authority's token is no token"));
    }
    answers.put(proof.token(), proof.keyAuthorization());
    try {
      PrivateFiles.blockingDirectory(directory);
      PrivateFiles.blockingWriteSecret(directory.resolve(proof.token()), proof.keyAuthorization());
    } catch (IOException e) {
      throw new AcmeProblem(AcmeFailure.local(directory + ": cannot be written: " + e), e);
    }
  }

  @Override
  public void blockingCleanup(Proof proof) {
    answers.remove(proof.token());
    try {
      Files.deleteIfExists(directory.resolve(proof.token()));
    } catch (IOException e) {
      LOG.debug("a token stays behind", e);
    }
  }
}
