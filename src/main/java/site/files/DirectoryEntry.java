package site.files;

import java.time.Instant;

/**
 * One thing in a directory.
 *
 * @param size in bytes; of a directory it says nothing
 */
record DirectoryEntry(String name, boolean isDirectory, long size, Instant modified) {}
