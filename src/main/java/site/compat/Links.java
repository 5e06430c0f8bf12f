package site.compat;

import io.vertx.core.spi.metrics.ClientMetrics;

/**
 * Stand-ins for methods of vertx-core that moved between 5.0 and 5.1. Called only from the classes
 * that the build step {@code relink.Relink} rewrites; goes away with it.
 */
public final class Links {
  private Links() {}

  /** {@code ClientMetrics.requestBegin(uri, request)} as 5.0 had it: begin and hand out the key. */
  public static <M, Q, R> M requestBegin(ClientMetrics<M, Q, R> metrics, String uri, Q request) {
    M metric = metrics.init();
    metrics.requestBegin(metric, uri, request);
    return metric;
  }
}
