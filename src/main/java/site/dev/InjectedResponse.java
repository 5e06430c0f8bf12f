package site.dev;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * A response that adds a script to the end of an HTML page, whoever writes it. Everything else goes
 * through as it is. A proxy, because the interface has sixty methods and five of them matter.
 */
final class InjectedResponse implements InvocationHandler {
  private static final Handler<Void> NOTHING = head -> {};

  private final HttpServerRequestInternal request;
  private final HttpServerResponse response;
  private final Supplier<String> source;
  private Handler<Void> headHandler = NOTHING;
  private boolean begun;
  private Buffer script;

  private InjectedResponse(HttpServerRequestInternal request, Supplier<String> source) {
    this.request = request;
    this.response = request.response();
    this.source = source;
  }

  /** The response of a request; the script's address is asked for when a page begins. */
  static HttpServerResponse of(HttpServerRequestInternal request, Supplier<String> source) {
    return (HttpServerResponse)
        Proxy.newProxyInstance(
            InjectedResponse.class.getClassLoader(),
            new Class<?>[] {HttpServerResponse.class},
            new InjectedResponse(request, source));
  }

  @Override
  @SuppressWarnings("unchecked")
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    switch (method.getName()) {
      case "headersEndHandler" -> {
        headHandler = arguments[0] == null ? NOTHING : (Handler<Void>) arguments[0];
        return proxy;
      }
      case "write", "writeHead" -> begin();
      case "end" -> {
        begin();
        if (script != null) {
          return response.end(content(arguments).appendBuffer(script));
        }
      }
      case "sendFile" -> {
        begin();
        if (script != null) {
          return sendFile((FileChannel) arguments[0], (Long) arguments[1], (Long) arguments[2]);
        }
      }
      default -> {}
    }
    Object result = call(method, arguments);
    return result == response ? proxy : result;
  }

  private Object call(Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(response, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static Buffer content(Object[] arguments) {
    if (arguments == null) {
      return Buffer.buffer();
    }
    return arguments[0] instanceof Buffer buffer
        ? buffer.copy()
        : Buffer.buffer(arguments[0].toString());
  }

  /** The last moment before the head goes out: from here on the headers say what will come. */
  private void begin() {
    if (begun) {
      return;
    }
    begun = true;
    headHandler.handle(null);
    if (isWholePage()) {
      ScriptPolicy.attribute(response.headers().getAll("content-security-policy"))
          .ifPresent(attribute -> inject("<script" + attribute + " src=\"" + source.get()));
    }
  }

  private boolean isWholePage() {
    int status = response.getStatusCode();
    MultiMap headers = response.headers();
    String type = headers.get(HttpHeaders.CONTENT_TYPE);
    return (status == 200 || status >= 400)
        && type != null
        && type.toLowerCase(Locale.ROOT).startsWith("text/html")
        && !headers.contains(HttpHeaders.CONTENT_ENCODING);
  }

  private void inject(String tag) {
    script = Buffer.buffer(tag + "\" defer></script>\n");
    MultiMap headers = response.headers();
    String length = headers.get(HttpHeaders.CONTENT_LENGTH);
    if (length != null) {
      headers.set(
          HttpHeaders.CONTENT_LENGTH, Long.toString(Long.parseLong(length) + script.length()));
    }
    // the page is another one with each script
    headers.remove(HttpHeaders.ETAG).remove(HttpHeaders.LAST_MODIFIED);
    headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  private Future<Void> sendFile(FileChannel file, long offset, long length) {
    return request
        .context()
        .executeBlocking(() -> blockingRead(file, offset, length), false)
        .compose(page -> response.end(page.appendBuffer(script)));
  }

  private static Buffer blockingRead(FileChannel file, long offset, long length)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(length));
    int read = 0;
    while (bytes.hasRemaining() && read >= 0) {
      read = file.read(bytes, offset + bytes.position());
    }
    return Buffer.buffer(bytes.array());
  }
}
