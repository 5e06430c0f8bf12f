package site.importer;

/** The old configuration cannot be read; the message names the place and what was expected. */
public final class ImportFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ImportFailure(String message) {
    super(message);
  }

  public ImportFailure(Place place, String message) {
    super(place + ": " + message);
  }
}
