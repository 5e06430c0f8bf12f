package site.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vertx.core.Vertx;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.config.MailConfig;
import site.config.MailConfig.Encryption;
import site.config.MailConfig.Login;

class PostmanTest {
  private static final Letter LETTER = new Letter("a subject", "a text\n.\nwith a dot");

  @TempDir Path directory;

  private final Vertx vertx = Vertx.vertx();
  private final GreenMail server = new GreenMail(setup());

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void aLetterReachesEverybodyItIsFor() throws Exception {
    send(config(port(), Encryption.NONE), LETTER);

    MimeMessage[] received = server.getReceivedMessages();
    assertThat(received).hasSize(2);
    assertThat(received[0].getSubject()).isEqualTo("a subject");
    assertThat(received[0].getFrom()[0]).hasToString("site@example.com");
    assertThat(received[0].getAllRecipients()).hasSize(2);
    assertThat(received[0].getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(text(received[0])).isEqualTo("a text\n.\nwith a dot");
  }

  @Test
  void subjectsAndTextsHaveEveryCharacter() throws Exception {
    String all = "Zertifikat läuft ab 🔥 für 例え.テスト, und das ist lang genug für zwei Wörter 🎉🎉";

    send(config(port(), Encryption.NONE), new Letter(all, all));

    MimeMessage received = server.getReceivedMessages()[0];
    assertThat(received.getSubject()).isEqualTo(all);
    assertThat(text(received)).isEqualTo(all);
    assertThat(received.getHeader("Subject")[0].lines()).hasSizeGreaterThan(1);
  }

  @Test
  void aSubjectCannotBeginAnotherField() throws Exception {
    send(config(port(), Encryption.NONE), new Letter("one\r\nBcc: eve@example.com", "text"));

    MimeMessage received = server.getReceivedMessages()[0];
    assertThat(received.getSubject()).isEqualTo("one Bcc: eve@example.com");
    assertThat(received.getHeader("Bcc")).isNull();
  }

  @Test
  void theServerIsToldWhoWeAre() throws Exception {
    server.setUser("ops", "right");

    send(config(port(), Encryption.NONE, new Login("ops", "right")), LETTER);

    assertThat(server.getReceivedMessages()).hasSize(2);
    assertThatThrownBy(
            () -> send(config(port(), Encryption.NONE, new Login("ops", "wrong")), LETTER))
        .hasMessageContaining("535")
        .hasMessageNotContaining("wrong");
  }

  @Test
  void nothingIsSentInTheClearWhereEncryptionIsRequired() {
    assertThatThrownBy(() -> send(config(port(), Encryption.STARTTLS), LETTER))
        .hasMessageContaining("STARTTLS");
    assertThat(server.getReceivedMessages()).isEmpty();
  }

  @Test
  void withStartTlsNeitherPasswordNorLetterIsSeen() throws Exception {
    try (StartTlsServer secure = new StartTlsServer(directory, "127.0.0.1")) {
      MailConfig config = config(secure.port(), Encryption.STARTTLS, new Login("ops", "right"));

      send(trusting(config), LETTER);
      send(trusting(config), LETTER);

      assertThat(secure.privateLines()).contains("Subject: a subject");
      assertThat(secure.privateLines()).anyMatch(line -> line.startsWith("AUTH PLAIN"));
      assertThat(secure.openLines())
          .allMatch(line -> line.startsWith("EHLO") || line.equals("STARTTLS"));
    }
  }

  @Test
  void aCertificateForAnotherNameOrOfAnUnknownAuthorityIsRefused() throws Exception {
    try (StartTlsServer other = new StartTlsServer(directory, "other.example.com")) {
      MailConfig config = config(other.port(), Encryption.STARTTLS);

      assertThatThrownBy(() -> send(trusting(config), LETTER)).isNotNull();
      assertThatThrownBy(() -> send(trusting(config), LETTER)).isNotNull();
      assertThatThrownBy(() -> send(config, LETTER)).isNotNull();
      assertThat(other.privateLines()).isEmpty();
    }
  }

  private static ServerSetup setup() {
    ServerSetup setup = new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
    setup.setServerStartupTimeout(30_000);
    return setup;
  }

  private int port() {
    return server.getSmtp().getPort();
  }

  private static MailConfig config(int port, Encryption encryption) {
    return config(port, encryption, Optional.empty());
  }

  private static MailConfig config(int port, Encryption encryption, Login login) {
    return config(port, encryption, Optional.of(login));
  }

  private static MailConfig config(int port, Encryption encryption, Optional<Login> login) {
    return new MailConfig(
        "127.0.0.1",
        port,
        encryption,
        login,
        Optional.empty(),
        "site@example.com",
        List.of("ops@example.com", "boss@example.com"));
  }

  private MailConfig trusting(MailConfig config) {
    return new MailConfig(
        config.host(),
        config.port(),
        config.encryption(),
        config.login(),
        Optional.of(directory.resolve("root.pem")),
        config.from(),
        config.to());
  }

  private void send(MailConfig config, Letter letter) throws Exception {
    new Postman(vertx)
        .send(config, letter)
        .toCompletionStage()
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  private static String text(MimeMessage message) throws Exception {
    return message.getContent().toString().replace("\r\n", "\n");
  }
}
