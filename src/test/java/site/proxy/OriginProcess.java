package site.proxy;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/** A server in a process of its own, so that it can be killed and stopped as real ones are. */
final class OriginProcess implements AutoCloseable {
  private Process process;
  private int port;

  private OriginProcess() {}

  static OriginProcess start() throws IOException {
    OriginProcess origin = new OriginProcess();
    origin.launch(0);
    return origin;
  }

  int port() {
    return port;
  }

  /** As the kernel's memory killer would. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** At the same port. */
  void startAgain() throws IOException {
    launch(port);
  }

  /** It answers nothing, but its connections stay. */
  void pause() {
    signal("STOP");
  }

  void resume() {
    signal("CONT");
  }

  @Override
  public void close() {
    kill();
  }

  private void signal(String name) {
    try {
      int code = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
      if (code != 0) {
        throw new AssertionError("kill -" + name + ": " + code);
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void launch(int wanted) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classes(),
                Main.class.getName(),
                "" + wanted)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    port = Integer.parseInt(out.readLine());
  }

  /** Where this class is; the process needs nothing else. */
  private static String classes() {
    return Path.of(
            URI.create(
                OriginProcess.class.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }

  /** The process: answers {@code ok} to everything and says its port. */
  static final class Main {
    private Main() {}

    public static void main(String[] arguments) throws IOException {
      HttpServer server =
          HttpServer.create(
              new InetSocketAddress(
                  InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])),
              100);
      server.setExecutor(Executors.newCachedThreadPool());
      server.createContext(
          "/",
          exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(new byte[] {'o', 'k'});
            exchange.close();
          });
      server.start();
      System.out.println(server.getAddress().getPort());
    }
  }
}
