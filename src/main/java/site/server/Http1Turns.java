package site.server;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;

/** Tells a {@link HeaderDeadline} where HTTP/1 requests and their responses end. */
final class Http1Turns extends ChannelDuplexHandler {
  private final HeaderDeadline deadline;
  private boolean interim;
  private boolean answering;

  Http1Turns(HeaderDeadline deadline) {
    this.deadline = deadline;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    // A head that cannot be read comes as head and content at once; it is answered as a request.
    if (message instanceof HttpRequest request) {
      deadline.headRead();
      Http1Version.check(request);
    } else if (message instanceof HttpContent content && !content.decoderResult().isSuccess()) {
      refuse();
    }
    if (message instanceof LastHttpContent) {
      deadline.place().messageRead();
    }
    ctx.fireChannelRead(message);
  }

  /** RFC 9112 7.1: nobody knows where the request ends, and what comes behind is no request. */
  private void refuse() {
    if (!answering && deadline.place().owesLastAnswer()) {
      deadline.contentMalformed();
    }
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (message instanceof HttpResponse response) {
      answering = true;
      interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
      if (response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
        deadline.end();
      }
      if (response.status().equals(HttpResponseStatus.CONTINUE)) {
        deadline.place().bodyAskedFor();
      }
    }
    if (message instanceof LastHttpContent) {
      answering = false;
    }
    if (message instanceof LastHttpContent && !interim) {
      deadline.place().answered();
    }
    var unused = ctx.write(message, promise);
  }
}
