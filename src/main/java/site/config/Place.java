package site.config;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Where something stands in a file.
 *
 * @param file as the operator calls it
 * @param line counts from 1; 0 means the file as a whole
 * @param column counts from 1
 */
public record Place(String file, int line, int column) {

  static Place whole(String file) {
    return new Place(file, 0, 0);
  }

  static Place of(Node node) {
    return of(node.getStartMark().orElseThrow());
  }

  static Place of(Mark mark) {
    return new Place(mark.getName(), mark.getLine() + 1, mark.getColumn() + 1);
  }

  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line + ":" + column;
  }
}
