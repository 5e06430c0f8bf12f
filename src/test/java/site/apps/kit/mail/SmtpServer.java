package site.apps.kit.mail;

import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import site.tls.InternalTls;

/** A mail server with STARTTLS that does to each letter what it is told to. */
public final class SmtpServer implements AutoCloseable {
  /** What happens to a letter. */
  public enum Answer {
    TAKE,
    /** 421 in place of an answer to MAIL, and the connection ends. */
    GO_AWAY,
    /** 550 5.1.1 to RCPT. */
    NOBODY,
    /** 554 to the letter. */
    SPAM,
    /** The connection ends in the middle of the letter. */
    HANG_UP,
    /** The letter is taken; the connection ends without a word. */
    TAKE_AND_HANG_UP
  }

  private final ServerSocket socket = new ServerSocket(0, 20, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Answer> next = new ConcurrentLinkedQueue<>();
  private final List<String> letters = new CopyOnWriteArrayList<>();
  private final List<String> openLines = new CopyOnWriteArrayList<>();
  private final List<Socket> clients = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final SSLContext tls;
  private final boolean offersTls;

  /**
   * @param authority a folder for the authority of its certificate, {@code root.pem}
   */
  public SmtpServer(Path authority, boolean offersTls) throws Exception {
    this(authority, offersTls, "127.0.0.1");
  }

  /**
   * @param name what its certificate is for
   */
  public SmtpServer(Path authority, boolean offersTls, String name) throws Exception {
    this.tls = InternalTls.context(authority, name);
    this.offersTls = offersTls;
    threads.execute(this::serve);
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** The next letters, in this order; all others are taken. */
  public void next(Answer... answers) {
    next.addAll(List.of(answers));
  }

  public int connections() {
    return connections.get();
  }

  /** What was said in the clear. */
  public List<String> openLines() {
    return openLines;
  }

  /** Letters that were taken, byte by byte. */
  public List<String> raw() {
    return letters;
  }

  /** Letters that were taken, read by another's library. */
  public List<MimeMessage> letters() throws Exception {
    List<MimeMessage> read = new CopyOnWriteArrayList<>();
    for (String letter : letters) {
      read.add(
          new MimeMessage(
              null, new ByteArrayInputStream(letter.getBytes(StandardCharsets.ISO_8859_1))));
    }
    return read;
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        clients.add(client);
        threads.execute(() -> talk(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void talk(Socket client) {
    try (client) {
      connections.incrementAndGet();
      say(client, "220 hello");
      BufferedReader in = reader(client);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        openLines.add(line);
        if (line.equals("STARTTLS") && offersTls) {
          say(client, "220 go on");
          talkPrivately(client);
          return;
        }
        say(client, line.startsWith("EHLO") && offersTls ? "250-here\r\n250 STARTTLS" : "250 well");
      }
    } catch (IOException e) {
      // the client or the test has gone
    }
  }

  private void talkPrivately(Socket client) throws IOException {
    try (SSLSocket secure =
        (SSLSocket) tls.getSocketFactory().createSocket(client, "127.0.0.1", port(), true)) {
      secure.setUseClientMode(false);
      BufferedReader in = reader(secure);
      Answer answer = Answer.TAKE;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith("MAIL")) {
          Answer told = next.poll();
          answer = told == null ? Answer.TAKE : told;
        }
        if (!answered(secure, in, line, answer)) {
          return;
        }
      }
    }
  }

  /** False when the connection is to end. */
  private boolean answered(SSLSocket client, BufferedReader in, String line, Answer answer)
      throws IOException {
    if (line.startsWith("EHLO")) {
      say(client, "250-here\r\n250-ENHANCEDSTATUSCODES\r\n250 AUTH PLAIN");
    } else if (line.startsWith("AUTH")) {
      say(client, line.endsWith(SECRET) ? "235 2.7.0 welcome" : "535 5.7.8 who are you");
    } else if (line.startsWith("MAIL") && answer == Answer.GO_AWAY) {
      say(client, "421 4.3.2 not now");
      return false;
    } else if (line.startsWith("RCPT") && answer == Answer.NOBODY) {
      say(
          client,
          "550 5.1.1 nobody here is "
              + line.substring("RCPT TO:".length()).toLowerCase(Locale.ROOT));
    } else if (line.equals("DATA")) {
      say(client, "354 go on");
      if (answer == Answer.HANG_UP) {
        return false;
      }
      return taken(client, letter(in), answer);
    } else {
      say(client, line.equals("QUIT") ? "221 bye" : "250 2.0.0 well");
    }
    return true;
  }

  /** Base64 of a zero byte, {@code ops}, a zero byte, {@code right}. */
  private static final String SECRET = "AG9wcwByaWdodA==";

  private boolean taken(SSLSocket client, String letter, Answer answer) throws IOException {
    if (answer == Answer.SPAM) {
      say(client, "554 5.7.1 we do not like it");
      return true;
    }
    letters.add(letter);
    if (answer == Answer.TAKE_AND_HANG_UP) {
      return false;
    }
    say(client, "250 2.0.0 taken");
    return true;
  }

  private static String letter(BufferedReader in) throws IOException {
    StringBuilder letter = new StringBuilder();
    for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
      letter.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
    }
    return letter.toString();
  }

  private static BufferedReader reader(Socket client) throws IOException {
    return new BufferedReader(
        new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
  }

  private static void say(Socket client, String line) throws IOException {
    client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    client.getOutputStream().flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket client : clients) {
      client.close();
    }
    threads.shutdownNow();
  }
}
