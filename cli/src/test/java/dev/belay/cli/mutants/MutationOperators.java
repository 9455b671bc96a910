package dev.belay.cli.mutants;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * Finds every place of a source where a usual mutation applies: negated and shifted comparisons,
 * swapped arithmetic and logic, changed return values, calls left out, numbers off by one.
 *
 * <p>What runs once when a class is loaded is left alone, since the worker changes loaded classes;
 * so are messages of exceptions.
 */
final class MutationOperators extends TreePathScanner<@Nullable Void, @Nullable Void> {

  private static final Map<Tree.Kind, String> NEGATED =
      Map.of(
          Tree.Kind.EQUAL_TO, "!=",
          Tree.Kind.NOT_EQUAL_TO, "==",
          Tree.Kind.LESS_THAN, ">=",
          Tree.Kind.GREATER_THAN, "<=",
          Tree.Kind.LESS_THAN_EQUAL, ">",
          Tree.Kind.GREATER_THAN_EQUAL, "<");
  private static final Map<Tree.Kind, String> SHIFTED =
      Map.of(
          Tree.Kind.LESS_THAN, "<=",
          Tree.Kind.GREATER_THAN, ">=",
          Tree.Kind.LESS_THAN_EQUAL, "<",
          Tree.Kind.GREATER_THAN_EQUAL, ">");
  private static final Map<Tree.Kind, String> SWAPPED =
      Map.of(
          Tree.Kind.PLUS, "-",
          Tree.Kind.MINUS, "+",
          Tree.Kind.MULTIPLY, "/",
          Tree.Kind.DIVIDE, "*",
          Tree.Kind.REMAINDER, "*",
          Tree.Kind.CONDITIONAL_AND, "||",
          Tree.Kind.CONDITIONAL_OR, "&&");
  private static final Map<Tree.Kind, String> ASSIGNED =
      Map.of(
          Tree.Kind.PLUS_ASSIGNMENT, "-=",
          Tree.Kind.MINUS_ASSIGNMENT, "+=",
          Tree.Kind.MULTIPLY_ASSIGNMENT, "/=",
          Tree.Kind.DIVIDE_ASSIGNMENT, "*=");

  private final Path file;
  private final String source;
  private final CompilationUnitTree unit;
  private final Trees trees;
  private final List<Mutant> found = new ArrayList<>();

  private MutationOperators(Path file, String source, CompilationUnitTree unit, Trees trees) {
    this.file = file;
    this.source = source;
    this.unit = unit;
    this.trees = trees;
  }

  /**
   * All mutants of a source, in its order.
   *
   * @param unit the source, its types resolved
   */
  static List<Mutant> of(Path file, String source, CompilationUnitTree unit, JavacTask task) {
    MutationOperators operators = new MutationOperators(file, source, unit, Trees.instance(task));
    operators.scan(unit, null);
    return operators.found;
  }

  /** Leaves out what the compiler adds, such as a call of the parent's constructor. */
  @Override
  public @Nullable Void scan(@Nullable Tree tree, @Nullable Void unused) {
    return tree == null || end(tree) < start(tree) ? null : super.scan(tree, null);
  }

  private int start(Tree tree) {
    return (int) trees.getSourcePositions().getStartPosition(unit, tree);
  }

  private int end(Tree tree) {
    return (int) trees.getSourcePositions().getEndPosition(unit, tree);
  }

  private void add(String name, int start, int end, String replacement) {
    int line = (int) unit.getLineMap().getLineNumber(start);
    found.add(new Mutant(name, file, start, end, line, source.substring(start, end), replacement));
  }

  private void replace(String name, Tree tree, String replacement) {
    add(name, start(tree), end(tree), replacement);
  }

  private String text(Tree tree) {
    return source.substring(start(tree), end(tree));
  }

  private @Nullable TypeMirror type(Tree tree) {
    return trees.getTypeMirror(new TreePath(getCurrentPath(), tree));
  }

  private boolean isNumber(Tree tree) {
    TypeMirror type = type(tree);
    return type != null && type.getKind().isPrimitive() && type.getKind() != TypeKind.BOOLEAN;
  }

  private boolean isBoolean(Tree tree) {
    TypeMirror type = type(tree);
    return type != null && type.getKind() == TypeKind.BOOLEAN;
  }

  @Override
  public @Nullable Void visitAnnotation(AnnotationTree tree, @Nullable Void unused) {
    return null;
  }

  @Override
  public @Nullable Void visitThrow(ThrowTree tree, @Nullable Void unused) {
    return null;
  }

  /** Static fields are set when the class is loaded, and never again. */
  @Override
  public @Nullable Void visitVariable(VariableTree tree, @Nullable Void unused) {
    return tree.getModifiers().getFlags().contains(Modifier.STATIC)
        ? null
        : super.visitVariable(tree, null);
  }

  @Override
  public @Nullable Void visitBlock(BlockTree tree, @Nullable Void unused) {
    return tree.isStatic() ? null : super.visitBlock(tree, null);
  }

  @Override
  public @Nullable Void visitBinary(BinaryTree tree, @Nullable Void unused) {
    String swapped = SWAPPED.get(tree.getKind());
    boolean numbers = isNumber(tree.getLeftOperand()) && isNumber(tree.getRightOperand());
    boolean booleans = isBoolean(tree.getLeftOperand());
    if (swapped != null && (numbers || booleans)) {
      operator("swap", tree, swapped);
    }
    String negated = NEGATED.get(tree.getKind());
    if (negated != null) {
      operator("negate", tree, negated);
    }
    String shifted = SHIFTED.get(tree.getKind());
    if (shifted != null) {
      operator("boundary", tree, shifted);
    }
    return super.visitBinary(tree, null);
  }

  /** Replaces what stands between the operands but for comments' sake keeps its surroundings. */
  private void operator(String name, BinaryTree tree, String operator) {
    String left = text(tree.getLeftOperand());
    String right = text(tree.getRightOperand());
    replace(name, tree, left + " " + operator + " " + right);
  }

  @Override
  public @Nullable Void visitCompoundAssignment(
      CompoundAssignmentTree tree, @Nullable Void unused) {
    String operator = ASSIGNED.get(tree.getKind());
    if (operator != null && isNumber(tree.getVariable())) {
      replace(
          "swap",
          tree,
          text(tree.getVariable()) + " " + operator + " " + text(tree.getExpression()));
    }
    return super.visitCompoundAssignment(tree, null);
  }

  @Override
  public @Nullable Void visitUnary(UnaryTree tree, @Nullable Void unused) {
    String operand = text(tree.getExpression());
    switch (tree.getKind()) {
      case LOGICAL_COMPLEMENT, UNARY_MINUS -> replace("drop", tree, operand);
      case POSTFIX_INCREMENT -> replace("count down", tree, operand + "--");
      case PREFIX_INCREMENT -> replace("count down", tree, "--" + operand);
      default -> {}
    }
    return super.visitUnary(tree, null);
  }

  @Override
  public @Nullable Void visitIf(IfTree tree, @Nullable Void unused) {
    ExpressionTree condition = tree.getCondition();
    if (!text(condition).matches("(?s).*(==|!=|<|>|&&|\\|\\||\\(!).*")) {
      replace("negate", condition, "(!" + text(condition) + ")");
    }
    return super.visitIf(tree, null);
  }

  @Override
  public @Nullable Void visitReturn(ReturnTree tree, @Nullable Void unused) {
    ExpressionTree value = tree.getExpression();
    if (value != null && isBoolean(value)) {
      replace("return", value, "!(" + text(value) + ")");
    } else if (value != null && isNumber(value)) {
      replace("return", value, text(value).matches("0(\\.0)?") ? "1" : "0");
    }
    return super.visitReturn(tree, null);
  }

  @Override
  public @Nullable Void visitExpressionStatement(
      ExpressionStatementTree tree, @Nullable Void unused) {
    boolean ofObject = tree.getExpression() instanceof MethodInvocationTree;
    if (ofObject && !text(tree).startsWith("super(") && !text(tree).startsWith("this(")) {
      replace("leave out", tree, ";");
    }
    return super.visitExpressionStatement(tree, null);
  }

  @Override
  public @Nullable Void visitLiteral(LiteralTree tree, @Nullable Void unused) {
    if (tree.getKind() == Tree.Kind.INT_LITERAL && text(tree).matches("\\d+")) {
      replace("off by one", tree, Long.toString(Long.parseLong(text(tree)) + 1));
    }
    return null;
  }

  @Override
  public @Nullable Void visitMemberSelect(MemberSelectTree tree, @Nullable Void unused) {
    switch (text(tree)) {
      case "Math.min" -> replace("swap", tree, "Math.max");
      case "Math.max" -> replace("swap", tree, "Math.min");
      case "Math.abs" -> replace("drop", tree, "");
      default -> {}
    }
    return super.visitMemberSelect(tree, null);
  }
}
