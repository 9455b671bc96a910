package dev.belay.torch.generate;

import static dev.belay.torch.kernel.Lanes.F;
import static dev.belay.torch.kernel.Lanes.WIDTH;

import dev.belay.torch.kernel.Elements;
import dev.belay.torch.kernel.Lanes;
import dev.belay.torch.model.LowRank;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.TensorScope;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What an adapter adds to the products of a {@link Linear}, in two steps: {@link #reduce} takes a
 * row of the input to a few numbers, and {@link #addTo} adds from these to the columns of any part.
 * Everything is fp32; each number is one sum in a fixed order, so a row has the same bits in every
 * batch and however columns are divided.
 */
final class LinearAdapter {

  /**
   * The adapter of one weight.
   *
   * @param weight which of the weights that stand side by side
   * @param start first column of the product, within that weight
   * @param low what is added
   */
  record Placed(int weight, int start, LowRank low) {}

  /**
   * Where an adapter of some rows of a stack belongs. One that reaches over several weights is cut,
   * each part with the first factor of its own; its parts are views in the caller's scope.
   *
   * @param row first row of the stack
   * @param sideRows rows of each weight, if the stack's weights stand side by side
   */
  static List<Placed> place(LowRank low, long row, int sideRows) {
    List<Placed> placed = new ArrayList<>();
    long rows = low.up().size(0);
    for (long from = 0; from < rows; ) {
      long at = row + from;
      long count = Math.min(rows - from, sideRows - at % sideRows);
      LowRank part = new LowRank(low.down(), low.up().narrow(0, from, count), low.scale());
      placed.add(new Placed((int) (at / sideRows), (int) (at % sideRows), part));
      from += count;
    }
    return placed;
  }

  /**
   * The second factor of one weight's adapter.
   *
   * @param first of the inner numbers that it reads
   * @param up address of {@code [rank, columns]}, times the scale
   */
  private record Block(int weight, int start, int columns, int first, int rank, long up) {}

  private final ComputeType type;
  private final int inputs;
  private final int rank;
  private final int weights;
  private final long down;
  private final List<Block> blocks = new ArrayList<>();

  /**
   * Copies adapters.
   *
   * @param arena of the copies
   * @param type of inputs and products
   * @param weights that stand side by side in each part of the product
   * @param placed at least one; of the same input
   */
  LinearAdapter(Arena arena, ComputeType type, int weights, List<Placed> placed) {
    this.type = type;
    this.weights = weights;
    this.inputs = (int) placed.getFirst().low().down().size(1);
    this.rank = placed.stream().mapToInt(one -> one.low().rank()).sum();
    this.down = arena.allocate((long) rank * inputs * 4, 64).address();
    int first = 0;
    for (Placed one : placed) {
      first += place(arena, one, first);
    }
  }

  private int place(Arena arena, Placed placed, int first) {
    LowRank low = placed.low();
    int own = low.rank();
    int columns = (int) low.up().size(0);
    copy(low.down(), down + (long) first * inputs * 4);
    // A vector's width more, so that the last load of a row stays inside.
    long up = arena.allocate(((long) own * columns + WIDTH) * 4, 64).address();
    try (TensorScope _ = new TensorScope()) {
      copy(low.up().t(), up);
    }
    for (long i = 0; i < (long) own * columns; i++) {
      float scaled = (float) (NativeMemory.getFloat(up + 4 * i) * low.scale());
      NativeMemory.setFloat(up + 4 * i, scaled);
    }
    blocks.add(new Block(placed.weight(), placed.start(), columns, first, own, up));
    return own;
  }

  private static void copy(Tensor tensor, long address) {
    try (TensorScope _ = new TensorScope()) {
      Tensor dense = tensor.to(ScalarType.Float).contiguous();
      NativeMemory.copy(NativeMemory.address(dense), address, dense.nbytes());
    }
  }

  /** Inner numbers of a row, over all weights. */
  int rank() {
    return rank;
  }

  /**
   * One inner number.
   *
   * @param index from 0 to {@link #rank}
   * @param input address of the row of inputs
   */
  float reduce(int index, long input) {
    long row = down + (long) index * inputs * 4;
    int bound = F.loopBound(inputs);
    FloatVector sums = FloatVector.zero(F);
    for (int i = 0; i < bound; i += WIDTH) {
      sums = Elements.load(type, input, i).fma(Lanes.loadFloat(row + i * 4L), sums);
    }
    float sum = Lanes.sum(sums);
    for (int i = bound; i < inputs; i++) {
      sum += Elements.get(type, input, i) * NativeMemory.getFloat(row + i * 4L);
    }
    return sum;
  }

  /**
   * Adds to rows of a part of the product, each number rounded once.
   *
   * @param inner address of {@code [rows, rank]} fp32, of all rows of the pass
   */
  void addTo(Linear.Product product, long inner) {
    for (Block block : blocks) {
      int from = Math.max(product.start(), block.start);
      int to = Math.min(product.start() + product.columns(), block.start + block.columns);
      for (int i = 0; i < product.rows() && from < to; i++) {
        long row = ((long) i * weights + block.weight) * product.columns();
        long target = Elements.at(type, product.address(), row + from - product.start());
        long numbers = inner + ((long) (product.firstRow() + i) * rank + block.first) * 4;
        add(block, from - block.start, to - from, numbers, target);
      }
    }
  }

  private void add(Block block, int column, int count, long inner, long target) {
    int bound = F.loopBound(count);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector sum = sum(block, column + i, inner);
      Elements.store(type, target, i, Elements.load(type, target, i).add(sum));
    }
    if (bound < count) {
      FloatVector sum = sum(block, column + bound, inner);
      int rest = count - bound;
      FloatVector old = Elements.loadPart(type, target, bound, rest);
      Elements.storePart(type, target, bound, rest, old.add(sum));
    }
  }

  /** A vector of columns; the last may reach into the next row, which nobody uses. */
  private static FloatVector sum(Block block, int column, long inner) {
    FloatVector sum = FloatVector.zero(F);
    long up = block.up + column * 4L;
    for (int j = 0; j < block.rank; j++) {
      sum = Lanes.loadFloat(up).fma(FloatVector.broadcast(F, number(inner, j)), sum);
      up += block.columns * 4L;
    }
    return sum;
  }

  private static float number(long inner, int index) {
    return NativeMemory.getFloat(inner + index * 4L);
  }
}
