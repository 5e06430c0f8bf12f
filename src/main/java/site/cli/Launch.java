package site.cli;

/**
 * What is to be served, and for whom.
 *
 * @param forDevelopment whether somebody works on the site, who shall see every change at once
 */
public record Launch(HomeOptions home, Configuration configuration, boolean forDevelopment) {
  static Launch toServe(HomeOptions home) {
    return new Launch(home, new Configuration(home), false);
  }
}
