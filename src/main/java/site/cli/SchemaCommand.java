package site.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import site.config.JsonSchema;

/** {@code schema}: the configuration's JSON Schema, for editors. */
@Command(name = "schema", description = "Print the JSON Schema of config/site.yaml.")
final class SchemaCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().getOut().println(JsonSchema.text());
  }
}
