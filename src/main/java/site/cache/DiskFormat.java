package site.cache;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A stored response without its content as bytes: a version, what has to be known, a checksum. What
 * does not read back exactly is no stored response.
 */
final class DiskFormat {
  private static final int VERSION = 0x53434801;
  private static final int MAX_FIELDS = 4000;
  private static final int CHECKSUM_BYTES = 4;

  private DiskFormat() {}

  /**
   * What a file says of a stored response.
   *
   * @param moments when it was asked for and received; what follows from them is worked out again
   */
  record Stored(
      Entry.Address address,
      Vary vary,
      int status,
      Fields fields,
      Terms.Moments moments,
      Entry.Content content) {}

  static byte[] write(Stored stored) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(VERSION);
      text(out, stored.address().url());
      text(out, stored.address().route());
      texts(out, stored.vary().names());
      texts(out, stored.vary().values());
      out.writeInt(stored.status());
      texts(out, stored.fields().all().stream().map(Fields.Field::name).toList());
      texts(out, stored.fields().all().stream().map(Fields.Field::value).toList());
      out.writeLong(stored.moments().askedMillis());
      out.writeLong(stored.moments().receivedMillis());
      text(out, stored.content().id());
      out.writeLong(stored.content().length());
      out.writeInt(stored.content().checksum());
      out.writeInt(checksum(bytes.toByteArray(), bytes.size()));
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    return bytes.toByteArray();
  }

  /** Reads it back; fails for anything that is not byte for byte what was written. */
  static Stored read(byte[] bytes) throws IOException {
    int length = bytes.length - CHECKSUM_BYTES;
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    if (length < CHECKSUM_BYTES || in.readInt() != VERSION) {
      throw new IOException("not a stored response of this version");
    }
    DataInputStream end = new DataInputStream(new ByteArrayInputStream(bytes, length, 4));
    if (end.readInt() != checksum(bytes, length)) {
      throw new IOException("damaged");
    }
    Entry.Address address = new Entry.Address(text(in), text(in));
    Vary vary = new Vary(texts(in), texts(in));
    int status = in.readInt();
    Fields fields = fields(texts(in), texts(in));
    Terms.Moments moments = new Terms.Moments(in.readLong(), in.readLong());
    Entry.Content content = new Entry.Content(text(in), in.readLong(), in.readInt());
    return new Stored(address, vary, status, fields, moments, content);
  }

  static int checksum(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private static Fields fields(List<String> names, List<String> values) {
    List<Fields.Field> fields = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      fields.add(new Fields.Field(names.get(i), values.get(i)));
    }
    return new Fields(fields);
  }

  private static void texts(DataOutputStream out, List<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      text(out, text);
    }
  }

  private static List<String> texts(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > MAX_FIELDS) {
      throw new IOException("damaged");
    }
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(text(in));
    }
    return texts;
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("damaged");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
