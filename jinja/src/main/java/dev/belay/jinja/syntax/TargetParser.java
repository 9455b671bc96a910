package dev.belay.jinja.syntax;

import dev.belay.jinja.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What stands left of {@code =} or {@code in}. */
final class TargetParser {

  private static final Set<String> CONSTANTS =
      Set.of("true", "false", "none", "True", "False", "None");

  private final TokenStream stream;
  private final ParseNotes notes;

  TargetParser(TokenStream stream, ParseNotes notes) {
    this.stream = stream;
    this.notes = notes;
  }

  /** Names, separated by commas and perhaps in parentheses. */
  Target names() {
    return targets(false);
  }

  /** As {@link #names}, attributes of namespaces too. */
  Target namesAndAttributes() {
    return targets(true);
  }

  private Target targets(boolean withNamespace) {
    List<Target> targets = new ArrayList<>();
    boolean comma = false;
    while (!atEnd()) {
      targets.add(target(withNamespace));
      if (!stream.skipOperator(",")) {
        break;
      }
      comma = true;
    }
    if (targets.isEmpty()) {
      throw stream.expected("a name to assign to");
    }
    return comma ? new Target.Unpacked(List.copyOf(targets)) : targets.getFirst();
  }

  private boolean atEnd() {
    return stream.is(Kind.BLOCK_END) || stream.is(Kind.VARIABLE_END) || stream.isOperator(")");
  }

  private Target target(boolean withNamespace) {
    if (stream.skipOperator("(")) {
      notes.enter(stream.current().line());
      Target inside = targets(false);
      notes.leave();
      stream.expectOperator(")");
      return inside;
    }
    String name = variable();
    if (withNamespace && stream.skipOperator(".")) {
      return new Target.NamespaceAttribute(name, stream.expectName().text());
    }
    return new Target.Variable(name);
  }

  /** One name. */
  String variable() {
    Token token = stream.expectName();
    if (CONSTANTS.contains(token.text())) {
      throw stream.fail("can't assign to '" + token.text() + "'");
    }
    return token.text();
  }
}
