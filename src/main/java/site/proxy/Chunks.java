package site.proxy;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Takes chunks off a body (RFC 9112 7.1), however they are cut. */
final class Chunks {
  private static final int MAX_LINES = 16 * 1024;
  private static final Pattern SIZE = Pattern.compile("([0-9A-Fa-f]{1,15})([ \t]*;.*)?");

  private enum Next {
    SIZE,
    DATA,
    LINE_END,
    TRAILERS,
    NOTHING
  }

  private final LineReader lines = new LineReader(MAX_LINES);
  private Next next = Next.SIZE;
  private long left;
  private List<String> trailers = List.of();

  /** Reads what there is up to the end of the last chunk's trailers. */
  void read(ByteBuf in, Consumer<ByteBuf> pieces) {
    while (in.isReadable() && next != Next.NOTHING) {
      switch (next) {
        case SIZE -> readSize(in);
        case DATA -> readData(in, pieces);
        case LINE_END -> readLineEnd(in);
        default -> readTrailers(in);
      }
    }
  }

  boolean isOver() {
    return next == Next.NOTHING;
  }

  /** The lines behind the last chunk. */
  List<String> trailers() {
    return trailers;
  }

  private void readSize(ByteBuf in) {
    String line = lines.readLine(in);
    if (line == null) {
      return;
    }
    lines.restart();
    var size = SIZE.matcher(line);
    if (!size.matches()) {
      throw new MalformedAnswer("the chunk size \"" + line + '"');
    }
    left = Long.parseLong(size.group(1), 16);
    next = left == 0 ? Next.TRAILERS : Next.DATA;
  }

  private void readData(ByteBuf in, Consumer<ByteBuf> pieces) {
    int length = (int) Math.min(left, in.readableBytes());
    left -= length;
    next = left == 0 ? Next.LINE_END : Next.DATA;
    pieces.accept(in.readSlice(length));
  }

  private void readLineEnd(ByteBuf in) {
    String line = lines.readLine(in);
    if (line == null) {
      return;
    }
    lines.restart();
    if (!line.isEmpty()) {
      throw new MalformedAnswer("a chunk longer than its size");
    }
    next = Next.SIZE;
  }

  private void readTrailers(ByteBuf in) {
    List<String> section = lines.readSection(in);
    if (section != null) {
      trailers = section;
      next = Next.NOTHING;
    }
  }
}
