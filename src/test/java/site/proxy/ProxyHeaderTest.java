package site.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.vertx.core.buffer.Buffer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import site.config.ProxyProtocol;

/** What is told by the PROXY protocol, as Netty's decoder understands it. */
class ProxyHeaderTest {
  private static InetSocketAddress at(String address, int port) throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getByName(address), port);
  }

  private static HAProxyMessage decoded(Buffer header) {
    EmbeddedChannel channel = new EmbeddedChannel(new HAProxyMessageDecoder());
    channel.writeInbound(Unpooled.wrappedBuffer(header.getBytes()));
    return channel.readInbound();
  }

  @ParameterizedTest
  @CsvSource({
    "V1, 203.0.113.7, 192.0.2.1,    TCP4, 203.0.113.7,         192.0.2.1",
    "V2, 203.0.113.7, 192.0.2.1,    TCP4, 203.0.113.7,         192.0.2.1",
    "V1, 2001:db8::7, 2001:db8::1,  TCP6, 2001:db8:0:0:0:0:0:7, 2001:db8:0:0:0:0:0:1",
    "V2, 2001:db8::7, 2001:db8::1,  TCP6, 2001:db8:0:0:0:0:0:7, 2001:db8:0:0:0:0:0:1",
    "V1, 203.0.113.7, 2001:db8::1,  TCP6, ::ffff:203.0.113.7,  2001:db8:0:0:0:0:0:1",
    "V2, 203.0.113.7, 2001:db8::1,  TCP6, 0:0:0:0:0:ffff:cb00:7107, 2001:db8:0:0:0:0:0:1",
    "V2, 2001:db8::7, 192.0.2.1,    TCP6, 2001:db8:0:0:0:0:0:7, 0:0:0:0:0:ffff:c000:201",
  })
  void aClientIsToldWithWhereItConnectedTo(
      ProxyProtocol form, String client, String local, String kind, String source, String there)
      throws Exception {
    HAProxyMessage told = decoded(ProxyHeader.of(form, at(client, 65535), at(local, 443)));

    assertThat(told.protocolVersion()).hasToString(form.name());
    assertThat(told.command()).isEqualTo(HAProxyCommand.PROXY);
    assertThat(told.proxiedProtocol()).hasToString(kind);
    assertThat(told.sourceAddress()).isEqualTo(source);
    assertThat(told.destinationAddress()).isEqualTo(there);
    assertThat(told.sourcePort()).isEqualTo(65535);
    assertThat(told.destinationPort()).isEqualTo(443);
  }

  @ParameterizedTest
  @EnumSource(ProxyProtocol.class)
  void somebodyWithoutAddressIsUnknown(ProxyProtocol form) {
    assertThat(decoded(ProxyHeader.ofUnknown(form)).proxiedProtocol()).hasToString("UNKNOWN");
  }

  @Test
  void aQuestionOfOurOwnIsForNobody() {
    assertThat(decoded(ProxyHeader.ofOurs(ProxyProtocol.V2)).command())
        .isEqualTo(HAProxyCommand.LOCAL);
    assertThat(ProxyHeader.ofOurs(ProxyProtocol.V1).toString()).isEqualTo("PROXY UNKNOWN\r\n");
  }
}
