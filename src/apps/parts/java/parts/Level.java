package parts;

/** How bad it is: it cannot work, it works less well, or it is only said. */
public enum Level {
  ERROR,
  WARNING,
  INFO;

  public String key() {
    return "level." + name();
  }
}
