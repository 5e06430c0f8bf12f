package site.config;

import java.nio.file.Path;

/** A file and what was in it when the configuration was read, so that a change of it is one. */
record FileText(Path file, String text) {}
