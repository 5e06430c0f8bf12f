package site.server;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * Tells a {@link HeaderDeadline} where HTTP/1 requests and their responses end, and ends the
 * connection behind a refused {@link Expectation}.
 */
final class Http1Turns extends ChannelDuplexHandler {
  private final HeaderDeadline deadline;
  private final Expectation expectation = new Expectation();
  private boolean interim;
  private boolean answering;
  private boolean closing;

  Http1Turns(HeaderDeadline deadline) {
    this.deadline = deadline;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    // A head that cannot be read comes as head and content at once; it is answered as a request.
    if (message instanceof HttpRequest request) {
      deadline.headRead();
      expectation.headRead(request);
      Http1Version.check(request);
    } else if (message instanceof HttpContent content) {
      expectation.settled();
      if (!content.decoderResult().isSuccess()) {
        refuse();
      }
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
      begin(response);
    }
    if (message instanceof LastHttpContent) {
      answering = false;
      if (!interim) {
        deadline.place().answered();
      }
    }
    if (closing && message instanceof LastHttpContent) {
      var unused = ctx.write(message, promise.unvoid()).addListener(ChannelFutureListener.CLOSE);
    } else {
      var unused = ctx.write(message, promise);
    }
  }

  private void begin(HttpResponse response) {
    answering = true;
    interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    if (response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
      deadline.end();
    }
    if (response.status().equals(HttpResponseStatus.CONTINUE)) {
      deadline.place().bodyAskedFor();
      expectation.settled();
    }
    if (expectation.isRefusedBy(response) && deadline.place().owesLastAnswer()) {
      closing = true;
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
  }
}
