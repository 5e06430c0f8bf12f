package site.apps.journeys;

/** Whether the browser runs what pages bring (K4: everything is usable without). */
enum Scripts {
  ON,
  OFF;

  /** For addresses and names that each run has of its own. */
  String word() {
    return this == ON ? "scripted" : "plain";
  }
}
