package site.acme;

import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the operator's own service whether a name is ours: 200 is yes, anything else is no. */
final class AskServer {
  private static final Logger LOG = LoggerFactory.getLogger("acme");
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final URI url;
  private final HttpClient client =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER) // a login page would say yes to everything
          .connectTimeout(PATIENCE)
          .build();

  AskServer(URI url) {
    this.url = url;
  }

  /** Fails when there is no answer within two seconds: that is neither yes nor no. */
  CompletionStage<Boolean> ask(String name, Optional<InetAddress> client) {
    HttpRequest request = HttpRequest.newBuilder(question(name, client)).timeout(PATIENCE).build();
    return this.client
        .sendAsync(request, HttpResponse.BodyHandlers.discarding())
        .whenComplete(
            (answer, failure) -> {
              if (failure != null) {
                LOG.warn("{}: {} cannot be asked: {}", name, url, failure.toString());
              }
            })
        .thenApply(answer -> answer.statusCode() == 200);
  }

  private URI question(String name, Optional<InetAddress> client) {
    String query =
        "domain="
            + encoded(name)
            + client.map(address -> "&client=" + encoded(address.getHostAddress())).orElse("");
    return URI.create(url + (url.getRawQuery() == null ? "?" : "&") + query);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
