package site.deploy;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;

/** Puts the frames of a WebSocket together to messages (RFC 6455 5.4) of limited size. */
final class MessageAssembler {
  private final int maxSize;
  private Handler<String> textHandler;
  private Handler<Buffer> binaryHandler;
  private Buffer message;
  private boolean isText;

  /** Messages beyond that many bytes are an error. */
  MessageAssembler(int maxSize) {
    this.maxSize = maxSize;
  }

  void onText(Handler<String> handler) {
    textHandler = handler;
  }

  void onBinary(Handler<Buffer> handler) {
    binaryHandler = handler;
  }

  /** Takes the next data frame; throws when the message grows too large. */
  void add(WebSocketFrame frame) {
    if (textHandler == null && binaryHandler == null) {
      return;
    }
    begin(frame);
    if (message == null) {
      return; // the rest of a message that was too large
    }
    int size = message.length() + frame.binaryData().length();
    if (size > maxSize) {
      message = null;
      throw new IllegalStateException(
          "WebSocket message of " + size + " bytes (expected at most " + maxSize + ")");
    }
    message.appendBuffer(frame.binaryData());
    if (frame.isFinal()) {
      deliver();
    }
  }

  private void begin(WebSocketFrame frame) {
    if (!frame.isContinuation()) {
      message = Buffer.buffer();
      isText = frame.isText();
    }
  }

  private void deliver() {
    Buffer whole = message;
    message = null;
    if (isText && textHandler != null) {
      textHandler.handle(whole.toString());
    } else if (!isText && binaryHandler != null) {
      binaryHandler.handle(whole);
    }
  }
}
