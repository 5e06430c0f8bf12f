package site.proxy;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.NetSocket;

/**
 * An answer that was read by an {@link AnswerParser}. What came together with its head waits for
 * the valve; what comes later is passed on at once.
 */
final class CgiResponse implements TargetResponse, Valve {
  private static final Handler<Buffer> NOBODY = piece -> {};

  private final AnswerHead head;
  private final boolean keepsConnection;
  private final Valve socket;
  private Handler<Buffer> handler = NOBODY;
  private Handler<Void> endHandler = v -> {};
  private Handler<Throwable> failureHandler = cause -> {};
  private MultiMap trailers = HttpHeaders.headers();
  private Buffer early = Buffer.buffer();
  private boolean opened;
  private boolean over;
  private Throwable failure;

  CgiResponse(AnswerHead head, boolean keepsConnection, Valve socket) {
    this.head = head;
    this.keepsConnection = keepsConnection;
    this.socket = socket;
  }

  @Override
  public int status() {
    return head.status();
  }

  @Override
  public MultiMap headers() {
    return head.headers();
  }

  @Override
  public MultiMap trailers() {
    return trailers;
  }

  @Override
  public Valve valve() {
    return this;
  }

  @Override
  public boolean keepsConnection() {
    return keepsConnection && failure == null;
  }

  @Override
  public boolean mayHaveTrailers() {
    return false;
  }

  @Override
  public NetSocket socket() {
    throw new IllegalStateException("no upgrade was asked for");
  }

  @Override
  public void close() {
    socket.close();
  }

  @Override
  public void open() {
    if (!opened) {
      opened = true;
      tellEarly();
    }
    if (!over) {
      socket.open();
    }
  }

  @Override
  public CgiResponse handler(Handler<Buffer> handler) {
    this.handler = handler == null ? NOBODY : handler;
    return this;
  }

  @Override
  public CgiResponse endHandler(Handler<Void> handler) {
    this.endHandler = handler;
    return this;
  }

  @Override
  public CgiResponse exceptionHandler(Handler<Throwable> handler) {
    this.failureHandler = handler;
    return this;
  }

  @Override
  public CgiResponse pause() {
    close();
    return this;
  }

  @Override
  public CgiResponse resume() {
    open();
    return this;
  }

  @Override
  public CgiResponse fetch(long amount) {
    return resume();
  }

  void piece(Buffer piece) {
    if (opened) {
      handler.handle(piece);
    } else {
      early.appendBuffer(piece);
      close();
    }
  }

  void end(MultiMap read) {
    trailers = read;
    over = true;
    if (opened) {
      endHandler.handle(null);
    }
  }

  void fail(Throwable cause) {
    if (over) {
      return;
    }
    over = true;
    failure = cause;
    if (opened) {
      failureHandler.handle(cause);
    }
  }

  private void tellEarly() {
    if (early.length() > 0) {
      handler.handle(early);
      early = null;
    }
    if (failure != null) {
      failureHandler.handle(failure);
    } else if (over) {
      endHandler.handle(null);
    }
  }
}
