package site.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What an I/O failure means to an operator; Java's own messages are often just the path. */
public final class FileProblem {
  private FileProblem() {}

  /** A few words without the path, such as {@code permission denied}. */
  public static String reason(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof NoSuchFileException) {
      return "no such file or directory";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "a file is where a directory should be";
    }
    if (failure instanceof FileSystemException withReason && withReason.getReason() != null) {
      return withReason.getReason();
    }
    return String.valueOf(failure.getMessage());
  }
}
