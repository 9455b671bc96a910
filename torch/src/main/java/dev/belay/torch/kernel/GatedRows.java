package dev.belay.torch.kernel;

import static dev.belay.torch.kernel.Lanes.F;
import static dev.belay.torch.kernel.Lanes.WIDTH;

import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import jdk.incubator.vector.FloatVector;

/**
 * What all {@link GatedUnit}s have in common, as passes for {@link RowPasses}: each small enough
 * for the JIT, and what goes from one to the next lies in scratch memory, fp32.
 *
 * @param gateUp address of {@code [N, 2 size]}
 * @param out address of {@code [N, size]}
 * @param scratch for each worker, sigmoids of a block's rows, then gradients times ups
 */
record GatedRows(ComputeType type, int size, long gateUp, long out, long scratch) {

  /** Work on one row's gates and sigmoids. */
  @FunctionalInterface
  interface GateTask {
    void run(long gates, long sigmoids);
  }

  /** Work on one row's gates, sigmoids, and gradients times ups. */
  @FunctionalInterface
  interface GradTask {
    void run(long gates, long sigmoids, long gradUps);
  }

  static long scratchBytes(int size) {
    return 2L * Parallel.threads() * RowPasses.BLOCK * size * 4;
  }

  Parallel.RowTask each(GateTask task) {
    return (from, to, worker) -> {
      for (int row = from; row < to; row++) {
        task.run(gates(row), sigmoids(row - from, worker));
      }
    };
  }

  Parallel.RowTask eachWithGradUps(GradTask task) {
    return (from, to, worker) -> {
      for (int row = from; row < to; row++) {
        task.run(gates(row), sigmoids(row - from, worker), gradUps(row - from, worker));
      }
    };
  }

  /** {@code out = gate * sigmoid * up}. */
  Parallel.RowTask outputs() {
    return (from, to, worker) -> {
      for (int row = from; row < to; row++) {
        outputs(type, gates(row), sigmoids(row - from, worker), out(row), size);
      }
    };
  }

  /** {@code gradUp = grad * up}. */
  Parallel.RowTask gradUps() {
    return (from, to, worker) -> {
      for (int row = from; row < to; row++) {
        gradUps(type, ups(row), out(row), gradUps(row - from, worker), size);
      }
    };
  }

  /** {@code up = grad * gate * sigmoid} and {@code grad = gate * sigmoid * up}. */
  Parallel.RowTask upGrads() {
    return (from, to, worker) -> {
      for (int row = from; row < to; row++) {
        upGrads(type, gates(row), sigmoids(row - from, worker), out(row), size);
      }
    };
  }

  private long gates(int row) {
    return Elements.at(type, gateUp, (long) row * 2 * size);
  }

  private long ups(int row) {
    return Elements.at(type, gateUp, ((long) row * 2 + 1) * size);
  }

  private long out(int row) {
    return Elements.at(type, out, (long) row * size);
  }

  private long sigmoids(int index, int worker) {
    return scratch + (2L * worker * RowPasses.BLOCK + index) * size * 4;
  }

  private long gradUps(int index, int worker) {
    return scratch + ((2L * worker + 1) * RowPasses.BLOCK + index) * size * 4;
  }

  private static void outputs(ComputeType type, long gateUp, long sigmoids, long out, int n) {
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector active = Elements.load(type, gateUp, i).mul(Lanes.loadFloat(sigmoids + i * 4L));
      Elements.store(type, out, i, active.mul(Elements.load(type, gateUp, n + i)));
    }
    for (int i = bound; i < n; i++) {
      float active = Elements.get(type, gateUp, i) * NativeMemory.getFloat(sigmoids + i * 4L);
      Elements.set(type, out, i, active * Elements.get(type, gateUp, n + i));
    }
  }

  private static void gradUps(ComputeType type, long ups, long grads, long gradUps, int n) {
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector grad = Elements.load(type, grads, i);
      Lanes.storeFloat(gradUps + i * 4L, grad.mul(Elements.load(type, ups, i)));
    }
    for (int i = bound; i < n; i++) {
      float grad = Elements.get(type, grads, i);
      NativeMemory.setFloat(gradUps + i * 4L, grad * Elements.get(type, ups, i));
    }
  }

  private static void upGrads(ComputeType type, long gateUp, long sigmoids, long grads, int n) {
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector active = Elements.load(type, gateUp, i).mul(Lanes.loadFloat(sigmoids + i * 4L));
      FloatVector up = Elements.load(type, gateUp, n + i);
      Elements.store(type, gateUp, n + i, Elements.load(type, grads, i).mul(active));
      Elements.store(type, grads, i, active.mul(up));
    }
    for (int i = bound; i < n; i++) {
      float active = Elements.get(type, gateUp, i) * NativeMemory.getFloat(sigmoids + i * 4L);
      float up = Elements.get(type, gateUp, n + i);
      Elements.set(type, gateUp, n + i, Elements.get(type, grads, i) * active);
      Elements.set(type, grads, i, active * up);
    }
  }
}
