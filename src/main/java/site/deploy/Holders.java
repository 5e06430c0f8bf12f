package site.deploy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;

/**
 * Finds what of an app is still registered with the JVM or running in it, and with that keeps the
 * app's classes in memory. Takes away what can be taken away without the app's help.
 */
final class Holders {
  private final ClassLoader loader;

  Holders(ClassLoader loader) {
    this.loader = loader;
  }

  /** What can be seen to hold it, one phrase each. */
  List<String> find() {
    return Stream.of(threads(), handlers().map(Holders::text), beans().map(Holders::text))
        .flatMap(found -> found)
        .toList();
  }

  /** Takes the app's log handlers and management beans out; returns a phrase for each. */
  List<String> remove() {
    List<String> removed = new ArrayList<>();
    handlers()
        .toList()
        .forEach(
            held -> {
              held.logger().removeHandler(held.handler());
              removed.add(text(held));
            });
    beans().filter(Holders::unregister).forEach(bean -> removed.add(text(bean)));
    return removed;
  }

  private static boolean unregister(Bean bean) {
    try {
      bean.server().unregisterMBean(bean.name());
      return true;
    } catch (JMException e) {
      return false; // gone meanwhile
    }
  }

  private Stream<String> threads() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(entry -> isOurs(entry.getKey(), entry.getValue()))
        .map(Map.Entry::getKey)
        .map(
            thread ->
                "thread "
                    + thread.getName()
                    + (thread.isDaemon() ? "" : " (not a daemon)")
                    + " in state "
                    + thread.getState());
  }

  private boolean isOurs(Thread thread, StackTraceElement[] stack) {
    return thread.getContextClassLoader() == loader
        || isOurs(thread)
        || Arrays.stream(stack)
            .anyMatch(frame -> Objects.equals(loader.getName(), frame.getClassLoaderName()));
  }

  private boolean isOurs(Object object) {
    return object.getClass().getClassLoader() == loader;
  }

  private record Held(Logger logger, Handler handler) {}

  private Stream<Held> handlers() {
    LogManager manager = LogManager.getLogManager();
    return Collections.list(manager.getLoggerNames()).stream()
        .map(manager::getLogger)
        .filter(Objects::nonNull)
        .flatMap(
            logger ->
                Arrays.stream(logger.getHandlers())
                    .filter(this::isOurs)
                    .map(handler -> new Held(logger, handler)));
  }

  private static String text(Held held) {
    String logger = held.logger().getName();
    return "log handler "
        + held.handler().getClass().getName()
        + (logger.isEmpty() ? " of the root logger" : " of logger " + logger);
  }

  private record Bean(MBeanServer server, ObjectName name) {}

  /** Looks only where somebody has made a server already: making one takes a while. */
  private Stream<Bean> beans() {
    return MBeanServerFactory.findMBeanServer(null).stream()
        .flatMap(
            server ->
                server.queryNames(null, null).stream()
                    .filter(name -> isOurs(server, name))
                    .map(name -> new Bean(server, name)));
  }

  private boolean isOurs(MBeanServer server, ObjectName name) {
    try {
      return server.getClassLoaderFor(name) == loader;
    } catch (JMException e) {
      return false; // gone meanwhile
    }
  }

  private static String text(Bean bean) {
    return "management bean " + bean.name();
  }
}
