package site;

import site.cli.Cli;

/** Arguments in, exit code out. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(Cli.commandLine(Server::blockingServe).execute(args));
  }
}
