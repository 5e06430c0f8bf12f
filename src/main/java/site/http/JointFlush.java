package site.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Puts off what a connection would flush until its event loop has read what was there to be read,
 * and flushes it together with that of the other connections. Whoever is woken by the first finds
 * the rest at once, instead of falling asleep and being woken in between, which costs both sides
 * more than the write itself. See decisions.md, "Flushed together".
 */
public final class JointFlush extends ChannelOutboundHandlerAdapter {
  /** So many connections wait for each other at most. */
  private static final int MOST = 16;

  private static final FastThreadLocal<Due> DUE =
      new FastThreadLocal<>() {
        @Override
        protected Due initialValue() {
          return new Due();
        }
      };

  private Due due;
  private boolean waits;

  /** Once the connection holds more than it should, nothing is put off. */
  @Override
  public void flush(ChannelHandlerContext ctx) {
    if (!ctx.channel().isWritable()) {
      waits = false;
      ctx.flush();
    } else if (!waits) {
      waits = true;
      due.add(ctx);
    }
  }

  /** What is not flushed when a connection is closed is never sent. */
  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    flushNow(ctx);
    var unused = ctx.close(promise);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    due = DUE.get(); // here, as connections are accepted on another loop than theirs
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    flushNow(ctx);
  }

  private void flushNow(ChannelHandlerContext ctx) {
    if (waits) {
      waits = false;
      ctx.flush();
    }
  }

  /** The connections of one event loop that wait. */
  private static final class Due implements Runnable {
    private final Queue<ChannelHandlerContext> waiting = new ArrayDeque<>(MOST);
    private boolean scheduled;

    void add(ChannelHandlerContext ctx) {
      waiting.add(ctx);
      if (waiting.size() >= MOST) {
        flush();
      } else if (!scheduled) {
        scheduled = true;
        ctx.channel().eventLoop().execute(this);
      }
    }

    @Override
    public void run() {
      scheduled = false;
      flush();
    }

    /** Whoever hears that he was flushed may write more, and come here from within. */
    private void flush() {
      for (int left = waiting.size(); left > 0 && !waiting.isEmpty(); left--) {
        ChannelHandlerContext ctx = waiting.remove();
        ((JointFlush) ctx.handler()).flushNow(ctx);
      }
    }
  }
}
