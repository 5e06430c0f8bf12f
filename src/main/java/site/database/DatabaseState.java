package site.database;

/**
 * How a database of ours is.
 *
 * @param pid 0 while it does not run
 * @param starts since this server started
 * @param problem why it does not run or last ended, empty when it never failed since it last began
 */
public record DatabaseState(boolean ready, long pid, int starts, String problem) {}
