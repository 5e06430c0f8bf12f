package site.http.coding;

import com.aayushatharva.brotli4j.decoder.Decoder;
import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Reads coded bodies as a client does. */
public final class Decoded {
  private Decoded() {}

  /** The content of a whole body; fails where it is not whole. */
  public static byte[] all(String coding, byte[] body) {
    try (InputStream in = stream(coding, new ByteArrayInputStream(body))) {
      // the streams of the brotli library miss the end where a block ends with their buffer
      return coding.equals("br")
          ? Decoder.decompress(body).getDecompressedData()
          : in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(coding, e);
    }
  }

  /** A stream that gives what has arrived. */
  public static InputStream stream(String coding, InputStream body) throws IOException {
    return switch (coding) {
      case "gzip" -> new GZIPInputStream(body);
      case "br" -> new EagerBrotli(body);
      case "zstd" -> new ZstdInputStream(body).setContinuous(true);
      default -> throw new IllegalArgumentException(coding);
    };
  }
}
