package site.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JointFlushTest {
  private final EventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());
  private final LinkedBlockingQueue<Object> received = new LinkedBlockingQueue<>();
  private List<Channel> connections;

  @BeforeEach
  void connect() throws Exception {
    Channel server =
        new ServerBootstrap()
            .group(loop)
            .channel(LocalServerChannel.class)
            .childHandler(handler(Receiver::new))
            .bind(new LocalAddress(JointFlushTest.class))
            .sync()
            .channel();
    Bootstrap client =
        new Bootstrap().group(loop).channel(LocalChannel.class).handler(handler(JointFlush::new));
    connections =
        IntStream.range(0, 16)
            .mapToObj(i -> client.connect(server.localAddress()).syncUninterruptibly().channel())
            .toList();
  }

  private static ChannelHandler handler(Supplier<ChannelHandler> handler) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        channel.pipeline().addLast(handler.get());
      }
    };
  }

  private final class Receiver extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      received.add(message);
    }
  }

  @AfterEach
  void close() {
    loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private <T> T inOneTurn(Callable<T> work) throws Exception {
    return loop.submit(work).get(20, TimeUnit.SECONDS);
  }

  @Test
  void connectionsFlushTogetherBehindTheTurn() throws Exception {
    List<Channel> two = connections.subList(0, 2);

    boolean anyAtOnce =
        inOneTurn(
            () ->
                two.stream()
                    .map(one -> one.writeAndFlush("a"))
                    .map(ChannelFuture::isDone)
                    .reduce(false, Boolean::logicalOr));

    assertThat(anyAtOnce).isFalse();
    assertThat(received.poll(20, TimeUnit.SECONDS)).isEqualTo("a");
    assertThat(received.poll(20, TimeUnit.SECONDS)).isEqualTo("a");
  }

  @Test
  void sixteenAreEnoughToGo() throws Exception {
    List<Boolean> done =
        inOneTurn(
            () -> {
              List<ChannelFuture> all =
                  connections.stream().map(one -> one.writeAndFlush("a")).toList();
              return all.stream().map(ChannelFuture::isDone).toList();
            });

    assertThat(done).containsOnly(true);
  }

  @Test
  void whatIsWrittenOnHearingOfAFlushIsFlushed() throws Exception {
    inOneTurn(
        () -> {
          for (Channel one : connections) {
            var unused =
                one.writeAndFlush("a").addListener(flushed -> connections.forEach(this::reply));
          }
          return null;
        });

    for (int i = 0; i < 16 + 16 * 16; i++) {
      assertThat(received.poll(20, TimeUnit.SECONDS)).isNotNull();
    }
  }

  private void reply(Channel other) {
    var unused = other.writeAndFlush("b");
  }

  @Test
  void aConnectionThatIsFullFlushesAtOnce() throws Exception {
    Channel full = connections.get(0);
    full.config().setWriteBufferWaterMark(new WriteBufferWaterMark(0, 1));

    boolean done = inOneTurn(() -> full.writeAndFlush("more than that").isDone());

    assertThat(done).isTrue();
  }

  @Test
  void whatWaitsGoesOutBeforeTheConnectionIsClosed() throws Exception {
    Channel connection = connections.get(0);

    ChannelFuture written =
        inOneTurn(
            () -> {
              ChannelFuture last = connection.writeAndFlush("a");
              var unused = connection.close();
              return last;
            });

    assertThat(written.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(written.isSuccess()).isTrue();
  }

  @Test
  void whatWaitsGoesOutWhenNobodyPutsOffAnyMore() throws Exception {
    Channel connection = connections.get(0);

    boolean done =
        inOneTurn(
            () -> {
              ChannelFuture last = connection.writeAndFlush("a");
              connection.pipeline().remove(JointFlush.class);
              return last.isDone();
            });

    assertThat(done).isTrue();
  }
}
