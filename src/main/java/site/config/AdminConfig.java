package site.config;

import java.nio.file.Path;

/**
 * How the command line reaches the running server.
 *
 * @param socket a Unix socket, mode 0600
 */
public record AdminConfig(Path socket) {}
