package site.compile;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import javax.tools.SimpleJavaFileObject;

/** A class file that can be compiled against. */
final class ClassObject extends SimpleJavaFileObject {
  private final String name;
  private final Opening content;

  /** Opens a class file. */
  @FunctionalInterface
  interface Opening {
    InputStream open() throws IOException;
  }

  /** The name is the binary one, {@code shop.Cart$Item}. */
  ClassObject(String name, Opening content) {
    super(URI.create("class:///" + name.replace('.', '/') + Kind.CLASS.extension), Kind.CLASS);
    this.name = name;
    this.content = content;
  }

  static ClassObject of(String name, byte[] bytes) {
    return new ClassObject(name, () -> new ByteArrayInputStream(bytes));
  }

  String name() {
    return name;
  }

  String packageName() {
    return name.substring(0, Math.max(0, name.lastIndexOf('.')));
  }

  @Override
  public InputStream openInputStream() throws IOException {
    return content.open();
  }
}
