package site.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The alerts with which a handshake is refused before the engine sees it, so that both engines
 * refuse alike (RFC 8446 6.2).
 */
enum TlsAlert {
  HANDSHAKE_FAILURE(40),
  UNRECOGNIZED_NAME(112),
  NO_APPLICATION_PROTOCOL(120);

  private static final int ALERT = 21;
  private static final int TLS_12 = 0x0303; // RFC 8446 5.1: on every plaintext record
  private static final int FATAL = 2;

  private final int code;

  TlsAlert(int code) {
    this.code = code;
  }

  /**
   * Whether this handshake ends here.
   *
   * @param protocols the application protocols the listener speaks
   */
  static Optional<TlsAlert> against(Choice choice, List<String> protocols) {
    if (choice.hello().isEmpty()) {
      return Optional.empty(); // the engine knows best what is wrong with it
    }
    if (choice.isRefused()) {
      // RFC 6066 3 for a name; without one there is nothing to call unrecognized
      return Optional.of(choice.serverName().isPresent() ? UNRECOGNIZED_NAME : HANDSHAKE_FAILURE);
    }
    List<String> offered = choice.hello().get().applicationProtocols();
    boolean nothingInCommon =
        !offered.isEmpty() && Collections.disjoint(offered, protocols); // RFC 7301 3.2
    return nothingInCommon ? Optional.of(NO_APPLICATION_PROTOCOL) : Optional.empty();
  }

  /** The record to send. */
  ByteBuf record() {
    ByteBuf record = Unpooled.buffer(7);
    record.writeByte(ALERT).writeShort(TLS_12).writeShort(2);
    return record.writeByte(FATAL).writeByte(code);
  }
}
