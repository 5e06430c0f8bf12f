package site.deploy;

import io.vertx.core.internal.ContextInternal;

/** One verticle instance that serves: the server it asked for and the context it did so on. */
record Instance(ContextInternal context, AppServer server) {}
