package dev.belay.jinja.syntax;

import java.util.List;
import java.util.Optional;

/** An expression. */
public sealed interface Expr {

  /** Line of the template, from 1. */
  int line();

  /** A literal, or what stands for a part of a slice left out. */
  record Constant(int line, Object value) implements Expr {}

  /** A variable. */
  record Name(int line, String name) implements Expr {}

  /** {@code a, b} or {@code (a, b)}. */
  record TupleDisplay(int line, List<Expr> items) implements Expr {}

  /** {@code [a, b]}. */
  record ListDisplay(int line, List<Expr> items) implements Expr {}

  /** <code>{k: v}</code>. */
  record DictDisplay(int line, List<Pair> items) implements Expr {}

  /** One item of a dict display. */
  record Pair(Expr key, Expr value) {}

  /** {@code a.name}. */
  record Attribute(int line, Expr owner, String name) implements Expr {}

  /** {@code a[index]}. */
  record Subscript(int line, Expr owner, Expr index) implements Expr {}

  /** {@code start:stop:step} inside a subscript. */
  record Slice(int line, Expr start, Expr stop, Expr step) implements Expr {}

  /** {@code callee(arguments)}. */
  record Call(int line, Expr callee, Arguments arguments) implements Expr {}

  /** {@code input | name(arguments)}; no input for the innermost filter of a block. */
  record Filter(int line, Optional<Expr> input, String name, Arguments arguments) implements Expr {}

  /** {@code value is name arguments}. */
  record Test(int line, Expr value, String name, Arguments arguments) implements Expr {}

  /** {@code not a}. */
  record Not(int line, Expr value) implements Expr {}

  /** {@code -a} or {@code +a}. */
  record Unary(int line, String operator, Expr value) implements Expr {}

  /** An arithmetic operator. */
  record Binary(int line, String operator, Expr left, Expr right) implements Expr {}

  /** {@code a ~ b ~ c}. */
  record Concat(int line, List<Expr> items) implements Expr {}

  /** {@code a and b}. */
  record And(int line, Expr left, Expr right) implements Expr {}

  /** {@code a or b}. */
  record Or(int line, Expr left, Expr right) implements Expr {}

  /** {@code a < b <= c}: each operand is evaluated once. */
  record Compare(int line, Expr first, List<Operand> rest) implements Expr {}

  /** An operator of a comparison with its right side. */
  record Operand(String operator, Expr value) {}

  /** {@code then if test else otherwise}. */
  record Conditional(int line, Expr test, Expr then, Optional<Expr> otherwise) implements Expr {}
}
