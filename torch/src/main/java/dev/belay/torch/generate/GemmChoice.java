package dev.belay.torch.generate;

import dev.belay.torch.tensor.ComputeType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The multiplications that this machine's libraries allow: oneDNN's packed one where it exists, on
 * as many rows a call as each shape needs for a row to have the same bits in every batch; else
 * plain linears on batches of a fixed size.
 *
 * <p>Not safe to share between threads while shapes are still being asked about.
 */
final class GemmChoice {

  private final Gemm fast;
  private final Gemm slow;
  private final ComputeType computeType;
  private final GemmTrial trial;
  private final Map<ProductShape, GemmPlan> plans = new LinkedHashMap<>();

  /**
   * Chooses between given multiplications.
   *
   * @param fast for shapes in which it keeps a row's bits
   * @param slow for the others, on a fixed number of rows
   */
  GemmChoice(Gemm fast, Gemm slow, ComputeType computeType) {
    this.fast = fast;
    this.slow = slow;
    this.computeType = computeType;
    this.trial = new GemmTrial(fast, computeType);
  }

  /** Chooses the type; the shapes are tried as they come. */
  static GemmChoice choose(ComputeType wanted) {
    Gemm oneDnn = new OneDnnGemm();
    Gemm linear = new TiledGemm();
    if (new GemmTrial(oneDnn, wanted).isPossible()) {
      return new GemmChoice(oneDnn, linear, wanted);
    }
    boolean narrow = new GemmTrial(oneDnn, ComputeType.FLOAT32).isPossible();
    return new GemmChoice(narrow ? oneDnn : linear, linear, ComputeType.FLOAT32);
  }

  /**
   * The type of products: the one asked for, or {@code FLOAT32} when the processor has no bfloat16
   * multiplication (the weights keep their bfloat16 rounding).
   */
  ComputeType computeType() {
    return computeType;
  }

  /** How to multiply by weights of a shape; by a trial, once. */
  GemmPlan plan(ProductShape shape) {
    return plans.computeIfAbsent(shape, this::find);
  }

  private GemmPlan find(ProductShape shape) {
    return trial
        .rows(shape)
        .map(rows -> new GemmPlan(fast, rows))
        .orElseGet(() -> new GemmPlan(slow, CallRows.tiles(GemmTrial.TILE)));
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
   * Such as {@code oneDNN packed, bfloat16; 1 row filled up to 2}, and which shapes take the slow
   * way.
   */
  String description() {
    StringBuilder text = new StringBuilder(fast.description()).append(", ").append(typeName());
    new TreeSet<>(plans.values().stream().map(plan -> plan.rows().least()).toList())
        .tailSet(2)
        .forEach(
            least ->
                text.append(
                    least == 2
                        ? "; 1 row filled up to 2"
                        : "; 1 to %d rows filled up to %d".formatted(least - 1, least)));
    slowShapes()
        .forEach(
            (way, shapes) ->
                text.append("; ").append(way).append(" for ").append(String.join(", ", shapes)));
    return text.toString();
  }

  private String typeName() {
    return computeType.name().toLowerCase(Locale.ROOT);
  }

  /** Shapes with a fixed number of rows, by how they are multiplied. */
  private Map<String, List<String>> slowShapes() {
    return plans.entrySet().stream()
        .filter(entry -> entry.getValue().rows().tile() > 0)
        .collect(
            Collectors.groupingBy(
                entry -> slowWay(entry.getValue()),
                LinkedHashMap::new,
                Collectors.mapping(entry -> entry.getKey().toString(), Collectors.toList())));
  }

  private String slowWay(GemmPlan plan) {
    String rows = "%d rows a call".formatted(plan.rows().tile());
    return plan.gemm().equals(fast) ? rows : "%s, %s".formatted(plan.gemm().description(), rows);
  }

  /** The order of the sums that a shape's products have, if {@link FewRowsProduct} knows it. */
  Optional<SumOrder> sumOrder(ProductShape shape) {
    return mayHaveFewRows() ? FewRowsTrial.order(plan(shape), shape) : Optional.empty();
  }

  /** A way to ask for orders that tries each shape once. */
  Function<ProductShape, Optional<SumOrder>> sumOrders() {
    Map<ProductShape, Optional<SumOrder>> found = new LinkedHashMap<>();
    return shape -> found.computeIfAbsent(shape, this::sumOrder);
  }
}
