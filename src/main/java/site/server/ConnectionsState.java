package site.server;

/**
 * How many clients are connected to a listener.
 *
 * @param open at present
 * @param accepted since it listens
 */
public record ConnectionsState(long open, long accepted) {}
