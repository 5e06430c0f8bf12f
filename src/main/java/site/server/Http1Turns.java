package site.server;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;

/** Tells a {@link HeaderDeadline} where HTTP/1 requests and their responses end. */
final class Http1Turns extends ChannelDuplexHandler {
  private final HeaderDeadline deadline;
  private boolean interim;

  Http1Turns(HeaderDeadline deadline) {
    this.deadline = deadline;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof HttpRequest) {
      deadline.headRead();
    }
    if (message instanceof LastHttpContent) {
      deadline.place().messageRead();
    }
    ctx.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (message instanceof HttpResponse response) {
      interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
      if (response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
        deadline.end();
      }
      if (response.status().equals(HttpResponseStatus.CONTINUE)) {
        deadline.place().bodyAskedFor();
      }
    }
    if (message instanceof LastHttpContent && !interim) {
      deadline.place().answered();
    }
    var unused = ctx.write(message, promise);
  }
}
