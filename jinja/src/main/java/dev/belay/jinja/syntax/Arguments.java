package dev.belay.jinja.syntax;

import java.util.List;
import java.util.Optional;

/** Arguments of a call as written: {@code (a, b, name=c, *items, **dict)}. */
public record Arguments(
    List<Expr> positional, List<Keyword> named, Optional<Expr> items, Optional<Expr> dict) {

  static final Arguments NONE =
      new Arguments(List.of(), List.of(), Optional.empty(), Optional.empty());

  /** An argument by name. */
  public record Keyword(String name, Expr value) {}
}
