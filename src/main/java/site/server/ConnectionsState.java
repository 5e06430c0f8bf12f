package site.server;

import java.util.Map;

/**
 * How many clients are connected to a listener.
 *
 * @param open at present
 * @param accepted since it listens
 * @param refused closed for want of a good PROXY header from a trusted peer
 * @param limits how many ran into each limit since then
 */
public record ConnectionsState(long open, long accepted, long refused, Map<Limit, Long> limits) {}
