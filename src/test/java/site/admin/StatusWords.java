package site.admin;

import site.revision.ServerState;

/** What {@code status} says, for tests of other packages. */
public final class StatusWords {
  private StatusWords() {}

  public static String of(ServerState state) {
    return StatusText.text(state);
  }
}
