package site.acme.dns;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import site.acme.dns.AcmeDnsAccounts.Account;

/**
 * Writes to an acme-dns server, which serves nothing but such records. A domain is registered there
 * at its first use; its owner then has to make one CNAME, once.
 *
 * <p>The server keeps the two latest values of a domain, which is what a name and its wildcard
 * need, and has no way to remove one.
 */
public final class AcmeDnsWriter implements TxtWriter {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final URI server;
  private final AcmeDnsAccounts accounts;
  private final HttpClient client;

  /**
   * Asks nothing yet.
   *
   * @param accountFile JSON, made at the first registration
   */
  public AcmeDnsWriter(URI server, Path accountFile) {
    this.server = server;
    this.accounts = new AcmeDnsAccounts(accountFile);
    this.client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  }

  @Override
  public synchronized void blockingAdd(DnsProof proof, String name) throws DnsFailure {
    Optional<Account> known = accounts.blockingFind(proof.domain());
    Account account = known.isPresent() ? known.get() : blockingRegister(proof.domain());
    if (!name.equalsIgnoreCase(account.fulldomain())) {
      throw new DnsFailure(
          "%s does not lead to acme-dns yet; make this record, once: %s. CNAME %s."
              .formatted(proof.name(), proof.name(), account.fulldomain()));
    }
    blockingPost(
        "update",
        new JsonObject().put("subdomain", account.subdomain()).put("txt", proof.value()),
        "X-Api-User",
        account.username(),
        "X-Api-Key",
        account.password());
  }

  @Override
  public void blockingRemove(DnsProof proof, String name) {
    // acme-dns drops the oldest value when a third one comes, and cannot be asked to
  }

  private Account blockingRegister(String domain) throws DnsFailure {
    Account account = Account.of(blockingPost("register", new JsonObject()));
    if (!account.isComplete()) {
      throw new DnsFailure(server + " did not answer as acme-dns does when registering " + domain);
    }
    accounts.blockingSave(domain, account);
    return account;
  }

  private JsonObject blockingPost(String path, JsonObject body, String... headers)
      throws DnsFailure {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.toString().replaceFirst("/*$", "/") + path))
            .timeout(PATIENCE)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.encode()));
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<String> answer = blockingSend(request.build());
    try {
      JsonObject json = new JsonObject(answer.body());
      if (answer.statusCode() / 100 == 2) {
        return json;
      }
      throw new DnsFailure(
          "%s answered %d to %s: %s"
              .formatted(server, answer.statusCode(), path, json.getString("error", "no reason")));
    } catch (DecodeException | ClassCastException e) {
      throw new DnsFailure(
          "%s answered %d to %s, and not in JSON (is it acme-dns?)"
              .formatted(server, answer.statusCode(), path),
          e);
    }
  }

  private HttpResponse<String> blockingSend(HttpRequest request) throws DnsFailure {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new DnsFailure(server + " cannot be reached: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DnsFailure("interrupted while asking " + server, e);
    }
  }
}
