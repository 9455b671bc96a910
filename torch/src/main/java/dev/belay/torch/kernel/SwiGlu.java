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
  public void sigmoids(long gates, long sigmoids) {
    int bound = F.loopBound(size);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector e = Lanes.exp(Elements.load(type, gates, i).neg());
      Lanes.storeFloat(sigmoids + i * 4L, FloatVector.broadcast(F, 1f).div(e.add(1f)));
    }
    for (int i = bound; i < size; i++) {
      double e = Math.exp(-Elements.get(type, gates, i));
      NativeMemory.setFloat(sigmoids + i * 4L, (float) (1 / (1 + e)));
    }
  }

  /** Divides the gate itself, so it rounds once less than {@link #forward}. */
  @Override
  public void output(long gates, long ups, long out, int columns) {
    int bound = F.loopBound(columns);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector gate = Elements.load(type, gates, i);
      FloatVector silu = gate.div(Lanes.exp(gate.neg()).add(1f));
      Elements.store(type, out, i, silu.mul(Elements.load(type, ups, i)));
    }
    for (int i = bound; i < columns; i++) {
      float gate = Elements.get(type, gates, i);
      float silu = (float) (gate / (1 + Math.exp(-gate)));
      Elements.set(type, out, i, silu * Elements.get(type, ups, i));
    }
  }

  /** With {@code d silu / d gate = sigmoid + silu * (1 - sigmoid)}. */
  @Override
  public void gateGrad(long gates, long sigmoids, long gradUps) {
    int bound = F.loopBound(size);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector sigmoid = Lanes.loadFloat(sigmoids + i * 4L);
      FloatVector silu = Elements.load(type, gates, i).mul(sigmoid);
      FloatVector slope = sigmoid.add(silu).sub(silu.mul(sigmoid));
      Elements.store(type, gates, i, Lanes.loadFloat(gradUps + i * 4L).mul(slope));
    }
    for (int i = bound; i < size; i++) {
      float sigmoid = NativeMemory.getFloat(sigmoids + i * 4L);
      float silu = Elements.get(type, gates, i) * sigmoid;
      float slope = sigmoid + silu - silu * sigmoid;
      Elements.set(type, gates, i, NativeMemory.getFloat(gradUps + i * 4L) * slope);
    }
  }
}
