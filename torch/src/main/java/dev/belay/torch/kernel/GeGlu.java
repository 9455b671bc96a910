package dev.belay.torch.kernel;

import static dev.belay.torch.kernel.Lanes.F;
import static dev.belay.torch.kernel.Lanes.WIDTH;

import dev.belay.torch.tensor.ComputeType;
import jdk.incubator.vector.FloatVector;

/**
 * GEGLU (Shazeer 2020, eq. 5) with GELU approximated by tanh (Hendrycks and Gimpel 2016, section
 * 2): {@code out = gelu(gate) * up}. From {@code (1 + tanh(z)) / 2 = sigmoid(2z)} follows {@code
 * gelu(x) = x * sigmoid(2 sqrt(2/π) (x + 0.044715 x³))}.
 *
 * @param type of all rows
 * @param size columns of the output
 */
public record GeGlu(ComputeType type, int size) implements GatedUnit {

  private static final float LINEAR = (float) (2 * Math.sqrt(2 / Math.PI));
  private static final float CUBIC = (float) (2 * Math.sqrt(2 / Math.PI) * 0.044715);

  /** The activation of one vector. */
  public static FloatVector gelu(FloatVector x) {
    return x.mul(sigmoid(x));
  }

  @Override
  public void forwardRow(long gateUp, long out) {
    int bound = F.loopBound(size);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector gate = Elements.load(type, gateUp, i);
      Elements.store(type, out, i, gelu(gate).mul(Elements.load(type, gateUp, size + i)));
    }
    int rest = size - bound;
    if (rest > 0) {
      FloatVector gate = Elements.loadPart(type, gateUp, bound, rest);
      FloatVector up = Elements.loadPart(type, gateUp, size + bound, rest);
      Elements.storePart(type, out, bound, rest, gelu(gate).mul(up));
    }
  }

  @Override
  public void sigmoidsOfRow(long gateUp, long sigmoids) {
    int bound = F.loopBound(size);
    for (int i = 0; i < bound; i += WIDTH) {
      Lanes.storeFloat(sigmoids + i * 4L, sigmoid(Elements.load(type, gateUp, i)));
    }
    int rest = size - bound;
    if (rest > 0) {
      FloatVector gate = Elements.loadPart(type, gateUp, bound, rest);
      Elements.storePart(ComputeType.FLOAT32, sigmoids, bound, rest, sigmoid(gate));
    }
  }

  @Override
  public void backwardRow(long gateUp, long out, long sigmoids) {
    int bound = F.loopBound(size);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector gate = Elements.load(type, gateUp, i);
      FloatVector up = Elements.load(type, gateUp, size + i);
      FloatVector grad = Elements.load(type, out, i);
      FloatVector sigmoid = Lanes.loadFloat(sigmoids + i * 4L);
      FloatVector gelu = gate.mul(sigmoid);
      Elements.store(type, out, i, gelu.mul(up));
      Elements.store(type, gateUp, size + i, grad.mul(gelu));
      Elements.store(type, gateUp, i, grad.mul(up).mul(slope(gate, sigmoid)));
    }
    int rest = size - bound;
    if (rest > 0) {
      backwardRest(gateUp, out, sigmoids, bound, rest);
    }
  }

  private void backwardRest(long gateUp, long out, long sigmoids, int from, int rest) {
    FloatVector gate = Elements.loadPart(type, gateUp, from, rest);
    FloatVector up = Elements.loadPart(type, gateUp, size + from, rest);
    FloatVector grad = Elements.loadPart(type, out, from, rest);
    FloatVector sigmoid = Elements.loadPart(ComputeType.FLOAT32, sigmoids, from, rest);
    FloatVector gelu = gate.mul(sigmoid);
    Elements.storePart(type, out, from, rest, gelu.mul(up));
    Elements.storePart(type, gateUp, size + from, rest, grad.mul(gelu));
    Elements.storePart(type, gateUp, from, rest, grad.mul(up).mul(slope(gate, sigmoid)));
  }

  /** {@code sigmoid + x * sigmoid * (1 - sigmoid) * inner'(x)}. */
  private static FloatVector slope(FloatVector x, FloatVector sigmoid) {
    FloatVector innerSlope = x.mul(x).mul(3 * CUBIC).add(LINEAR);
    FloatVector rest = sigmoid.sub(sigmoid.mul(sigmoid));
    return sigmoid.add(x.mul(rest).mul(innerSlope));
  }

  private static FloatVector sigmoid(FloatVector x) {
    FloatVector inner = x.mul(x.mul(x).mul(CUBIC).add(LINEAR));
    return FloatVector.broadcast(F, 1f).div(Lanes.exp(inner.neg()).add(1f));
  }
}
