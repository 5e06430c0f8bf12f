package site.mail;

/**
 * What is told to people by mail.
 *
 * @param subject one line; what would end the line becomes a space
 * @param text plain text
 */
public record Letter(String subject, String text) {

  public Letter {
    subject = subject.replaceAll("\\p{Cntrl}+", " ");
  }
}
