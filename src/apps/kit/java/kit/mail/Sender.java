package kit.mail;

import io.vertx.ext.mail.MailAttachment;
import io.vertx.ext.mail.MailMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import site.app.EncodedWords;

/**
 * Who letters are from.
 *
 * @param name as people read it
 * @param address where answers go
 */
public record Sender(String name, String address) {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT);

  /**
   * The letter as it will be sent, the same each time it is tried: receivers who got it twice can
   * tell by its Message-ID.
   */
  MailMessage write(Letter letter, Instant now) {
    MailMessage message =
        new MailMessage()
            .setFrom(address + " (" + name.replaceAll("[()\\\\\\p{Cntrl}]", "") + ")")
            .setTo(letter.to())
            .setSubject(EncodedWords.of(letter.subject()))
            .setText(letter.text())
            .setHtml(letter.html());
    letter.pictures().forEach(picture -> attach(message, picture));
    message.addHeader("Message-ID", "<" + id(letter.key()) + "@" + domain() + ">");
    message.addHeader("Date", DATE.format(now.atOffset(ZoneOffset.UTC)));
    message.addHeader("Reply-To", address);
    // RFC 3834 5: no answering machine shall answer
    message.addHeader("Auto-Submitted", "auto-generated");
    letter.headers().forEach(message::addHeader);
    return message;
  }

  private static void attach(MailMessage message, Letter.Picture picture) {
    MailAttachment part =
        MailAttachment.create()
            .setName(picture.id() + ".png")
            .setContentType("image/png")
            .setDisposition("inline")
            .setContentId("<" + picture.id() + ">")
            .setData(picture.png());
    message.setInlineAttachment(Stream.concat(attached(message), Stream.of(part)).toList());
  }

  private static Stream<MailAttachment> attached(MailMessage message) {
    return Stream.ofNullable(message.getInlineAttachment()).flatMap(List::stream);
  }

  /** 128 bits of a digest: says nothing of the key, and no two keys have the same. */
  static String id(String key) {
    return Digests.sha256(key.getBytes(StandardCharsets.UTF_8)).substring(0, 32);
  }

  String domain() {
    return address.substring(address.lastIndexOf('@') + 1);
  }
}
