package feature;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Uses what an HTTP application uses, and notes every call that came on a wrong thread. */
public class FeatureVerticle extends VerticleBase {
  private static final Buffer CHUNK = Buffer.buffer(new byte[64 * 1024]);

  private final List<String> wrong = new CopyOnWriteArrayList<>();
  private final List<String> events = new CopyOnWriteArrayList<>();
  private Thread thread;

  @Override
  public Future<?> start() {
    thread = Thread.currentThread();
    Router router = Router.router(vertx);
    // A blocking handler ends its response on a worker, and Vert.x calls the end handlers there.
    router.get("/blocking").blockingHandler(c -> c.end(Thread.currentThread().getName()));
    router.route().handler(this::watch);
    router.route("/hello").handler(c -> c.response().putHeader("x-a", "b").end("hello"));
    router.get("/facts").handler(this::facts);
    router.get("/big").handler(this::big);
    router.put("/up").handler(this::up);
    router.post("/late").handler(this::late);
    router.get("/file").handler(this::file);
    router.get("/sse").handler(this::sse);
    router.post("/form").handler(BodyHandler.create(config().getString("uploads")));
    router.post("/form").handler(this::form);
    router.get("/late-header").handler(this::lateHeader);
    router.get("/phrase").handler(this::phrase);
    router.get("/trailer").handler(this::trailer);
    router.get("/cookie").handler(this::cookie);
    router.get("/hop").handler(this::hopByHop);
    router.get("/fail").handler(this::fail);
    router.get("/reset").handler(c -> c.response().reset(8));
    router.post("/continue").handler(this::continued);
    router.get("/close").handler(c -> c.request().connection().close());
    router.get("/socket").handler(this::socket);
    router.get("/wrong").handler(c -> c.end(String.join("\n", wrong)));
    router.get("/events").handler(c -> c.end(String.join("\n", events)));
    return vertx.createHttpServer().requestHandler(r -> serve(r, router)).listen(8888);
  }

  private void serve(HttpServerRequest request, Router router) {
    check("handler");
    if (request.path().equals("/throw")) {
      throw new IllegalStateException("boom");
    }
    if (request.path().equals("/throw-late")) {
      request.response().setChunked(true).write("half");
      throw new IllegalStateException("boom");
    }
    router.handle(request);
  }

  private void watch(RoutingContext context) {
    check("route");
    context.addEndHandler(v -> check("end handler"));
    context.next();
  }

  private void facts(RoutingContext context) {
    HttpServerRequest request = context.request();
    context.json(
        new JsonObject()
            .put("uri", request.uri())
            .put("path", request.path())
            .put("absolute", request.absoluteURI())
            .put("remote", request.remoteAddress().toString())
            .put("ssl", request.isSSL())
            .put("scheme", request.scheme())
            .put("version", request.version().name())
            .put("authority", request.authority().toString())
            .put("prefix", request.getHeader("X-Forwarded-Prefix"))
            .put("pseudo", request.headers().names().stream().anyMatch(n -> n.startsWith(":")))
            .put("param", request.getParam("q"))
            .put("thread", Thread.currentThread().getName()));
  }

  private void big(RoutingContext context) {
    HttpServerResponse response = context.response().setChunked(true);
    response.closeHandler(
        v -> {
          check("close");
          events.add("big closed");
        });
    response.exceptionHandler(e -> check("exception"));
    int chunks = Integer.parseInt(context.request().getParam("mb")) * 16;
    new Object() {
      private int left = chunks;
      private boolean waited;

      void pump() {
        while (left > 0) {
          if (response.closed()) {
            return;
          }
          if (response.writeQueueFull()) {
            waited = true;
            response.drainHandler(
                v -> {
                  check("drain");
                  pump();
                });
            return;
          }
          left--;
          response.write(CHUNK).onComplete(r -> check("write"));
        }
        events.add(waited ? "big waited" : "big did not wait");
        response.end().onComplete(r -> check("end"));
      }
    }.pump();
  }

  private void up(RoutingContext context) {
    AtomicLong size = new AtomicLong();
    AtomicInteger atOnce = new AtomicInteger();
    HttpServerRequest request = context.request();
    request.handler(
        data -> {
          check("data");
          if (atOnce.incrementAndGet() > 1) {
            events.add("data while paused");
          }
          size.addAndGet(data.length());
          request.pause();
          vertx.runOnContext(
              v -> {
                atOnce.decrementAndGet();
                request.resume();
              });
        });
    request.exceptionHandler(
        e -> {
          check("request exception");
          events.add("upload broke");
        });
    request.endHandler(
        v -> {
          check("request end");
          context.response().end("got " + size);
        });
  }

  private void late(RoutingContext context) {
    context.request().pause();
    vertx.setTimer(50, id -> readLate(context));
  }

  private void readLate(RoutingContext context) {
    context
        .request()
        .body()
        .onComplete(
            body -> {
              check("body");
              context.response().end("late " + body.result().length());
            });
    context.request().resume();
  }

  private void file(RoutingContext context) {
    context
        .response()
        .sendFile(config().getString("file"))
        .onComplete(
            r -> {
              check("sendFile");
              events.add(r.succeeded() ? "file sent" : "file failed");
            });
  }

  private void sse(RoutingContext context) {
    HttpServerResponse response = context.response().setChunked(true);
    response.putHeader("content-type", "text/event-stream");
    AtomicInteger count = new AtomicInteger();
    long timer =
        vertx.setPeriodic(
            20,
            id -> {
              check("tick");
              response.write("data: " + count.incrementAndGet() + "\n\n");
            });
    response.closeHandler(
        v -> {
          check("sse close");
          vertx.cancelTimer(timer);
          events.add("sse closed");
        });
  }

  private void form(RoutingContext context) {
    check("form");
    var upload = context.fileUploads().get(0);
    context.end(
        context.request().getFormAttribute("a")
            + " "
            + upload.fileName()
            + " "
            + upload.size()
            + " "
            + vertx.fileSystem().readFileBlocking(upload.uploadedFileName()).length());
  }

  private void lateHeader(RoutingContext context) {
    context.addHeadersEndHandler(
        v -> {
          check("headers end");
          context.response().putHeader("x-late", "1");
        });
    context.addBodyEndHandler(v -> check("body end"));
    context.end("ok");
  }

  private void phrase(RoutingContext context) {
    context.response().setStatusCode(299).setStatusMessage("Fine By Me").end();
  }

  private void trailer(RoutingContext context) {
    HttpServerResponse response = context.response().setChunked(true);
    response.write("body");
    response.putTrailer("x-sum", "42").end();
  }

  private void cookie(RoutingContext context) {
    Cookie seen = context.request().getCookie("seen");
    context.response().addCookie(Cookie.cookie("seen", "yes"));
    context.end(seen == null ? "new" : seen.getValue());
  }

  private void hopByHop(RoutingContext context) {
    context
        .response()
        .putHeader("Connection", "x-private")
        .putHeader("x-private", "1")
        .putHeader("Transfer-Encoding", "chunked")
        .end("ok");
  }

  private void continued(RoutingContext context) {
    context.response().writeContinue().onComplete(r -> check("continue"));
    context.request().body().onSuccess(body -> context.response().end(body));
  }

  private void socket(RoutingContext context) {
    context.request().pause();
    vertx.setTimer(50, id -> context.request().toWebSocket().onSuccess(this::greet));
  }

  private void greet(ServerWebSocket socket) {
    check("socket");
    socket.textMessageHandler(
        text -> {
          check("text");
          socket.writeTextMessage("slowly " + text);
        });
  }

  private void fail(RoutingContext context) {
    throw new IllegalStateException("boom");
  }

  private void check(String where) {
    Context context = Vertx.currentContext();
    if (Thread.currentThread() != thread) {
      wrong.add(where + " on thread " + Thread.currentThread().getName());
    }
    if (context == null || !deploymentID().equals(context.deploymentID())) {
      wrong.add(where + " on context " + context);
    }
  }
}
