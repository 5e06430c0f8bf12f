package site.compile;

import java.util.List;
import java.util.stream.Collectors;

/** Sources that are no program. The message counts the errors and shows all of them. */
public final class CompileFailure extends RuntimeException {
  private final transient List<CompileError> errors;

  CompileFailure(List<CompileError> errors) {
    super(
        (errors.size() == 1 ? "1 error\n" : errors.size() + " errors\n")
            + errors.stream().map(CompileError::toString).collect(Collectors.joining("\n")));
    this.errors = List.copyOf(errors);
  }

  /** In the order of the compiler. */
  public List<CompileError> errors() {
    return errors;
  }
}
