package dev.belay.torch.generate;

import dev.belay.torch.machine.ProductType;
import dev.belay.torch.tensor.ComputeType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The multiplications that this machine's libraries allow: oneDNN's packed one where it exists,
 * with as many rows a call as each shape needs for a row to have the same bits in every batch; else
 * plain linears with a fixed number of rows.
 *
 * <p>Not safe to share between threads while shapes are still being asked about.
 */
final class GemmChoice {

  private final Gemm fast;
  private final Gemm slow;
  private final ComputeType computeType;
  private final int batchRows;
  private final GemmTrial trial;
  private final Map<ProductShape, GemmPlan> plans = new LinkedHashMap<>();

  /**
   * Chooses between given multiplications.
   *
   * @param fast for shapes in which it keeps a row's bits
   * @param slow for the others, with a fixed number of rows
   * @param batchRows completions side by side at most
   */
  GemmChoice(Gemm fast, Gemm slow, ComputeType computeType, int batchRows) {
    this.fast = fast;
    this.slow = slow;
    this.computeType = computeType;
    this.batchRows = batchRows;
    this.trial = new GemmTrial(fast, computeType);
  }

  /**
   * Chooses the type for this processor; the shapes are tried as they come.
   *
   * @param batchRows completions side by side at most
   */
  static GemmChoice choose(ComputeType wanted, int batchRows) {
    return in(ProductType.of(wanted), batchRows);
  }

  /** For a type, or fp32 where libtorch refuses it. */
  static GemmChoice in(ComputeType type, int batchRows) {
    Gemm oneDnn = new OneDnnGemm();
    Gemm linear = new TiledGemm();
    if (new GemmTrial(oneDnn, type).isPossible()) {
      return new GemmChoice(oneDnn, linear, type, batchRows);
    }
    boolean narrow = new GemmTrial(oneDnn, ComputeType.FLOAT32).isPossible();
    return new GemmChoice(narrow ? oneDnn : linear, linear, ComputeType.FLOAT32, batchRows);
  }

  /**
   * The type of products: the one asked for, or {@code FLOAT32} when the processor has no bfloat16
   * instructions (the weights keep their bfloat16 rounding).
   */
  ComputeType computeType() {
    return computeType;
  }

  /** Completions side by side at most: the rows of the head. */
  int batchRows() {
    return batchRows;
  }

  /** Rows of a pass at most, with those of prompts. */
  int passRows() {
    return batchRows + RunPlan.PROMPT_ROWS;
  }

  /**
   * How to multiply by weights of a shape; by a trial, once.
   *
   * @param mostRows of a batch
   */
  GemmPlan plan(ProductShape shape, int mostRows) {
    return plans.computeIfAbsent(shape, _ -> find(shape, mostRows));
  }

  private GemmPlan find(ProductShape shape, int mostRows) {
    return trial
        .rows(shape, mostRows)
        .map(rows -> new GemmPlan(fast, rows))
        .orElseGet(() -> new GemmPlan(slow, CallRows.exactly(GemmTrial.REFERENCE)));
  }

  /** The numbers of rows that calls have for the shapes asked about. */
  Set<CallRows> callRows() {
    return plans.values().stream().map(GemmPlan::rows).collect(Collectors.toSet());
  }

  /** Whether {@link FewRowsProduct} can be asked at all. */
  boolean mayHaveFewRows() {
    return computeType == ComputeType.BFLOAT16;
  }

  /**
   * Such as {@code oneDNN packed, bfloat16; 1 row filled up to 2 (48×48)}: what shapes need for a
   * row to keep its bits.
   */
  String description() {
    StringBuilder text = new StringBuilder(fast.description());
    text.append(", ").append(computeType.name().toLowerCase(Locale.ROOT));
    Map<String, List<String>> needs = needs();
    needs.forEach(
        (need, shapes) -> {
          text.append("; ").append(need);
          if (shapes.size() < plans.size()) {
            text.append(" (").append(String.join(", ", shapes)).append(')');
          }
        });
    return text.toString();
  }

  /** The shapes that have needs, by these. */
  private Map<String, List<String>> needs() {
    Map<String, List<String>> needs = new LinkedHashMap<>();
    plans.forEach(
        (shape, plan) -> {
          String rows = plan.rows().description();
          String need = plan.gemm().equals(fast) ? rows : plan.gemm().description() + ", " + rows;
          if (!need.isEmpty()) {
            needs.computeIfAbsent(need, _ -> new ArrayList<>()).add(shape.toString());
          }
        });
    return needs;
  }

  /** The order of the sums that a plan's products have, if {@link FewRowsProduct} knows it. */
  Optional<SumOrder> sumOrder(ProductShape shape, GemmPlan plan) {
    return mayHaveFewRows() ? FewRowsTrial.order(plan, shape) : Optional.empty();
  }
}
