package site.compile;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * What other classes can see of a class when they are compiled: its kind, its parents, its members
 * that are not private, with signatures, exceptions and constants; no code (JVMS 4). Two files of
 * equal surface can stand in for each other without compiling anybody else.
 */
final class ClassSurface {
  private static final int ANNOTATION = 0x2000;
  private static final int PRIVATE_OR_SYNTHETIC = 0x1002;

  private final DataInputStream in;
  private final StringBuilder surface = new StringBuilder();
  private Object[] constants;
  private String self;

  private ClassSurface(byte[] bytes) {
    in = new DataInputStream(new ByteArrayInputStream(bytes));
  }

  /** Equal texts mean equal surfaces. */
  static String of(byte[] classFile) {
    try {
      return new ClassSurface(classFile).read(classFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // our own compiler wrote it
    }
  }

  private String read(byte[] classFile) throws IOException {
    in.readLong(); // magic, minor and major version
    constants = constants();
    int access = in.readUnsignedShort();
    if ((access & ANNOTATION) != 0) {
      // what it may stand on and how long it is kept concerns whoever uses it
      return Arrays.toString(classFile);
    }
    self = type();
    surface.append(access).append(' ').append(self).append(' ').append(type());
    surface.append(types()).append('\n');
    members();
    members();
    surface.append(attributes());
    return surface.toString();
  }

  private Object[] constants() throws IOException {
    Object[] pool = new Object[in.readUnsignedShort()];
    for (int i = 1; i < pool.length; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> pool[i] = in.readUTF();
        case 3 -> pool[i] = in.readInt();
        case 4 -> pool[i] = Float.floatToRawIntBits(in.readFloat()) + "f";
        case 5 -> pool[i++] = in.readLong() + "L";
        case 6 -> pool[i++] = Double.doubleToRawLongBits(in.readDouble()) + "d";
        case 7, 8 -> pool[i] = new Reference(in.readUnsignedShort());
        case 15 -> in.skipNBytes(3);
        case 16, 19, 20 -> in.skipNBytes(2);
        default -> in.skipNBytes(4);
      }
    }
    return pool;
  }

  /** A class or string, by the place of its text. */
  private record Reference(int index) {}

  private Object constant(int index) {
    Object constant = constants[index];
    return constant instanceof Reference text ? constants[text.index()] : constant;
  }

  private String type() throws IOException {
    int index = in.readUnsignedShort();
    return index == 0 ? "-" : constant(index).toString();
  }

  private List<String> types() throws IOException {
    List<String> types = new ArrayList<>();
    for (int i = in.readUnsignedShort(); i > 0; i--) {
      types.add(type());
    }
    return types;
  }

  /** Fields or methods; their order in the file means nothing. */
  private void members() throws IOException {
    TreeSet<String> seen = new TreeSet<>();
    for (int i = in.readUnsignedShort(); i > 0; i--) {
      int access = in.readUnsignedShort();
      String name = type();
      String member = access + " " + name + " " + type() + attributes();
      if ((access & PRIVATE_OR_SYNTHETIC) == 0 && !name.equals("<clinit>")) {
        seen.add(member);
      }
    }
    surface.append(seen).append('\n');
  }

  private String attributes() throws IOException {
    StringBuilder seen = new StringBuilder();
    for (int i = in.readUnsignedShort(); i > 0; i--) {
      String name = type();
      int length = in.readInt();
      switch (name) {
        case "ConstantValue", "Signature" -> seen.append(' ').append(name).append(type());
        case "Exceptions", "PermittedSubclasses" -> seen.append(' ').append(types());
        case "InnerClasses" -> seen.append(innerClasses());
        default -> in.skipNBytes(length);
      }
    }
    return seen.toString();
  }

  /**
   * A class that was made private stays what it was for the JVM; only here it says so. Others than
   * our own are listed because some code mentions them.
   */
  private String innerClasses() throws IOException {
    TreeSet<String> own = new TreeSet<>();
    for (int i = in.readUnsignedShort(); i > 0; i--) {
      String inner = type();
      String outer = type();
      String name = type();
      int access = in.readUnsignedShort();
      if (inner.equals(self) || outer.equals(self)) {
        own.add(inner + " " + name + " " + access);
      }
    }
    return String.join(",", own);
  }
}
