package site.deploy;

import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerBuilder;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.VertxWrapper;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.util.function.Supplier;

/**
 * What an app holds as its {@code vertx}: the private Vert.x of its revision, whose HTTP servers
 * are caught, also those of verticles the app deploys itself. Closing it closes that one Vert.x;
 * the app is then without an instance and its requests are answered 503.
 */
final class AppVertx extends VertxWrapper {
  private final AppRevision revision;

  AppVertx(VertxInternal vertx, AppRevision revision) {
    super(vertx);
    this.revision = revision;
  }

  AppRevision revision() {
    return revision;
  }

  @Override
  public HttpServer createHttpServer(HttpServerOptions options) {
    return new AppServer(this, new HttpServerConfig(options));
  }

  @Override
  public HttpServerBuilder httpServerBuilder() {
    return new Builder();
  }

  @Override
  public Future<String> deployVerticle(
      Supplier<? extends Deployable> supplier, DeploymentOptions options) {
    return super.deployVerticle(() -> new HostedVerticle(this, supplier::get), options);
  }

  @Override
  public Future<String> deployVerticle(
      Class<? extends Deployable> type, DeploymentOptions options) {
    return super.deployVerticle(
        () -> new HostedVerticle(this, () -> type.getDeclaredConstructor().newInstance()), options);
  }

  @Override
  public Future<String> deployVerticle(String name, DeploymentOptions options) {
    int colon = name.indexOf(':');
    if (colon >= 0 && !name.startsWith("java:")) {
      return super.deployVerticle(name, options); // another language has its own factory
    }
    ClassLoader loader =
        options.getClassLoader() == null ? revision.loader() : options.getClassLoader();
    String type = name.substring(colon + 1);
    return super.deployVerticle(
        () ->
            new HostedVerticle(
                this, () -> HostedVerticle.instantiate(loader, type, revision.context())),
        options);
  }

  /** TLS and engines are the server's; what remains is read by {@link AppServer}. */
  private final class Builder implements HttpServerBuilder {
    private HttpServerConfig config = new HttpServerConfig();

    @Override
    public HttpServerBuilder with(HttpServerConfig wanted) {
      config = new HttpServerConfig(wanted);
      return this;
    }

    @Override
    public HttpServerBuilder with(ServerSSLOptions options) {
      return this;
    }

    @Override
    public HttpServerBuilder with(SSLEngineOptions engine) {
      return this;
    }

    @Override
    public HttpServerBuilder withConnectHandler(Handler<HttpConnection> handler) {
      return this;
    }

    @Override
    public HttpServer build() {
      return new AppServer(AppVertx.this, config);
    }
  }
}
