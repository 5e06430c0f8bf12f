package site.importer;

/**
 * Where something stands.
 *
 * @param file as the user would name it
 * @param line from 1 on
 */
public record Place(String file, int line) {
  @Override
  public String toString() {
    return file + ":" + line;
  }
}
