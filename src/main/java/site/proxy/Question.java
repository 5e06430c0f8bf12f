package site.proxy;

import io.vertx.core.http.HttpMethod;
import java.util.function.Supplier;
import site.config.ActionConfig;
import site.http.Exchange;

/**
 * What a target is asked, beside the header fields and the body.
 *
 * @param uri path and query as HTTP sends them
 * @param upgrade whether the target may make something else of the connection
 * @param facts what CGI is told beyond that; only asked for where CGI is spoken
 */
record Question(
    HttpMethod method,
    String uri,
    RequestBody.Kind body,
    boolean upgrade,
    Supplier<CgiFacts> facts) {

  /** What a client asks. */
  static Question of(
      Exchange exchange, ActionConfig.Proxy config, RequestBody.Kind body, boolean upgrade) {
    return new Question(
        exchange.request().method(),
        exchange.uri(),
        body,
        upgrade,
        () -> CgiFacts.of(exchange, config.fastcgi()));
  }

  /** What we ask on our own account. */
  static Question probe(String path, Target target) {
    return new Question(
        HttpMethod.GET,
        path,
        RequestBody.Kind.NONE,
        false,
        () -> CgiFacts.probe(path, target.host()));
  }
}
