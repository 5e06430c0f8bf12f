package site.server;

/**
 * How many clients are connected to a listener.
 *
 * @param open at present
 * @param accepted since it listens
 * @param refused closed for want of a good PROXY header from a trusted peer
 */
public record ConnectionsState(long open, long accepted, long refused) {}
