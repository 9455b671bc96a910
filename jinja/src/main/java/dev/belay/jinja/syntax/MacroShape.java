package dev.belay.jinja.syntax;

import java.util.List;
import java.util.Optional;

/**
 * Parameters and body of a macro.
 *
 * @param specials which of {@code caller}, {@code varargs}, {@code kwargs} the body mentions; only
 *     then does the macro take such arguments
 */
public record MacroShape(List<Parameter> parameters, List<Stmt> body, List<String> specials) {

  /** A parameter and its default, if any. */
  public record Parameter(String name, Optional<Expr> defaultValue) {}
}
