package site.apps.journeys;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A letter that became files: one with two lines of heading and the text, for people, and one for
 * mail programs beside it.
 */
record Letter(String text, Path eml) {
  /** Of the file that is written last. */
  static Letter of(Path eml) throws IOException {
    String name = eml.getFileName().toString().replace(".eml", ".txt");
    return new Letter(Files.readString(eml.resolveSibling(name)), eml);
  }

  String to() {
    return heading("To");
  }

  String subject() {
    return heading("Subject");
  }

  private String heading(String name) {
    return found("(?m)^" + name + ": (.*)$");
  }

  /** The link to the page of this path. */
  URI link(String path) {
    return URI.create(found("(https://\\S*" + path + "\\?\\S*)"));
  }

  private String found(String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    if (!matcher.find()) {
      throw new AssertionError("no " + pattern + " in\n" + text);
    }
    return matcher.group(1);
  }

  /** As a mail program would show it: with the pictures it brings in their places. */
  String html() throws IOException, MessagingException {
    String html = "";
    List<BodyPart> pictures = new ArrayList<>();
    for (Part part : parts()) {
      if (part.isMimeType("text/html")) {
        html = (String) part.getContent();
      } else if (part.isMimeType("image/png")) {
        pictures.add((BodyPart) part);
      }
    }
    for (BodyPart picture : pictures) {
      String id = picture.getHeader("Content-ID")[0].replaceAll("[<>]", "");
      byte[] bytes = picture.getInputStream().readAllBytes();
      html = html.replace("cid:" + id, "data:image/png;base64," + base64(bytes));
    }
    return html;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private List<Part> parts() throws IOException, MessagingException {
    try (InputStream in = Files.newInputStream(eml)) {
      return parts(new MimeMessage(null, in));
    }
  }

  private static List<Part> parts(Part part) throws IOException, MessagingException {
    List<Part> all = new ArrayList<>();
    if (part.getContent() instanceof Multipart several) {
      for (int i = 0; i < several.getCount(); i++) {
        all.addAll(parts(several.getBodyPart(i)));
      }
    } else {
      all.add(part);
    }
    return all;
  }
}
