package site.database;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import site.tls.PrivateFiles;

/** The passwords of the accounts in a database of ours, each random, in a file of mode 0600. */
final class Accounts {
  static final String ROOT = "root";
  private static final int BYTES = 24;

  private final Path file;
  private final SecureRandom random = new SecureRandom();
  private Map<String, String> passwords;

  Accounts(Path directory) {
    this.file = directory.resolve("accounts");
  }

  /** The password of an account, made up and kept when it is asked for the first time. */
  synchronized String blockingPassword(String account) throws IOException {
    if (passwords == null) {
      passwords = blockingRead();
    }
    String known = passwords.get(account);
    return known != null ? known : blockingMake(account);
  }

  private String blockingMake(String account) throws IOException {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String made = HexFormat.of().formatHex(bytes);
    Map<String, String> next = new TreeMap<>(passwords);
    next.put(account, made);
    StringWriter text = new StringWriter();
    next.forEach((name, password) -> text.append(name + " " + password + "\n"));
    PrivateFiles.blockingDirectory(file.getParent());
    PrivateFiles.blockingWriteSecret(file, text.toString());
    passwords = next;
    return made;
  }

  private Map<String, String> blockingRead() throws IOException {
    Map<String, String> read = new TreeMap<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        int space = line.indexOf(' ');
        read.put(line.substring(0, space), line.substring(space + 1));
      }
    }
    return read;
  }
}
