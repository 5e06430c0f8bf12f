package site.apps.journeys;

/** What the visitor's system prefers. */
enum Theme {
  LIGHT,
  DARK;

  String word() {
    return this == LIGHT ? "light" : "dark";
  }
}
