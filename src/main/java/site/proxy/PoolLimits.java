package site.proxy;

/**
 * What the requests of one event loop may use of one target.
 *
 * @param connections open at a time, tunnels not counted; above that requests wait
 * @param waiting requests that wait for a connection; above that they are refused with 503
 */
record PoolLimits(int connections, int waiting) {
  static final PoolLimits DEFAULT = new PoolLimits(1024, 1024);
}
