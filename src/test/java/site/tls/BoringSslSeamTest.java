package site.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All that holds for Java's own engine, and what only BoringSSL does. */
class BoringSslSeamTest extends TlsSeamTest {
  @BeforeEach
  void requireNativePart() {
    assumeThat(TlsEngine.boringSslProblem()).isEmpty();
  }

  @Override
  TlsEngine engine() {
    return TlsEngine.BORINGSSL;
  }

  @Test
  void aKeyExchangeThatQuantumComputersDoNotBreakIsSpoken() throws Exception {
    Identity one = TestIdentities.elliptic("one.example");
    var table = CertificateTable.builder().add(one.names(), one).build();
    try (var server = SeamServer.with(engine(), table)) {

      String protocol = handshake(server.port(), "X25519MLKEM768");

      assertThat(protocol).isEqualTo("TLSv1.3");
    }
  }

  /** Offers this one group only; the protocol agreed on. */
  private static String handshake(int port, String group) throws Exception {
    SslContext context =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.OPENSSL)
            .trustManager(InsecureTrustManagerFactory.INSTANCE)
            .endpointIdentificationAlgorithm("")
            .option(OpenSslContextOption.GROUPS, new String[] {group})
            .build();
    var loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try {
      var channel =
          new Bootstrap()
              .group(loops)
              .channel(NioSocketChannel.class)
              .handler(
                  new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel socket) {
                      socket
                          .pipeline()
                          .addLast(context.newHandler(socket.alloc(), "one.example", port));
                    }
                  })
              .connect("127.0.0.1", port)
              .sync()
              .channel();
      SslHandler tls = channel.pipeline().get(SslHandler.class);
      tls.handshakeFuture().get(20, TimeUnit.SECONDS);
      return tls.engine().getSession().getProtocol();
    } finally {
      loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    }
  }
}
