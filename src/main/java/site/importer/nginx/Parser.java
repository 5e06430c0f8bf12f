package site.importer.nginx;

import java.util.ArrayList;
import java.util.List;
import site.importer.ImportFailure;
import site.importer.Place;
import site.importer.nginx.Lexer.Token;

/** Makes directives of the text of one file; knows nothing of what they mean. */
final class Parser {
  private static final int DEEPEST = 50;

  private final List<Token> tokens;
  private int at;

  private Parser(List<Token> tokens) {
    this.tokens = tokens;
  }

  /**
   * The directives of a text.
   *
   * @throws ImportFailure when it is not nginx' syntax, with the place and what was expected
   */
  static List<Directive> parse(String file, String text) {
    Parser parser = new Parser(Lexer.tokens(file, text));
    List<Directive> directives = parser.block(0);
    if (parser.at < parser.tokens.size()) {
      throw new ImportFailure(parser.tokens.get(parser.at).place(), "a } without its {");
    }
    return directives;
  }

  private List<Directive> block(int depth) {
    List<Directive> directives = new ArrayList<>();
    while (at < tokens.size() && !tokens.get(at).isMark("}")) {
      directives.add(directive(depth));
    }
    return directives;
  }

  private Directive directive(int depth) {
    Token name = tokens.get(at++);
    if (name.isMark() || depth > DEEPEST) {
      throw new ImportFailure(name.place(), "\"" + name.text() + "\" (expected a directive)");
    }
    List<String> args = new ArrayList<>();
    for (Token token = next(name.place()); ; token = next(name.place())) {
      if (token.isMark(";")) {
        return new Directive(name.text(), args, name.place());
      }
      if (token.isMark("{")) {
        List<Directive> block = block(depth + 1);
        next(token.place());
        return new Directive(name.text(), args, block, name.place());
      }
      if (token.isMark("}")) {
        throw new ImportFailure(token.place(), "} (expected a ; behind \"" + name.text() + "\")");
      }
      args.add(token.text());
    }
  }

  private Token next(Place began) {
    if (at >= tokens.size()) {
      throw new ImportFailure(began, "what begins here does not end (expected ; or })");
    }
    return tokens.get(at++);
  }
}
