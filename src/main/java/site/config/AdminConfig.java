package site.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the command line, people and monitoring reach the running server.
 *
 * @param socket a Unix socket, mode 0600
 * @param address of dashboard, metrics and health; absent for none
 */
public record AdminConfig(Path socket, Optional<Address> address) {}
