package site.deploy;

import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Verticle;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.concurrent.Callable;
import site.app.AppContext;

/**
 * An app's verticle with {@link AppVertx} in its hands where Vert.x would give it the private one.
 * It is made on its own context, so its constructor sees the app's class loader and thread.
 */
final class HostedVerticle implements Deployable {
  private final Vertx vertx;
  private final Callable<? extends Deployable> maker;
  private Deployable verticle;

  HostedVerticle(Vertx vertx, Callable<? extends Deployable> maker) {
    this.vertx = vertx;
    this.maker = maker;
  }

  /**
   * Makes a verticle by its constructor that takes an {@link AppContext}, else by the empty one.
   */
  static Deployable instantiate(ClassLoader loader, String name, AppContext app) throws Exception {
    Class<?> type = loader.loadClass(name);
    try {
      for (Constructor<?> constructor : type.getConstructors()) {
        if (Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {AppContext.class})) {
          return (Deployable) constructor.newInstance(app);
        }
      }
      return (Deployable) type.getDeclaredConstructor().newInstance();
    } catch (InvocationTargetException e) {
      throw thrown(e.getCause());
    }
  }

  private static Exception thrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return (Exception) cause;
  }

  @Override
  public Future<?> deploy(Context context) throws Exception {
    verticle = maker.call();
    if (verticle instanceof VerticleBase base) {
      base.init(vertx, context);
      return started(base.start());
    }
    if (verticle instanceof Verticle classic) {
      classic.init(vertx, context);
      Promise<Void> started = ((ContextInternal) context).promise();
      classic.start(started);
      return started.future();
    }
    return started(verticle.deploy(hosted(context)));
  }

  /** Vert.x would wait for ever. */
  private static Future<?> started(Future<?> start) {
    if (start == null) {
      throw new IllegalStateException("it returned null (expected a future)");
    }
    return start;
  }

  @Override
  public Future<?> undeploy(Context context) throws Exception {
    if (verticle instanceof VerticleBase base) {
      return base.stop();
    }
    if (verticle instanceof Verticle classic) {
      Promise<Void> stopped = ((ContextInternal) context).promise();
      classic.stop(stopped);
      return stopped.future();
    }
    return verticle.undeploy(hosted(context));
  }

  /**
   * A plain deployable finds its Vert.x by {@code context.owner()}: the one way to give it ours.
   */
  private Context hosted(Context context) {
    return (Context)
        Proxy.newProxyInstance(
            HostedVerticle.class.getClassLoader(),
            new Class<?>[] {ContextInternal.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("owner")) {
                return vertx;
              }
              try {
                return method.invoke(context, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
