package site.log;

import java.util.List;

/**
 * How the log is doing.
 *
 * @param lost lines that could not be written since the server started, those of places that are
 *     used no more included
 */
public record LogState(List<Place> places, long lost) {

  /**
   * Somewhere lines go to.
   *
   * @param name a file, or {@code stdout}
   * @param waiting lines to be written
   * @param lost lines there was no room for while they could not be written
   * @param failing whether the last attempt to write failed
   */
  public record Place(String name, int waiting, long lost, boolean failing) {}
}
