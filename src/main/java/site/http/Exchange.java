package site.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.http.coding.Coding;

/**
 * One request's life: the request, its response, who asks, and what was found out on the way. Lives
 * on the event loop of its connection and is touched from there only.
 *
 * <p>The request arrives paused. An action that wants the body resumes it; what nobody read is
 * dealt with when the exchange ends.
 */
public final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  private static final int CLIENT_GONE = 499;

  private HttpServerRequest request;
  private final String id;
  private final Client client;
  private final Authority authority;
  private final RequestPath requested;
  private final String query;
  private final Instant started;
  private final long startedNanos;

  private RequestPath path;
  private String prefix = "";
  private String site = "";
  private String route = "";
  private String user = "";
  private String serverName;
  private String note = "";
  private Refusal refusal;
  private int statusOnWire = CLIENT_GONE;
  private Wire wire = Wire.NONE;
  private boolean logged = true;
  private ErrorPages errorPages = ErrorPages.BUILT_IN;

  private List<Coding> codings = List.of();

  private List<Handler<Exchange>> headHandlers = List.of();
  private boolean headComplete;
  private List<Handler<Exchange>> endHandlers = new ArrayList<>(2);
  private boolean clientGone;
  private Handler<HttpFailure> abandonHandler = reason -> {};

  /**
   * Begins an exchange.
   *
   * @param query without the question mark, null when there is none
   * @param started wall clock time, for logs; durations are measured from the call
   */
  public Exchange(
      HttpServerRequest request,
      String id,
      Client client,
      Authority authority,
      RequestPath path,
      String query,
      Instant started) {
    this.request = request;
    this.id = id;
    this.client = client;
    this.authority = authority;
    this.requested = path;
    this.path = path;
    this.query = query;
    this.started = started;
    this.startedNanos = System.nanoTime();
  }

  public HttpServerRequest request() {
    return request;
  }

  public HttpServerResponse response() {
    return request.response();
  }

  /**
   * From now on everybody answers through this view of the request, whose response may change what
   * is written. It has to call {@link #completeHead} before it looks at the head.
   */
  public void view(HttpServerRequest view) {
    this.request = view;
  }

  /** In what the content may be coded on its way, the most preferred first; none by default. */
  public List<Coding> codings() {
    return codings;
  }

  public void codings(List<Coding> offered) {
    this.codings = offered;
  }

  /** What is said to the client and by it beside request and response. */
  public Wire wire() {
    return wire;
  }

  public void wire(Wire own) {
    this.wire = own;
  }

  /** Names this exchange in logs, error pages and {@code X-Request-Id}. */
  public String id() {
    return id;
  }

  public Client client() {
    return client;
  }

  /** The host asked for; where HTTP/1.0 names none, the local address. */
  public Authority authority() {
    return authority;
  }

  /** The path as the client asked for it. */
  public RequestPath requestedPath() {
    return requested;
  }

  /** The path as the action shall see it: without a stripped prefix, rewritten. */
  public RequestPath path() {
    return path;
  }

  /** What was stripped in front of {@link #path}, empty when nothing was. */
  public String prefix() {
    return prefix;
  }

  /** Changes what the action sees. */
  public void see(RequestPath path, String prefix) {
    this.path = path;
    this.prefix = prefix;
  }

  /** The query without its question mark, null when there is none. */
  public String query() {
    return query;
  }

  /** Path and query as the action shall see them, ready to be sent on. */
  public String uri() {
    return query == null ? path.encoded() : path.encoded() + "?" + query;
  }

  public Instant started() {
    return started;
  }

  /** Nanoseconds since the request's head was read. */
  public long nanos() {
    return System.nanoTime() - startedNanos;
  }

  /** The site and the route that were found, for logs and metrics. */
  public void routed(String site, String route) {
    this.site = site;
    this.route = route;
  }

  /** The first host of the site that answers, empty before one was found. */
  public String site() {
    return site;
  }

  /** The path pattern of the route that answers, empty before one was found. */
  public String route() {
    return route;
  }

  /** The name the TLS handshake asked for (RFC 6066 3), null for none or no TLS. */
  public String serverName() {
    return serverName;
  }

  public void serverName(String indicated) {
    this.serverName = indicated;
  }

  /** The verified user, empty for none. */
  public String user() {
    return user;
  }

  public void user(String verified) {
    this.user = verified;
  }

  /** Why it ended as it did, for the log; empty when there is nothing to say. */
  public String note() {
    return note;
  }

  public void note(String reason) {
    this.note = reason;
  }

  /** Why it was answered by an {@link HttpFailure}, null when it was not. */
  public Refusal refusal() {
    return refusal;
  }

  void refused(Refusal reason) {
    this.refusal = reason;
  }

  /** Whether the access log shall mention it. */
  public boolean logged() {
    return logged;
  }

  public void logged(boolean wanted) {
    this.logged = wanted;
  }

  public ErrorPages errorPages() {
    return errorPages;
  }

  public void errorPages(ErrorPages pages) {
    this.errorPages = pages;
  }

  /** The status as logs count it: 499 when the client went away before there was one. */
  public int status() {
    return clientGone && !response().headWritten() ? statusOnWire : response().getStatusCode();
  }

  /**
   * It ends with an answer that its response knows nothing of, as it was given by whoever reads the
   * connection.
   */
  public void answeredOnWire(HttpFailure failure) {
    statusOnWire = failure.status();
    note = failure.getMessage();
    refusal = Refusal.of(failure.status());
  }

  /** Bytes of the response's body that were sent. */
  public long sentBytes() {
    // For HEAD the response counts a body that it did not send.
    return request.method().equals(HttpMethod.HEAD) ? 0 : response().bytesWritten();
  }

  /** Whether the client went away before the response was complete. */
  public boolean clientGone() {
    return clientGone;
  }

  /**
   * Calls the handler right before the response's head is sent, whoever made it; it may change the
   * headers. What was registered last is called first, so an outer middleware has the last word.
   * The response's own {@code headersEndHandler} has one place only and belongs to the exchange.
   */
  public void onHead(Handler<Exchange> handler) {
    if (headHandlers.isEmpty()) {
      headHandlers = new ArrayList<>(2);
      response().headersEndHandler(head -> completeHead());
    }
    headHandlers.add(handler);
  }

  /** Calls those who wait for the head, once: now, or else right before it is sent. */
  public void completeHead() {
    if (headComplete) {
      return;
    }
    headComplete = true;
    for (int i = headHandlers.size() - 1; i >= 0; i--) {
      headHandlers.get(i).handle(this);
    }
  }

  /** The handler is told when nobody waits for the action's answer any more. */
  public void onAbandon(Handler<HttpFailure> handler) {
    this.abandonHandler = handler;
  }

  /** Tells the action to give up; who calls it answers, unless the response has begun. */
  public void abandon(HttpFailure reason) {
    abandonHandler.handle(reason);
  }

  /** Calls the handler once, when the response is complete or the client is gone. */
  public void onEnd(Handler<Exchange> handler) {
    if (endHandlers == null) {
      handler.handle(this);
    } else {
      endHandlers.add(handler);
    }
  }

  /**
   * Called where connections are known: the exchange is over. Later calls change nothing. What one
   * handler throws is logged, and the others are told all the same: they count what is in flight.
   */
  public void end(boolean clientIsGone) {
    List<Handler<Exchange>> handlers = endHandlers;
    if (handlers == null) {
      return;
    }
    endHandlers = null;
    clientGone = clientIsGone;
    handlers.forEach(this::tell);
  }

  private void tell(Handler<Exchange> handler) {
    try {
      handler.handle(this);
    } catch (RuntimeException e) {
      LOG.error("{} {}: at its end", request.method(), requested, e);
    }
  }

  public boolean ended() {
    return endHandlers == null;
  }
}
