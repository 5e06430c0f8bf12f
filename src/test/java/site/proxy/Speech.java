package site.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import site.config.TargetUrl.Protocol;
import site.proxy.RawTarget.Peer;

/** How a target hears requests and says answers, byte for byte. */
enum Speech {
  HTTP(Protocol.HTTP) {
    @Override
    String hear(Peer peer) throws IOException {
      return peer.readHead();
    }
  },

  UWSGI(Protocol.UWSGI) {
    @Override
    String hear(Peer peer) throws IOException {
      byte[] header = peer.in().readNBytes(4);
      return header.length < 4 ? "" : text(peer, (header[1] & 0xff) | (header[2] & 0xff) << 8);
    }
  },

  FASTCGI(Protocol.FASTCGI) {
    @Override
    String hear(Peer peer) throws IOException {
      StringBuilder request = new StringBuilder();
      while (true) {
        byte[] header = peer.in().readNBytes(8);
        if (header.length < 8) {
          return "";
        }
        int length = (header[4] & 0xff) << 8 | (header[5] & 0xff);
        request.append(text(peer, length + (header[6] & 0xff)));
        if (header[1] == STDIN && length == 0) {
          return request.toString();
        }
      }
    }

    @Override
    String say(String answer, Random random) {
      StringBuilder wire = new StringBuilder();
      for (int at = 0; at < answer.length(); ) {
        int length = Math.min(answer.length() - at, 1 + random.nextInt(200));
        wire.append(record(STDOUT, answer.substring(at, at + length), random.nextInt(8)));
        at += length;
        if (random.nextInt(200) == 0) {
          wire.append(record(STDERR, "a warning", 0));
        }
      }
      wire.append(record(STDOUT, "", 0));
      return wire.append(record(END, "\0".repeat(8), 0)).toString();
    }

    @Override
    Heard heard(String wire, boolean left) {
      StringBuilder said = new StringBuilder();
      for (int at = 0; wire.length() >= at + 8; ) {
        int type = wire.charAt(at + 1);
        int length = number(wire, at + 4);
        int next = at + 8 + length + wire.charAt(at + 6);
        boolean ours = wire.charAt(at) == 1 && (number(wire, at + 2) == 1 || type == 0);
        if (!ours || (type == END && (length != 8 || wire.length() < next))) {
          break;
        }
        if (type == END) {
          return new Heard(said.toString(), wire.charAt(at + 8 + 4) == 0);
        }
        int there = Math.min(length, wire.length() - at - 8);
        said.append(type == STDOUT ? wire.substring(at + 8, at + 8 + there) : "");
        at = next;
      }
      return new Heard(said.toString(), false);
    }
  };

  private static final int END = 3;
  private static final int STDIN = 5;
  private static final int STDOUT = 6;
  private static final int STDERR = 7;
  private static final Pattern PATH = Pattern.compile("/(?:good|bad)/[0-9]+");

  final Protocol protocol;

  Speech(Protocol protocol) {
    this.protocol = protocol;
  }

  /** The next request, empty when the proxy closed the connection. */
  abstract String hear(Peer peer) throws IOException;

  /** The answer as it goes over the wire. */
  String say(String answer, Random random) {
    return answer;
  }

  /**
   * What is said on the wire.
   *
   * @param left whether the target left after it
   */
  Heard heard(String wire, boolean left) {
    return new Heard(wire, left);
  }

  /**
   * What can be understood.
   *
   * @param ended whether that is all
   */
  record Heard(String text, boolean ended) {}

  boolean isCgi() {
    return this != HTTP;
  }

  /** {@code /good/7}, wherever it stands in what was heard. */
  static String path(String request) {
    Matcher path = PATH.matcher(request);
    return path.find() ? path.group() : "";
  }

  private static String text(Peer peer, int length) throws IOException {
    return new String(peer.in().readNBytes(length), ISO_8859_1);
  }

  private static int number(String wire, int at) {
    return wire.charAt(at) << 8 | wire.charAt(at + 1);
  }

  private static String record(int type, String content, int padding) {
    char[] header = {
      1,
      (char) type,
      0,
      1,
      (char) (content.length() >> 8),
      (char) (content.length() & 0xff),
      (char) padding,
      0
    };
    return new String(header) + content + "\0".repeat(padding);
  }
}
