package site.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.stub.ClientCalls;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.config.TargetTls;
import site.config.TargetUrl.Protocol;
import site.proxy.Front.Settings;

/** gRPC with TLS on both sides, where HTTP/2 is what ALPN agrees on. */
class GrpcTlsTest {
  private static final String NAME = "grpc.internal";

  @TempDir static Path dir;

  private static Vertx vertx;
  private static Server server;
  private static Front front;
  private static ManagedChannel channel;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    Certificates.make(dir, "grpc", NAME);
    File certificate = dir.resolve("grpc.pem").toFile();
    File key = dir.resolve("grpc.key").toFile();
    server =
        OkHttpServerBuilder.forPort(0, TlsServerCredentials.create(certificate, key))
            .addService(ServerInterceptors.intercept(GrpcTest.service(), new GrpcTest.Echo()))
            .build()
            .start();
    front =
        Settings.PLAIN
            .protocol(Protocol.HTTPS)
            .tls(
                new TargetTls(
                    Optional.of(certificate.toPath()), Optional.of(NAME), false, Optional.empty()))
            .secured(
                new ServerSSLOptions()
                    .setKeyCertOptions(
                        new PemKeyCertOptions()
                            .setCertPath(certificate.toString())
                            .setKeyPath(key.toString())))
            .before(vertx, server.getPort());
    channel =
        OkHttpChannelBuilder.forAddress(
                "127.0.0.1",
                front.port(),
                TlsChannelCredentials.newBuilder().trustManager(certificate).build())
            .overrideAuthority(NAME)
            .build();
  }

  @AfterAll
  static void stop() throws InterruptedException {
    channel.shutdownNow();
    front.close();
    server.shutdownNow();
    assertThat(server.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    Front.await(vertx.close());
  }

  private static CallOptions patient() {
    return CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS);
  }

  @Test
  void messagesPass() {
    byte[] answer =
        ClientCalls.blockingUnaryCall(channel, GrpcTest.UNARY, patient(), new byte[314_159]);

    assertThat(answer).hasSize(314_159);
  }

  @Test
  void theServerStreams() {
    assertThat(
            ClientCalls.blockingServerStreamingCall(channel, GrpcTest.DOWN, patient(), new byte[0]))
        .toIterable()
        .extracting(one -> one.length)
        .containsExactly(31415, 9, 2653, 58979);
  }

  @Test
  void theStatusPasses() {
    assertThatThrownBy(
            () -> ClientCalls.blockingUnaryCall(channel, GrpcTest.NONE, patient(), new byte[0]))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            failure ->
                assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED));
  }
}
