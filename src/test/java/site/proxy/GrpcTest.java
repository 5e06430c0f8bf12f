package site.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import site.config.TargetUrl.Protocol;
import site.proxy.Front.Settings;

/**
 * gRPC through us, HTTP/2 in the clear on both sides: the cases of gRPC's interoperability tests
 * (empty and large unary calls, streams in each direction, metadata, status, cancellation,
 * deadlines), with plain bytes for messages.
 */
class GrpcTest {
  private static final Metadata.Key<String> INITIAL =
      Metadata.Key.of("x-grpc-test-echo-initial", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<byte[]> TRAILING =
      Metadata.Key.of("x-grpc-test-echo-trailing-bin", Metadata.BINARY_BYTE_MARSHALLER);

  static final MethodDescriptor<byte[], byte[]> UNARY = method("Unary", MethodType.UNARY);
  static final MethodDescriptor<byte[], byte[]> DOWN = method("Down", MethodType.SERVER_STREAMING);
  private static final MethodDescriptor<byte[], byte[]> UP =
      method("Up", MethodType.CLIENT_STREAMING);
  private static final MethodDescriptor<byte[], byte[]> BOTH =
      method("Both", MethodType.BIDI_STREAMING);
  static final MethodDescriptor<byte[], byte[]> NONE = method("None", MethodType.UNARY);

  private static Vertx vertx;
  private static Server server;
  private static final CountDownLatch heard = new CountDownLatch(1);
  private static final CountDownLatch cancelled = new CountDownLatch(1);

  private Front front;
  private ManagedChannel channel;

  @BeforeAll
  static void start() throws IOException {
    vertx = Vertx.vertx();
    server =
        OkHttpServerBuilder.forPort(0, InsecureServerCredentials.create())
            .addService(ServerInterceptors.intercept(service(), new Echo()))
            .build()
            .start();
  }

  @AfterAll
  static void stop() throws InterruptedException {
    server.shutdownNow();
    assertThat(server.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    Front.await(vertx.close());
  }

  @BeforeEach
  void connect() {
    front = Settings.PLAIN.protocol(Protocol.H2C).before(vertx, server.getPort());
    channel =
        OkHttpChannelBuilder.forAddress(
                "127.0.0.1", front.port(), InsecureChannelCredentials.create())
            .build();
  }

  @AfterEach
  void disconnect() {
    channel.shutdownNow();
    front.close();
  }

  private static MethodDescriptor<byte[], byte[]> method(String name, MethodType type) {
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setFullMethodName("test.Test/" + name)
        .setType(type)
        .setRequestMarshaller(new Bytes())
        .setResponseMarshaller(new Bytes())
        .build();
  }

  /** Messages as they are. */
  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Sends the metadata of the test back, in front and behind. */
  static final class Echo implements ServerInterceptor {
    @Override
    public <A, B> ServerCall.Listener<A> interceptCall(
        ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
      return next.startCall(
          new io.grpc.ForwardingServerCall.SimpleForwardingServerCall<>(call) {
            @Override
            public void sendHeaders(Metadata own) {
              if (headers.containsKey(INITIAL)) {
                own.put(INITIAL, headers.get(INITIAL));
              }
              super.sendHeaders(own);
            }

            @Override
            public void close(Status status, Metadata own) {
              if (headers.containsKey(TRAILING)) {
                own.put(TRAILING, headers.get(TRAILING));
              }
              super.close(status, own);
            }
          },
          headers);
    }
  }

  static ServerServiceDefinition service() {
    return ServerServiceDefinition.builder("test.Test")
        .addMethod(UNARY, ServerCalls.asyncUnaryCall(GrpcTest::unary))
        .addMethod(DOWN, ServerCalls.asyncServerStreamingCall(GrpcTest::down))
        .addMethod(UP, ServerCalls.asyncClientStreamingCall(GrpcTest::up))
        .addMethod(BOTH, ServerCalls.asyncBidiStreamingCall(GrpcTest::both))
        .build();
  }

  private static void unary(byte[] request, StreamObserver<byte[]> answer) {
    String text = request.length < 100 ? new String(request, UTF_8) : "";
    if (text.startsWith("fail")) {
      answer.onError(Status.DATA_LOSS.withDescription(text).asRuntimeException());
    } else if (!text.equals("sleep")) {
      answer.onNext(request);
      answer.onCompleted();
    }
  }

  private static void down(byte[] request, StreamObserver<byte[]> answer) {
    for (int size : new int[] {31415, 9, 2653, 58979}) {
      answer.onNext(new byte[size]);
    }
    answer.onCompleted();
  }

  private static StreamObserver<byte[]> up(StreamObserver<byte[]> answer) {
    ((ServerCallStreamObserver<byte[]>) answer).setOnCancelHandler(cancelled::countDown);
    return new StreamObserver<>() {
      private int sum;

      @Override
      public void onNext(byte[] message) {
        sum += message.length;
        if (message.length == 10) {
          heard.countDown();
        }
      }

      @Override
      public void onError(Throwable cause) {
        cancelled.countDown();
      }

      @Override
      public void onCompleted() {
        answer.onNext(Integer.toString(sum).getBytes(UTF_8));
        answer.onCompleted();
      }
    };
  }

  private static StreamObserver<byte[]> both(StreamObserver<byte[]> answer) {
    return new StreamObserver<>() {
      @Override
      public void onNext(byte[] message) {
        answer.onNext(message);
      }

      @Override
      public void onError(Throwable cause) {}

      @Override
      public void onCompleted() {
        answer.onCompleted();
      }
    };
  }

  /** What came in, and at last how it ended. */
  private static final class Inbox implements StreamObserver<byte[]> {
    private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

    @Override
    public void onNext(byte[] message) {
      events.add(message);
    }

    @Override
    public void onError(Throwable cause) {
      events.add(Status.fromThrowable(cause));
    }

    @Override
    public void onCompleted() {
      events.add(Status.OK);
    }

    Object next() throws InterruptedException {
      return events.poll(20, TimeUnit.SECONDS);
    }
  }

  private static CallOptions patient() {
    return CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS);
  }

  private byte[] ask(MethodDescriptor<byte[], byte[]> method, byte[] request) {
    return ClientCalls.blockingUnaryCall(channel, method, patient(), request);
  }

  @Test
  void emptyAndLargeMessagesPass() {
    assertThat(ask(UNARY, new byte[0])).isEmpty();
    assertThat(ask(UNARY, new byte[314_159])).hasSize(314_159);
  }

  @Test
  void manyCallsShareOneConnection() throws Exception {
    List<Inbox> inboxes = new ArrayList<>();

    for (int i = 0; i < 200; i++) {
      Inbox inbox = new Inbox();
      inboxes.add(inbox);
      ClientCalls.asyncUnaryCall(channel.newCall(UNARY, patient()), new byte[i], inbox);
    }

    for (int i = 0; i < 200; i++) {
      assertThat((byte[]) inboxes.get(i).next()).hasSize(i);
      assertThat(inboxes.get(i).next()).isEqualTo(Status.OK);
    }
    Eventually.until("nothing is active", () -> front.target().active() == 0);
  }

  @Test
  void theServerStreams() {
    Iterator<byte[]> answers =
        ClientCalls.blockingServerStreamingCall(channel, DOWN, patient(), new byte[0]);

    assertThat(answers)
        .toIterable()
        .extracting(one -> one.length)
        .containsExactly(31415, 9, 2653, 58979);
  }

  @Test
  void theClientStreams() throws Exception {
    Inbox inbox = new Inbox();
    StreamObserver<byte[]> out =
        ClientCalls.asyncClientStreamingCall(channel.newCall(UP, patient()), inbox);

    for (int size : new int[] {27182, 8, 1828, 45904}) {
      out.onNext(new byte[size]);
    }
    out.onCompleted();

    assertThat(new String((byte[]) inbox.next(), UTF_8)).isEqualTo("74922");
    assertThat(inbox.next()).isEqualTo(Status.OK);
  }

  @Test
  void eachAnswerComesBeforeTheNextQuestion() throws Exception {
    Inbox inbox = new Inbox();
    StreamObserver<byte[]> out =
        ClientCalls.asyncBidiStreamingCall(channel.newCall(BOTH, patient()), inbox);

    for (int size : new int[] {31415, 0, 2653, 58979}) {
      out.onNext(new byte[size]);
      assertThat((byte[]) inbox.next()).hasSize(size);
    }
    out.onCompleted();

    assertThat(inbox.next()).isEqualTo(Status.OK);
  }

  @Test
  void aStreamWithoutMessagesEnds() throws Exception {
    Inbox inbox = new Inbox();

    ClientCalls.asyncBidiStreamingCall(channel.newCall(BOTH, patient()), inbox).onCompleted();

    assertThat(inbox.next()).isEqualTo(Status.OK);
  }

  @Test
  void statusAndItsMessagePass() {
    assertThatThrownBy(() -> ask(UNARY, "fail: \t\nüber ☺".getBytes(UTF_8)))
        .isInstanceOf(StatusRuntimeException.class)
        .satisfies(
            cause -> {
              Status status = Status.fromThrowable(cause);
              assertThat(status.getCode()).isEqualTo(Status.Code.DATA_LOSS);
              assertThat(status.getDescription()).isEqualTo("fail: \t\nüber ☺");
            });
  }

  @Test
  void aMethodThatIsNotThereIsUnimplemented() {
    assertThatThrownBy(() -> ask(NONE, new byte[0]))
        .satisfies(
            cause ->
                assertThat(Status.fromThrowable(cause).getCode())
                    .isEqualTo(Status.Code.UNIMPLEMENTED));
  }

  @Test
  void metadataPassesInFrontAndBehind() {
    Metadata sent = new Metadata();
    sent.put(INITIAL, "test_initial_metadata_value");
    sent.put(TRAILING, new byte[] {(byte) 0xab, (byte) 0xab, (byte) 0xab});
    var headers = new java.util.concurrent.atomic.AtomicReference<Metadata>();
    var trailers = new java.util.concurrent.atomic.AtomicReference<Metadata>();

    ClientCalls.blockingUnaryCall(
        io.grpc.ClientInterceptors.intercept(
            channel,
            MetadataUtils.newAttachHeadersInterceptor(sent),
            MetadataUtils.newCaptureMetadataInterceptor(headers, trailers)),
        UNARY,
        patient(),
        new byte[1]);

    assertThat(headers.get().get(INITIAL)).isEqualTo("test_initial_metadata_value");
    assertThat(trailers.get().get(TRAILING))
        .isEqualTo(new byte[] {(byte) 0xab, (byte) 0xab, (byte) 0xab});
  }

  @Test
  void cancellationReachesTheServer() throws Exception {
    ClientCall<byte[], byte[]> call = channel.newCall(UP, patient());
    Inbox inbox = new Inbox();
    StreamObserver<byte[]> out = ClientCalls.asyncClientStreamingCall(call, inbox);
    out.onNext(new byte[10]);
    assertThat(heard.await(20, TimeUnit.SECONDS)).isTrue();

    call.cancel("enough", null);

    assertThat(((Status) inbox.next()).getCode()).isEqualTo(Status.Code.CANCELLED);
    assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
    Eventually.until("nothing is active", () -> front.target().active() == 0);
  }

  @Test
  void aDeadlineEndsACallThatIsNotAnswered() {
    assertThatThrownBy(
            () ->
                ClientCalls.blockingUnaryCall(
                    channel,
                    UNARY,
                    CallOptions.DEFAULT.withDeadlineAfter(300, TimeUnit.MILLISECONDS),
                    "sleep".getBytes(UTF_8)))
        .satisfies(
            cause ->
                assertThat(Status.fromThrowable(cause).getCode())
                    .isEqualTo(Status.Code.DEADLINE_EXCEEDED));
    Eventually.until("nothing is active", () -> front.target().active() == 0);
  }
}
