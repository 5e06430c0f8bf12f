package site;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import picocli.CommandLine;
import site.cli.Cli;

/** {@code secret}: from a value typed once to a configuration that has it. */
@Isolated("replaces standard input")
class SecretVerbsTest {
  @TempDir Path home;
  private final StringWriter said = new StringWriter();

  private int run(String typed, String... arguments) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(typed.getBytes(UTF_8)));
    try {
      CommandLine line = Cli.commandLine(launch -> 0);
      line.setOut(new PrintWriter(said, true));
      line.setErr(new PrintWriter(said, true));
      String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
      all[arguments.length] = "--home";
      all[arguments.length + 1] = home.toString();
      return line.execute(all);
    } finally {
      System.setIn(before);
    }
  }

  private void configure(String body) {
    TestServer.write(
        home.resolve("config/site.yaml"),
        """
        listeners: [{ address: "127.0.0.1:0" }]
        sites:
          - hosts: ["*"]
            routes: [{ path: "/*", respond: { status: 200, body: "%s" } }]
        """
            .formatted(body));
  }

  @Test
  void aSecretThatIsMissingIsNamedAndOneThatWasSetIsServed() throws Exception {
    configure("<${secret:SHOP/token}>");
    assertThat(run("", "check")).isEqualTo(2);
    assertThat(said.toString()).contains("there is no secret SHOP/token");

    assertThat(run("pa55 word\n", "secret", "set", "SHOP", "token")).isZero();

    assertThat(run("", "check")).isZero();
    try (TestServer server = TestServer.start("run", "--home", home.toString())) {
      assertThat(server.get(0, "/").body()).isEqualTo("<pa55 word>");
    }
    assertThat(said.toString()).doesNotContain("pa55");
  }

  @Test
  void namesAreListedValuesNever() {
    run("pa55", "secret", "set", "SHOP", "token");
    run("pa56", "secret", "set", "SHOP/other");

    assertThat(run("", "secret", "list", "--json")).isZero();
    assertThat(run("", "secret", "rm", "SHOP", "token")).isZero();

    assertThat(run("", "secret", "rm", "SHOP", "token")).isEqualTo(1);
    assertThat(said.toString())
        .contains("\"name\" : \"SHOP/other\"", "the store has no secret SHOP/token")
        .doesNotContain("pa5");
  }

  @Test
  void pipedEntriesAreTakenAndOthersAreNotReplacedUnasked() {
    run("mine", "secret", "set", "MYSQL_AUTH", "user");

    String piped = "MYSQL_AUTH/user=theirs\n\nMYSQL_AUTH/password=a=b \n";
    assertThat(run(piped, "secret", "import-keyring", "--stdin")).isZero();

    assertThat(said.toString())
        .contains("MYSQL_AUTH/user: the store has another value")
        .contains("MYSQL_AUTH/password: stored");
    assertThat(run("no equals sign", "secret", "import-keyring", "--stdin")).isEqualTo(1);
    assertThat(said.toString()).contains("GROUP/name=value").doesNotContain("theirs");
  }

  @Test
  void anEmptyValueIsRefused() {
    assertThat(run("\n", "secret", "set", "SHOP", "token")).isEqualTo(1);
    assertThat(run("x", "secret", "set", "SHOP", "to ken")).isEqualTo(1);
    assertThat(said.toString()).contains("1 to 65536 characters", "GROUP/name");
  }
}
