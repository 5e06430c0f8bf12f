package site;

import java.lang.reflect.Proxy;

/**
 * What the operating system's signals mean here. Without a handler of its own a JVM would exit 143
 * on TERM, and knows no reload.
 *
 * <p>{@code sun.misc.Signal} is in every JDK (module {@code jdk.unsupported}) and the only way; it
 * is called by its name because the compiler's warning about it cannot be switched off.
 */
final class Signals {
  private Signals() {}

  /** Calls the handler on a thread of its own each time the signal arrives. */
  static void on(String name, Runnable handler) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> signalHandler = Class.forName("sun.misc.SignalHandler");
      signal
          .getMethod("handle", signal, signalHandler)
          .invoke(
              null,
              signal.getConstructor(String.class).newInstance(name),
              calling(handler, signalHandler));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java cannot handle the signal " + name, e);
    }
  }

  private static Object calling(Runnable handler, Class<?> signalHandler) {
    return Proxy.newProxyInstance(
        Signals.class.getClassLoader(),
        new Class<?>[] {signalHandler},
        (proxy, method, arguments) -> {
          if (method.getName().equals("handle")) {
            handler.run();
          }
          return null;
        });
  }
}
