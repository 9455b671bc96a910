package dev.belay.torch.kernel;

import static dev.belay.torch.kernel.Lanes.F;
import static dev.belay.torch.kernel.Lanes.WIDTH;

import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import jdk.incubator.vector.FloatVector;

/**
 * SwiGLU (Shazeer 2020, eq. 5) of rows, and its gradient: {@code out = gate * sigmoid(gate) * up}.
 * A row holds {@code [size]} gates, then {@code [size]} ups.
 *
 * @param type of all rows
 * @param size columns of the output
 */
public record SwiGlu(ComputeType type, int size) {

  /**
   * The forward pass over rows.
   *
   * @param gateUp address of {@code [N, 2 size]}
   * @param out address of {@code [N, size]}, written
   */
  public Parallel.RowTask forward(long gateUp, long out) {
    return (from, to, _) -> {
      for (int row = from; row < to; row++) {
        forward(type, gateUpRow(gateUp, row), outRow(out, row), size);
      }
    };
  }

  /**
   * The gradient over rows, in place.
   *
   * @param gateUp address of {@code [N, 2 size]}: read, then overwritten with its gradient
   * @param out address of {@code [N, size]}: the gradient of the output, overwritten with the
   *     output itself, which the next weight's gradient needs
   * @param scratch address of {@link #scratchBytes()} bytes
   */
  public Parallel.RowTask backward(long gateUp, long out, long scratch) {
    return RowPasses.of(
        (from, to, worker) -> {
          long sigmoids = scratch + worker * scratchBytesOfWorker();
          for (int row = from; row < to; row++) {
            sigmoids(type, gateUpRow(gateUp, row), sigmoids + (long) (row - from) * size * 4, size);
          }
        },
        (from, to, worker) -> {
          long sigmoids = scratch + worker * scratchBytesOfWorker();
          for (int row = from; row < to; row++) {
            backward(
                type,
                gateUpRow(gateUp, row),
                outRow(out, row),
                sigmoids + (long) (row - from) * size * 4,
                size);
          }
        });
  }

  /** Bytes of scratch memory that {@link #backward} needs. */
  public long scratchBytes() {
    return Parallel.threads() * scratchBytesOfWorker();
  }

  private long scratchBytesOfWorker() {
    return (long) RowPasses.BLOCK * size * 4;
  }

  private long gateUpRow(long gateUp, int row) {
    return Elements.at(type, gateUp, (long) row * 2 * size);
  }

  private long outRow(long out, int row) {
    return Elements.at(type, out, (long) row * size);
  }

  private static void forward(ComputeType type, long gateUp, long out, int n) {
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector gate = Elements.load(type, gateUp, i);
      FloatVector up = Elements.load(type, gateUp, n + i);
      Elements.store(type, out, i, gate.mul(sigmoid(gate)).mul(up));
    }
    int rest = n - bound;
    if (rest > 0) {
      FloatVector gate = Elements.loadPart(type, gateUp, bound, rest);
      FloatVector up = Elements.loadPart(type, gateUp, n + bound, rest);
      Elements.storePart(type, out, bound, rest, gate.mul(sigmoid(gate)).mul(up));
    }
  }

  private static void sigmoids(ComputeType type, long gates, long sigmoids, int n) {
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      Lanes.storeFloat(sigmoids + i * 4L, sigmoid(Elements.load(type, gates, i)));
    }
    int rest = n - bound;
    if (rest > 0) {
      FloatVector gate = Elements.loadPart(type, gates, bound, rest);
      Elements.storePart(ComputeType.FLOAT32, sigmoids, bound, rest, sigmoid(gate));
    }
  }

  /** Apart from the sigmoids, so that the JIT inlines either loop whole. */
  private static void backward(ComputeType type, long gateUp, long out, long sigmoids, int n) {
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector up = Elements.load(type, gateUp, n + i);
      FloatVector grad = Elements.load(type, out, i);
      FloatVector sigmoid = Lanes.loadFloat(sigmoids + i * 4L);
      FloatVector silu = Elements.load(type, gateUp, i).mul(sigmoid);
      Elements.store(type, out, i, silu.mul(up));
      Elements.store(type, gateUp, n + i, grad.mul(silu));
      // d silu / d gate = sigmoid + silu * (1 - sigmoid)
      FloatVector slope = sigmoid.add(silu).sub(silu.mul(sigmoid));
      Elements.store(type, gateUp, i, grad.mul(up).mul(slope));
    }
    for (int i = bound; i < n; i++) {
      float up = Elements.get(type, gateUp, n + i);
      float grad = Elements.get(type, out, i);
      float sigmoid = NativeMemory.getFloat(sigmoids + i * 4L);
      float silu = Elements.get(type, gateUp, i) * sigmoid;
      Elements.set(type, out, i, silu * up);
      Elements.set(type, gateUp, n + i, grad * silu);
      Elements.set(type, gateUp, i, grad * up * (sigmoid + silu - silu * sigmoid));
    }
  }

  private static FloatVector sigmoid(FloatVector x) {
    return FloatVector.broadcast(F, 1f).div(Lanes.exp(x.neg()).add(1f));
  }
}
