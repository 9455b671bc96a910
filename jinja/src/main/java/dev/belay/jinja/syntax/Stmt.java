package dev.belay.jinja.syntax;

import java.util.List;
import java.util.Optional;

/** A statement. */
public sealed interface Stmt {

  /** Line of the template, from 1. */
  int line();

  /** Text that stands in the template. */
  record Text(int line, String text) implements Stmt {}

  /** <code>{{ value }}</code>. */
  record Print(int line, Expr value) implements Stmt {}

  /** A loop; {@code otherwise} runs when no pass through the body came to its end. */
  record For(int line, ForHead head, List<Stmt> body, List<Stmt> otherwise) implements Stmt {}

  /** What a loop visits. */
  record ForHead(Target target, Expr items, Optional<Expr> test, boolean recursive) {}

  /** {@code if}, {@code elif} and {@code else}. */
  record If(int line, List<Branch> branches, List<Stmt> otherwise) implements Stmt {}

  /** A condition and what it guards. */
  record Branch(Expr test, List<Stmt> body) {}

  /** {@code set target = value}. */
  record Assign(int line, Target target, Expr value) implements Stmt {}

  /** {@code set target} … {@code endset}, with filters on the text if any. */
  record AssignBlock(int line, Target target, Optional<Expr.Filter> filter, List<Stmt> body)
      implements Stmt {}

  /** A macro's definition. */
  record MacroDefinition(int line, String name, MacroShape shape) implements Stmt {}

  /** A call whose macro may call the body back as {@code caller()}. */
  record CallBlock(int line, Expr.Call call, MacroShape caller) implements Stmt {}

  /** {@code filter name} … {@code endfilter}. */
  record FilterBlock(int line, Expr.Filter filter, List<Stmt> body) implements Stmt {}

  /** {@code with a = 1} … {@code endwith}. */
  record With(int line, List<Target> targets, List<Expr> values, List<Stmt> body) implements Stmt {}

  /** {@code generation} … {@code endgeneration}: what the assistant said. */
  record Generation(int line, List<Stmt> body) implements Stmt {}

  /** {@code break}. */
  record Break(int line) implements Stmt {}

  /** {@code continue}. */
  record Continue(int line) implements Stmt {}
}
