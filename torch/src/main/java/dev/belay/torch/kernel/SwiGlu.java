package dev.belay.torch.kernel;

import static dev.belay.torch.kernel.Lanes.F;
import static dev.belay.torch.kernel.Lanes.WIDTH;

import dev.belay.torch.tensor.ComputeType;
import jdk.incubator.vector.FloatVector;

/**
 * SwiGLU (Shazeer 2020, eq. 5) of one row at a time, and its gradient: {@code out = gate *
 * sigmoid(gate) * up}. A row holds {@code [size]} gates, then {@code [size]} ups.
 *
 * @param type of all rows
 * @param size columns of the output
 */
public record SwiGlu(ComputeType type, int size) {

  /** Writes the row {@code out} {@code [size]} for the row {@code gateUp} {@code [2 size]}. */
  public void forward(long gateUp, long out) {
    forward(type, gateUp, out, size);
  }

  /**
   * The gradient, in place.
   *
   * @param gateUp {@code [2 size]}: read, then overwritten with its gradient
   * @param out {@code [size]}: the gradient of the output, overwritten with the output itself,
   *     which the next weight's gradient needs
   */
  public void backward(long gateUp, long out) {
    backward(type, gateUp, out, size);
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

  private static void backward(ComputeType type, long gateUp, long out, int n) {
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector gate = Elements.load(type, gateUp, i);
      FloatVector up = Elements.load(type, gateUp, n + i);
      FloatVector grad = Elements.load(type, out, i);
      FloatVector sigmoid = sigmoid(gate);
      FloatVector silu = gate.mul(sigmoid);
      Elements.store(type, out, i, silu.mul(up));
      Elements.store(type, gateUp, n + i, grad.mul(silu));
      Elements.store(type, gateUp, i, grad.mul(up).mul(slope(sigmoid, silu)));
    }
    int rest = n - bound;
    if (rest > 0) {
      FloatVector gate = Elements.loadPart(type, gateUp, bound, rest);
      FloatVector up = Elements.loadPart(type, gateUp, n + bound, rest);
      FloatVector grad = Elements.loadPart(type, out, bound, rest);
      FloatVector sigmoid = sigmoid(gate);
      FloatVector silu = gate.mul(sigmoid);
      Elements.storePart(type, out, bound, rest, silu.mul(up));
      Elements.storePart(type, gateUp, n + bound, rest, grad.mul(silu));
      FloatVector gateGrad = grad.mul(up).mul(slope(sigmoid, silu));
      Elements.storePart(type, gateUp, bound, rest, gateGrad);
    }
  }

  private static FloatVector sigmoid(FloatVector x) {
    return FloatVector.broadcast(F, 1f).div(Lanes.exp(x.neg()).add(1f));
  }

  /** d silu / d gate = sigmoid + silu * (1 - sigmoid). */
  private static FloatVector slope(FloatVector sigmoid, FloatVector silu) {
    return sigmoid.add(silu).sub(silu.mul(sigmoid));
  }
}
