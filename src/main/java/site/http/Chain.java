package site.http;

import java.util.List;

/** Middlewares and the action behind them, made one action when a configuration is compiled. */
public final class Chain {
  private Chain() {}

  /** The first middleware sees the exchange first. */
  public static Action of(List<Middleware> middlewares, Action action) {
    Action chain = action;
    for (int i = middlewares.size() - 1; i >= 0; i--) {
      Middleware outer = middlewares.get(i);
      Action inner = chain;
      chain = exchange -> outer.handle(exchange, inner);
    }
    return chain;
  }
}
