package relink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Makes vertx-sql-client 5.0.10 link against vertx-core 5.1. Two of its classes call methods whose
 * signature moved in 5.1; this step copies exactly those two into the project's classes with the
 * three call sites rewritten. They precede the dependency in tests and win in the shaded jar.
 *
 * <p>It fails the build when it finds other call sites than the three it knows, so it cannot
 * outlive its reason unnoticed: delete it, and {@code site.compat.Links}, once a vertx-mysql-client
 * for 5.1 or newer exists.
 */
public final class Relink {
  private static final String SOCKET = "io/vertx/core/internal/net/NetSocketInternal";
  private static final String CHANNEL = "io/vertx/core/internal/net/StreamChannelInternal";
  private static final String METRICS = "io/vertx/core/spi/metrics/ClientMetrics";

  /** Class to the number of call sites rewritten in it: what vertx-sql-client 5.0.10 holds. */
  private static final Map<String, Integer> EXPECTED =
      Map.of(
          "io/vertx/sqlclient/impl/SocketConnectionBase.class", 2,
          "io/vertx/sqlclient/impl/tracing/QueryReporter.class", 1);

  private Relink() {}

  /**
   * @param args the vertx-sql-client jar, the directory the rewritten classes go to
   */
  public static void main(String[] args) throws IOException {
    Path classes = Path.of(args[1]);
    Map<String, Integer> relinked = new TreeMap<>();
    try (JarFile jar = new JarFile(args[0])) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        if (entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/")) {
          relink(entry.getName(), jar.getInputStream(entry).readAllBytes(), classes, relinked);
        }
      }
    }
    if (!relinked.equals(EXPECTED)) {
      throw new IllegalStateException(
          "relink: expected the call sites " + new TreeMap<>(EXPECTED) + " but found " + relinked);
    }
  }

  private static void relink(
      String name, byte[] original, Path classes, Map<String, Integer> relinked)
      throws IOException {
    ClassReader reader = new ClassReader(original);
    ClassWriter writer = new ClassWriter(reader, 0);
    Rewriter rewriter = new Rewriter(writer);
    reader.accept(rewriter, 0);
    if (rewriter.sites == 0) {
      return;
    }
    relinked.put(name, rewriter.sites);
    Path target = classes.resolve(name);
    Files.createDirectories(target.getParent());
    Files.write(target, writer.toByteArray());
  }

  private static final class Rewriter extends ClassVisitor {
    /** The methods that now return {@link #CHANNEL}; every caller drops the result. */
    private static final Set<String> MOVED =
        Set.of("messageHandler", "readCompletionHandler", "eventHandler");

    private int sites;

    Rewriter(ClassWriter writer) {
      super(Opcodes.ASM9, writer);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      return new MethodVisitor(api, next) {
        @Override
        public void visitMethodInsn(
            int opcode, String owner, String method, String descriptor, boolean isInterface) {
          if (owner.equals(SOCKET) && MOVED.contains(method) && returns(descriptor, SOCKET)) {
            sites++;
            super.visitMethodInsn(
                opcode,
                owner,
                method,
                descriptor.replace(")L" + SOCKET + ";", ")L" + CHANNEL + ";"),
                isInterface);
          } else if (owner.equals(METRICS)
              && method.equals("requestBegin")
              && descriptor.equals("(Ljava/lang/String;Ljava/lang/Object;)Ljava/lang/Object;")) {
            sites++;
            super.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                "site/compat/Links",
                "requestBegin",
                "(L" + METRICS + ";Ljava/lang/String;Ljava/lang/Object;)Ljava/lang/Object;",
                false);
          } else {
            super.visitMethodInsn(opcode, owner, method, descriptor, isInterface);
          }
        }
      };
    }

    private static boolean returns(String descriptor, String type) {
      return descriptor.endsWith(")L" + type + ";");
    }
  }
}
