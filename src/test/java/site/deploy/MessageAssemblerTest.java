package site.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessageAssemblerTest {
  private final MessageAssembler messages = new MessageAssembler(10);
  private final List<String> received = new ArrayList<>();

  @BeforeEach
  void listen() {
    messages.onText(text -> received.add("text " + text));
    messages.onBinary(data -> received.add("binary " + data));
  }

  @Test
  void joinsContinuations() {
    messages.add(WebSocketFrame.textFrame("ab", false));
    messages.add(WebSocketFrame.continuationFrame(Buffer.buffer("cd"), false));
    messages.add(WebSocketFrame.continuationFrame(Buffer.buffer("e"), true));
    messages.add(WebSocketFrame.binaryFrame(Buffer.buffer("x"), true));

    assertThat(received).containsExactly("text abcde", "binary x");
  }

  @Test
  void joinsCharactersThatWereCutInTwo() {
    byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
    messages.add(WebSocketFrame.textFrame("", false));
    messages.add(WebSocketFrame.continuationFrame(Buffer.buffer(new byte[] {euro[0]}), false));
    messages.add(
        WebSocketFrame.continuationFrame(Buffer.buffer(new byte[] {euro[1], euro[2]}), true));

    assertThat(received).containsExactly("text €");
  }

  @Test
  void refusesWhatIsTooLargeAndGoesOnWithTheNext() {
    messages.add(WebSocketFrame.textFrame("12345678", false));

    assertThatThrownBy(
            () -> messages.add(WebSocketFrame.continuationFrame(Buffer.buffer("9ab"), false)))
        .hasMessage("WebSocket message of 11 bytes (expected at most 10)");
    messages.add(WebSocketFrame.continuationFrame(Buffer.buffer("c"), true));
    messages.add(WebSocketFrame.textFrame("ok", true));

    assertThat(received).containsExactly("text ok");
  }
}
