package dev.belay.torch.kernel;

import static dev.belay.torch.kernel.Lanes.F;
import static dev.belay.torch.kernel.Lanes.WIDTH;

import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import jdk.incubator.vector.FloatVector;

/**
 * SwiGLU (Shazeer 2020, eq. 5): {@code out = gate * sigmoid(gate) * up}.
 *
 * @param type of all rows
 * @param size columns of the output
 */
public record SwiGlu(ComputeType type, int size) implements GatedUnit {

  @Override
  public void forwardRow(long gateUp, long out) {
    forward(type, gateUp, out, size);
  }

  @Override
  public void sigmoidsOfRow(long gateUp, long sigmoids) {
    sigmoids(type, gateUp, sigmoids, size);
  }

  @Override
  public void backwardRow(long gateUp, long out, long sigmoids) {
    backward(type, gateUp, out, sigmoids, size);
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
