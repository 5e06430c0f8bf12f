package site.proxy;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import site.http.HttpFailure;

/** A request that is told by CGI variables, and the reading of its answer. */
final class CgiRequest implements TargetRequest, AnswerParser.Listener {
  private final CgiLine line;
  private final MultiMap headers = HttpHeaders.headers();
  private final Promise<TargetResponse> answered = Promise.promise();
  private AnswerParser parser;
  private CgiResponse response;
  private Buffer unsent;

  CgiRequest(CgiLine line) {
    this.line = line;
  }

  @Override
  public MultiMap headers() {
    return headers;
  }

  @Override
  public Future<TargetResponse> send(Question question) {
    parser = new AnswerParser(question.method(), line.codec().endsByClosing(), this);
    unsent = line.codec().head(question, headers);
    if (question.body() == RequestBody.Kind.NONE) {
      end();
    } else {
      line.later(this::flushHead);
    }
    return answered.future();
  }

  @Override
  public void reset(HttpFailure reason) {
    fail(reason);
    line.close();
  }

  @Override
  public Future<Void> write(Buffer piece) {
    return put(line.codec().piece(piece));
  }

  @Override
  public Future<Void> end() {
    return put(line.codec().end());
  }

  @Override
  public boolean writeQueueFull() {
    return line.socket().writeQueueFull();
  }

  @Override
  public CgiRequest setWriteQueueMaxSize(int maxSize) {
    line.socket().setWriteQueueMaxSize(maxSize);
    return this;
  }

  @Override
  public CgiRequest drainHandler(Handler<Void> handler) {
    line.socket().drainHandler(handler);
    return this;
  }

  @Override
  public CgiRequest exceptionHandler(Handler<Throwable> handler) {
    return this;
  }

  /** Reads what the target sent. */
  void read(ByteBuf bytes) {
    try {
      line.codec().read(bytes, parser);
    } catch (MalformedAnswer | HttpFailure e) {
      fail(e);
      line.close();
    }
  }

  /** The connection is closed, which is the answer's end where the protocol has no word for it. */
  void closed(Throwable cause) {
    if (line.codec().endsByClosing()) {
      try {
        parser.end();
        return;
      } catch (MalformedAnswer e) {
        // it broke off
      }
    }
    fail(cause);
  }

  void fail(Throwable cause) {
    if (!answered.tryFail(cause) && response != null) {
      response.fail(cause);
    }
  }

  /** The head goes out with the first piece, or soon. */
  private Future<Void> put(Buffer bytes) {
    Buffer all = unsent == null ? bytes : unsent.appendBuffer(bytes);
    unsent = null;
    return all.length() == 0 ? Future.succeededFuture() : line.socket().write(all);
  }

  private void flushHead() {
    if (unsent != null) {
      put(Buffer.buffer());
    }
  }

  @Override
  public void head(AnswerHead head) {
    response = new CgiResponse(head, !line.codec().endsByClosing(), line.valve());
    answered.tryComplete(response);
  }

  @Override
  public void piece(ByteBuf piece) {
    response.piece(Buffer.buffer(io.netty.buffer.ByteBufUtil.getBytes(piece)));
  }

  @Override
  public void end(MultiMap trailers) {
    response.end(trailers);
  }
}
