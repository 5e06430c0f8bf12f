package site.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import site.watch.EditorFiles;

/** An app's files where the operator put them: a jar, or a folder. Everything here blocks. */
record FileSet(Path from) {
  /** SHA-256 over names and contents, hex. */
  String blockingDigest() throws IOException {
    return read(name -> OutputStream.nullOutputStream());
  }

  /** Copies them; returns the digest of exactly what was copied. */
  String blockingCopy(Path to) throws IOException {
    return read(name -> create(to.resolve(name)));
  }

  static OutputStream create(Path target) throws IOException {
    Files.createDirectories(target.getParent());
    return Files.newOutputStream(target);
  }

  /** Where the content of a file goes. */
  @FunctionalInterface
  interface Sink {
    OutputStream open(Path name) throws IOException;
  }

  /** Gives each file to the sink of its name; returns the digest of what was given. */
  String read(Sink sink) throws IOException {
    MessageDigest digest = sha256();
    if (Files.isRegularFile(from)) {
      read(from, sink.open(from.getFileName()), digest);
      return HexFormat.of().formatHex(digest.digest());
    }
    try (Stream<Path> tree = Files.walk(from)) {
      boolean sources = SourceFolder.isAt(from);
      for (Path file : tree.filter(Files::isRegularFile).sorted().toList()) {
        Path name = from.relativize(file);
        if (sources && (!SourceFolder.isPart(name) || EditorFiles.isOne(name))) {
          continue;
        }
        digest.update(name.toString().getBytes(StandardCharsets.UTF_8));
        read(file, sink.open(name), digest);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void read(Path file, OutputStream sink, MessageDigest digest) throws IOException {
    try (sink;
        InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(sink);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
