package dev.belay.jinja.syntax;

import dev.belay.jinja.syntax.ExpressionParser.Tuples;
import dev.belay.jinja.syntax.Token.Kind;
import dev.belay.jinja.value.JinjaException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Statements. */
public final class TemplateParser {

  private final TokenStream stream;
  private final ParseNotes notes;
  private final ExpressionParser expressions;
  private final TargetParser targets;
  private int loops;

  private TemplateParser(List<Token> tokens, Vocabulary vocabulary) {
    this.stream = new TokenStream(tokens);
    this.notes = new ParseNotes(vocabulary);
    this.expressions = new ExpressionParser(stream, notes);
    this.targets = new TargetParser(stream, notes);
  }

  /**
   * Parses a template.
   *
   * @throws JinjaException with the line of what does not parse
   */
  public static ParsedTemplate parse(String source, Vocabulary vocabulary) {
    TemplateParser parser = new TemplateParser(Lexer.tokens(source), vocabulary);
    List<Stmt> statements = parser.statements(Set.of());
    parser.notes.requireKnown();
    return new ParsedTemplate(statements, parser.notes.names());
  }

  /** Statements up to one of the tags, which is left in the stream; up to the end if none. */
  private List<Stmt> statements(Set<String> ends) {
    notes.enter(stream.current().line());
    List<Stmt> body = new ArrayList<>();
    while (!stream.is(Kind.EOF)) {
      Token token = stream.next();
      switch (token.kind()) {
        case DATA -> body.add(new Stmt.Text(token.line(), token.text()));
        case VARIABLE_BEGIN -> {
          body.add(new Stmt.Print(token.line(), expressions.tuple(Tuples.PLAIN)));
          stream.expect(Kind.VARIABLE_END, "'}}'");
        }
        default -> {
          if (stream.is(Kind.NAME) && ends.contains(stream.current().text())) {
            notes.leave();
            return List.copyOf(body);
          }
          body.add(statement(ends));
          stream.expect(Kind.BLOCK_END, "'%}'");
        }
      }
    }
    if (!ends.isEmpty()) {
      throw stream.fail("the template ends where " + String.join(" or ", ends) + " is missing");
    }
    notes.leave();
    return List.copyOf(body);
  }

  /** The body of a block: from the end of its tag to the closing one, which is taken too. */
  private List<Stmt> body(String end) {
    List<Stmt> body = bodyUpTo(Set.of(end));
    stream.next();
    return body;
  }

  private List<Stmt> bodyUpTo(Set<String> ends) {
    stream.skipOperator(":");
    stream.expect(Kind.BLOCK_END, "'%}'");
    return statements(ends);
  }

  private Stmt statement(Set<String> ends) {
    Token tag = stream.expect(Kind.NAME, "a tag name");
    int line = tag.line();
    return switch (tag.text()) {
      case "for" -> forLoop(line);
      case "if" -> condition(line);
      case "set" -> assignment(line);
      case "macro" -> macro(line);
      case "call" -> callBlock(line);
      case "filter" -> new Stmt.FilterBlock(line, expressions.blockFilters(), body("endfilter"));
      case "with" -> with(line);
      case "print" -> print(line);
      case "generation" -> generation(line);
      case "break" -> loopControl(new Stmt.Break(line));
      case "continue" -> loopControl(new Stmt.Continue(line));
      default -> throw unknownTag(tag, ends);
    };
  }

  private Stmt print(int line) {
    List<Expr> values = new ArrayList<>();
    while (!stream.is(Kind.BLOCK_END)) {
      if (!values.isEmpty()) {
        stream.expectOperator(",");
      }
      values.add(expressions.expression());
    }
    return new Stmt.Print(line, new Expr.Concat(line, List.copyOf(values)));
  }

  private static JinjaException unknownTag(Token tag, Set<String> ends) {
    String awaited = ends.isEmpty() ? "" : " Awaited here: " + String.join(", ", ends) + ".";
    return new JinjaException(
        "Encountered unknown tag '" + tag.text() + "'." + awaited, tag.line());
  }

  private Stmt loopControl(Stmt statement) {
    if (loops == 0) {
      throw new JinjaException("break or continue outside of a loop", statement.line());
    }
    return statement;
  }

  private Stmt forLoop(int line) {
    Target target = targets.names();
    requireNotLoop(target);
    stream.expectName("in");
    Expr items = expressions.tuple(Tuples.WITHOUT_CONDITIONAL);
    Optional<Expr> test =
        stream.skipName("if") ? Optional.of(expressions.expression()) : Optional.empty();
    boolean recursive = stream.skipName("recursive");
    loops++;
    List<Stmt> body = bodyUpTo(Set.of("endfor", "else"));
    loops--;
    List<Stmt> otherwise = stream.next().isName("else") ? body("endfor") : List.of();
    return new Stmt.For(line, new Stmt.ForHead(target, items, test, recursive), body, otherwise);
  }

  private void requireNotLoop(Target target) {
    switch (target) {
      case Target.Variable(String name) when name.equals("loop") ->
          throw stream.fail("Can't assign to special loop variable in for-loop target");
      case Target.Unpacked(List<Target> parts) -> parts.forEach(this::requireNotLoop);
      default -> {}
    }
  }

  private Stmt condition(int line) {
    int unknown = notes.unknownCount();
    List<Stmt.Branch> branches = new ArrayList<>();
    List<Stmt> otherwise = List.of();
    Token tag;
    do {
      Expr test = expressions.tuple(Tuples.WITHOUT_CONDITIONAL);
      branches.add(new Stmt.Branch(test, bodyUpTo(Set.of("elif", "else", "endif"))));
      tag = stream.next();
    } while (tag.isName("elif"));
    if (tag.isName("else")) {
      otherwise = body("endif");
    }
    notes.forgiveSince(unknown);
    return new Stmt.If(line, List.copyOf(branches), otherwise);
  }

  private Stmt assignment(int line) {
    Target target = targets.namesAndAttributes();
    if (stream.skipOperator("=")) {
      return new Stmt.Assign(line, target, expressions.tuple(Tuples.PLAIN));
    }
    Optional<Expr.Filter> filter = expressions.filters();
    return new Stmt.AssignBlock(line, target, filter, body("endset"));
  }

  private Stmt macro(int line) {
    String name = targets.variable();
    List<MacroShape.Parameter> parameters = parameters();
    return new Stmt.MacroDefinition(line, name, macroShape(parameters, "endmacro"));
  }

  private MacroShape macroShape(List<MacroShape.Parameter> parameters, String end) {
    int outerLoops = loops;
    loops = 0;
    List<Stmt> body = new ArrayList<>();
    Set<String> mentioned = notes.mentionedBy(() -> body.addAll(body(end)));
    loops = outerLoops;
    List<String> specials =
        List.of("caller", "varargs", "kwargs").stream().filter(mentioned::contains).toList();
    return new MacroShape(parameters, List.copyOf(body), specials);
  }

  private List<MacroShape.Parameter> parameters() {
    stream.expectOperator("(");
    List<MacroShape.Parameter> parameters = new ArrayList<>();
    while (!stream.isOperator(")")) {
      if (!parameters.isEmpty()) {
        stream.expectOperator(",");
      }
      String name = targets.variable();
      Optional<Expr> defaultValue =
          stream.skipOperator("=") ? Optional.of(expressions.expression()) : Optional.empty();
      boolean afterDefault =
          !parameters.isEmpty() && parameters.getLast().defaultValue().isPresent();
      if (defaultValue.isEmpty() && afterDefault) {
        throw stream.fail("non-default argument follows default argument");
      }
      parameters.add(new MacroShape.Parameter(name, defaultValue));
    }
    stream.expectOperator(")");
    return List.copyOf(parameters);
  }

  private Stmt callBlock(int line) {
    List<MacroShape.Parameter> parameters = stream.isOperator("(") ? parameters() : List.of();
    if (expressions.expression() instanceof Expr.Call call) {
      return new Stmt.CallBlock(line, call, macroShape(parameters, "endcall"));
    }
    throw new JinjaException("expected call", line);
  }

  private Stmt with(int line) {
    List<Target> names = new ArrayList<>();
    List<Expr> values = new ArrayList<>();
    while (!stream.is(Kind.BLOCK_END)) {
      if (!names.isEmpty()) {
        stream.expectOperator(",");
      }
      names.add(targets.names());
      stream.expectOperator("=");
      values.add(expressions.expression());
    }
    return new Stmt.With(line, List.copyOf(names), List.copyOf(values), body("endwith"));
  }

  private Stmt generation(int line) {
    int outerLoops = loops;
    loops = 0;
    List<Stmt> body = body("endgeneration");
    loops = outerLoops;
    return new Stmt.Generation(line, body);
  }
}
