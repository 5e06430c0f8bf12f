package site.proxy;

import io.netty.buffer.ByteBuf;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.List;

/**
 * Reads one answer of a CGI program or HTTP server from pieces cut anywhere. Refuses what it does
 * not understand by {@link MalformedAnswer}, and holds no more than a head.
 */
final class AnswerParser {
  private static final int MAX_HEAD = 32 * 1024;

  /** Interim responses (RFC 9110 15.2) before it is taken for a flood. */
  private static final int MAX_INTERIM = 16;

  /** Who is told what was read; {@code end} comes last and once. */
  interface Listener {
    void head(AnswerHead head);

    /** The bytes are only there during the call. */
    void piece(ByteBuf piece);

    void end(MultiMap trailers);
  }

  private final HttpMethod method;
  private final boolean endsItself;
  private final Listener listener;
  private final LineReader lines = new LineReader(MAX_HEAD);
  private AnswerHead head;
  private Chunks chunks;
  private long left = Long.MAX_VALUE;
  private int interim;
  private boolean bodiless;
  private boolean over;

  /**
   * Begins.
   *
   * @param method of the request
   * @param endsItself whether the answer is over where its framing says so; if not, only {@link
   *     #end} says it
   */
  AnswerParser(HttpMethod method, boolean endsItself, Listener listener) {
    this.method = method;
    this.endsItself = endsItself;
    this.listener = listener;
  }

  /** Reads all there is. What follows the end of the answer is thrown away. */
  void read(ByteBuf in) {
    while (head == null && in.isReadable()) {
      List<String> section = lines.readSection(in);
      if (section != null) {
        begin(AnswerHead.parse(section));
      }
    }
    if (head != null && !over && in.isReadable()) {
      readBody(in);
    }
    in.skipBytes(in.readableBytes());
  }

  /**
   * Nothing follows.
   *
   * @throws MalformedAnswer when something had to
   */
  void end() {
    if (over) {
      return;
    }
    boolean complete = head != null && (chunks == null ? left == 0 || isOpen() : chunks.isOver());
    if (!complete && !bodiless) {
      throw new MalformedAnswer(lines.isFresh() && head == null ? "nothing" : "no end");
    }
    finish();
  }

  boolean isOver() {
    return over;
  }

  private void begin(AnswerHead read) {
    if (read.status() < 200) {
      if (++interim > MAX_INTERIM || read.status() == 101) {
        throw new MalformedAnswer("the interim status " + read.status());
      }
      return;
    }
    if (read.isChunked()) {
      read.headers().remove("content-length");
      chunks = new Chunks();
    } else if (read.length() >= 0) {
      left = read.length();
    }
    head = read;
    bodiless = !ResponseHead.hasBody(method, head.status());
    listener.head(head);
    if (bodiless || (left == 0 && chunks == null)) {
      finishItself();
    }
  }

  private void readBody(ByteBuf in) {
    if (bodiless) {
      return;
    }
    if (chunks != null) {
      chunks.read(in, listener::piece);
      if (chunks.isOver()) {
        finishItself();
      }
      return;
    }
    int length = (int) Math.min(left, in.readableBytes());
    if (length > 0) {
      left -= isOpen() ? 0 : length;
      listener.piece(in.readSlice(length));
    }
    if (left == 0) {
      finishItself();
    }
  }

  /** Whether the body goes on to the end of the stream. */
  private boolean isOpen() {
    return left == Long.MAX_VALUE;
  }

  private void finishItself() {
    if (endsItself) {
      finish();
    }
  }

  private void finish() {
    over = true;
    listener.end(chunks == null ? HttpHeaders.headers() : AnswerHead.fields(chunks.trailers()));
  }
}
