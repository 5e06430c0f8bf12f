package site.deploy;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The head of a class file (JVMS 4.1), read without loading the class.
 *
 * @param name binary name, {@code weather.WeatherVerticle}
 * @param parent the super class, null for {@code Object} and modules
 * @param isInstantiable neither abstract nor an interface
 */
record ClassFile(String name, String parent, List<String> interfaces, boolean isInstantiable) {
  private static final int MAGIC = 0xCAFEBABE;
  private static final int INTERFACE_OR_ABSTRACT = 0x0200 | 0x0400;

  /** Reads as far as needed; the stream stays open. */
  static ClassFile read(InputStream stream) throws IOException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(stream));
    if (in.readInt() != MAGIC) {
      throw new IOException("not a class file");
    }
    in.readInt(); // minor and major version
    Object[] constants = constants(in);
    int access = in.readUnsignedShort();
    String name = className(constants, in.readUnsignedShort());
    String parent = className(constants, in.readUnsignedShort());
    List<String> interfaces = new ArrayList<>();
    for (int i = in.readUnsignedShort(); i > 0; i--) {
      interfaces.add(className(constants, in.readUnsignedShort()));
    }
    return new ClassFile(name, parent, interfaces, (access & INTERFACE_OR_ABSTRACT) == 0);
  }

  /** Strings of Utf8 entries, name indexes of Class entries, null for the rest (JVMS 4.4). */
  private static Object[] constants(DataInputStream in) throws IOException {
    Object[] constants = new Object[in.readUnsignedShort()];
    for (int i = 1; i < constants.length; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> constants[i] = in.readUTF();
        case 7 -> constants[i] = in.readUnsignedShort();
        case 8, 16, 19, 20 -> in.skipNBytes(2);
        case 15 -> in.skipNBytes(3);
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
        case 5, 6 -> {
          in.skipNBytes(8);
          i++; // JVMS 4.4.5: long and double take two entries
        }
        default -> throw new IOException("unknown constant pool tag " + tag);
      }
    }
    return constants;
  }

  private static String className(Object[] constants, int index) {
    return index == 0 ? null : ((String) constants[(Integer) constants[index]]).replace('/', '.');
  }
}
