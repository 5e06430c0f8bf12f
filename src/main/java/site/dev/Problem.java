package site.dev;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Collectors;
import site.compile.CompileError;
import site.compile.CompileFailure;

/** A failure as the page shows it. */
final class Problem {
  /** Of a stack trace; what is further down is the framework's. */
  private static final int LINES = 15;

  private Problem() {}

  static JsonObject json(String part, Throwable failure) {
    JsonObject problem = new JsonObject().put("part", part);
    if (failure.getCause() instanceof CompileFailure compilation) {
      JsonArray errors = new JsonArray();
      compilation.errors().forEach(error -> errors.add(json(error)));
      return problem.put("message", "does not compile").put("errors", errors);
    }
    problem.put("message", String.valueOf(failure.getMessage()));
    return failure.getCause() == null ? problem : problem.put("trace", trace(failure.getCause()));
  }

  private static JsonObject json(CompileError error) {
    return new JsonObject()
        .put("file", error.file())
        .put("line", error.line())
        .put("column", error.column())
        .put("message", error.message())
        .put("source", error.source());
  }

  private static String trace(Throwable cause) {
    StringWriter text = new StringWriter();
    cause.printStackTrace(new PrintWriter(text));
    return text.toString().lines().limit(LINES).collect(Collectors.joining("\n"));
  }
}
