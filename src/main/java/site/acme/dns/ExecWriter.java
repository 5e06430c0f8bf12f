package site.acme.dns;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import site.acme.ExternalCommand;

/**
 * Lets programs of the operator write, with the variables of certbot's manual hooks, so that hooks
 * made for certbot work.
 */
public final class ExecWriter implements TxtWriter {
  private final ExternalCommand present;
  private final Optional<ExternalCommand> cleanup;
  private final Map<DnsProof, String> outputs = new ConcurrentHashMap<>();

  public ExecWriter(ExternalCommand present, Optional<ExternalCommand> cleanup) {
    this.present = present;
    this.cleanup = cleanup;
  }

  @Override
  public void blockingAdd(DnsProof proof, String name) throws DnsFailure {
    outputs.put(proof, blockingRun(present, environment(proof, name)));
  }

  @Override
  public void blockingRemove(DnsProof proof, String name) throws DnsFailure {
    Map<String, String> environment = environment(proof, name);
    environment.put(
        "CERTBOT_AUTH_OUTPUT", Optional.ofNullable(outputs.remove(proof)).orElse("").strip());
    if (cleanup.isPresent()) {
      blockingRun(cleanup.get(), environment);
    }
  }

  /** {@code SITE_RECORD} is ours: where aliases lead, which certbot leaves to the hook. */
  private static Map<String, String> environment(DnsProof proof, String name) {
    return new HashMap<>(
        Map.of(
            "CERTBOT_DOMAIN", proof.domain(),
            "CERTBOT_IDENTIFIER", proof.domain(),
            "CERTBOT_VALIDATION", proof.value(),
            "CERTBOT_TOKEN", proof.token(),
            "SITE_RECORD", name));
  }

  private static String blockingRun(ExternalCommand command, Map<String, String> environment)
      throws DnsFailure {
    try {
      ExternalCommand.Result result = command.blockingRun(environment, "");
      if (!result.isSuccess()) {
        throw new DnsFailure(
            "\"%s\" ended with %d: %s"
                .formatted(String.join(" ", command.words()), result.exit(), result.shown()));
      }
      return result.output();
    } catch (IOException e) {
      throw new DnsFailure(e.getMessage(), e);
    }
  }
}
