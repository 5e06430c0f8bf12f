package site.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import site.http.BareServer;
import site.http.HttpFailure;

class FileTreeTest {
  @TempDir Path home;
  private Path root;

  @BeforeEach
  void aTreeWithLinks() throws IOException {
    root = Files.createDirectory(home.resolve("root"));
    Files.writeString(home.resolve("secret.txt"), "secret");
    Files.createDirectories(home.resolve("root-beside"));
    Files.writeString(home.resolve("root-beside/secret.txt"), "secret");
    write("plain.txt");
    write("two words.txt");
    write("100%.txt");
    write("a+b.txt");
    write("semi;colon=1.txt");
    write("dots..txt");
    write("...");
    write("sub/deep/file.txt");
    write(".hidden");
    write(".git/config");
    write(".well-known/security.txt");
    write("percent%2Fslash.txt");
    write("back\\slash.txt");
    link("inside", "sub");
    link("inside.txt", "plain.txt");
    link("outside", "..");
    link("outside.txt", "../secret.txt");
    link("absolute.txt", home.resolve("secret.txt").toString());
    link("beside", "../root-beside");
    link("twice", "outside");
    link("dangling", "nowhere");
    link("loop", "loop");
  }

  @ParameterizedTest
  @CsvSource({
    "/plain.txt, plain.txt",
    "/sub/deep/file.txt, sub/deep/file.txt",
    "/two%20words.txt, two words.txt",
    "/100%25.txt, 100%.txt",
    "/a+b.txt, a+b.txt",
    "/semi;colon=1.txt, semi;colon=1.txt",
    "/dots..txt, dots..txt",
    "/inside.txt, plain.txt",
    "/inside/deep/file.txt, sub/deep/file.txt",
    "/outside/root/plain.txt, plain.txt",
    "/.well-known/security.txt, .well-known/security.txt",
    "/sub/, sub",
    "/sub, sub",
    "/inside/, sub",
    "/, ''",
    "'', ''",
  })
  void findsWhatIsBelowTheRoot(String path, String expected) throws IOException {
    assertThat(find(path, false)).contains(root.toRealPath().resolve(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing.txt",
        "/sub/nothing.txt",
        "plain.txt",
        // up
        "/..",
        "/../",
        "/../secret.txt",
        "/../root/plain.txt",
        "/sub/../plain.txt",
        "/sub/../../secret.txt",
        "/sub/deep/../../../secret.txt",
        "/./plain.txt",
        "/.",
        "/sub/.",
        "/sub/..",
        "/%2e%2e/secret.txt",
        "/%2E%2E/secret.txt",
        "/.%2e/secret.txt",
        "/%2e./secret.txt",
        "/sub/%2e%2e/%2e%2e/secret.txt",
        "/..%00/secret.txt",
        "/..%20/secret.txt",
        "/...%2Fsecret.txt",
        "/.../plain.txt",
        // slashes that are none
        "/..%2fsecret.txt",
        "/..%2Fsecret.txt",
        "/%2e%2e%2fsecret.txt",
        "/sub%2fdeep%2ffile.txt",
        "/sub%2Fdeep/file.txt",
        "/percent%2Fslash.txt",
        "/percent%252Fslash.txt",
        "/..%5csecret.txt",
        "/..%5Csecret.txt",
        "/sub%5Cdeep%5Cfile.txt",
        "/back%5Cslash.txt",
        "/%5C%5Cserver%5Cshare",
        "/..%c0%afsecret.txt",
        "/..%e0%80%afsecret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "/..%252fsecret.txt",
        "/%252e%252e/secret.txt",
        // empty segments
        "//plain.txt",
        "//",
        "/sub//deep/file.txt",
        "/sub/deep//",
        "//etc/passwd",
        "///etc/passwd",
        // absolute and other notations
        "/file:///etc/passwd",
        "/C:/windows/win.ini",
        "/~root/.profile",
        // control characters
        "/plain.txt%00",
        "/plain.txt%00.html",
        "/%00",
        "/plain.txt%0a",
        "/plain%0d.txt",
        "/plain.txt%7f",
        "/plain.txt%c2%85",
        // hidden
        "/.hidden",
        "/.git/config",
        "/.git/",
        "/...",
        "/%2ehidden",
        "/%2Egit/config",
        "/sub/../.hidden",
        "/inside/.hidden",
        // links
        "/outside",
        "/outside/",
        "/outside/secret.txt",
        "/outside.txt",
        "/absolute.txt",
        "/beside/secret.txt",
        "/twice/secret.txt",
        "/dangling",
        "/dangling/x",
        "/loop",
        "/loop/x",
        // a file is no directory
        "/plain.txt/",
        "/plain.txt/x",
        "/plain.txt/../plain.txt",
        "/inside.txt/",
      })
  void findsNothingElse(String path) throws IOException {
    assertThat(find(path, false)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("longPaths")
  void findsNothingUnderAnEndlessName(String path) throws IOException {
    assertThat(find(path, false)).isEmpty();
  }

  static String[] longPaths() {
    return new String[] {
      "/" + "a".repeat(256),
      "/" + "a".repeat(5000),
      "/sub/" + "%C3%BC".repeat(200),
      "/a".repeat(3000),
      "/" + "../".repeat(500) + "etc/passwd",
    };
  }

  @ParameterizedTest
  @CsvSource({"/.hidden, .hidden", "/.git/config, .git/config", "/..., ..."})
  void findsHiddenOnesWhenAskedTo(String path, String expected) throws IOException {
    assertThat(find(path, true)).contains(root.toRealPath().resolve(expected));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/..", "/../secret.txt", "/.", "/.git/../plain.txt", "/outside.txt"})
  void doesNotLeaveTheRootForHiddenOnes(String path) throws IOException {
    assertThat(find(path, true)).isEmpty();
  }

  @Test
  void neverServesAFifo() throws Exception {
    int made = new ProcessBuilder("mkfifo", root.resolve("fifo").toString()).start().waitFor();

    assertThat(made).isZero();
    assertThat(find("/fifo", true)).isEmpty();
  }

  @Test
  void findsNothingBelowARootThatIsNotThere() throws IOException {
    var tree = new FileTree(home.resolve("missing"), false);

    assertThat(tree.findBlocking("/plain.txt")).isEmpty();
  }

  @Test
  void followsARootThatIsMovedToAnotherRelease() throws IOException {
    Path current = Files.createSymbolicLink(home.resolve("current"), root);
    var tree = new FileTree(current, false);
    assertThat(tree.findBlocking("/plain.txt")).isPresent();

    Files.delete(current);
    Files.createSymbolicLink(current, home.resolve("root-beside"));

    assertThat(tree.findBlocking("/plain.txt")).isEmpty();
    assertThat(tree.findBlocking("/secret.txt")).isPresent();
  }

  @Test
  void saysWhenItMayNotLook() throws IOException {
    assumeFalse(System.getProperty("user.name").equals("root"), "root may look everywhere");
    Path closed = root.resolve("sub");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));

    assertThatThrownBy(() -> find("/sub/deep/file.txt", false))
        .isInstanceOfSatisfying(HttpFailure.class, e -> assertThat(e.status()).isEqualTo(403));
  }

  private Optional<Path> find(String raw, boolean hidden) throws IOException {
    return new FileTree(root, hidden)
        .findBlocking(BareServer.path(raw).decoded())
        .map(FileTree.Node::path);
  }

  private void write(String name) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, name);
  }

  private void link(String name, String target) throws IOException {
    Files.createSymbolicLink(root.resolve(name), Path.of(target));
  }
}
