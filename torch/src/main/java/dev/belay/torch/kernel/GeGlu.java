package dev.belay.torch.kernel;

import static dev.belay.torch.kernel.Lanes.F;
import static dev.belay.torch.kernel.Lanes.WIDTH;

import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import jdk.incubator.vector.FloatVector;

/**
 * GEGLU (Shazeer 2020, eq. 5) with GELU approximated by tanh (Hendrycks and Gimpel 2016, section
 * 2): {@code out = gelu(gate) * up}. From {@code (1 + tanh(z)) / 2 = sigmoid(2z)} follows {@code
 * gelu(x) = x * sigmoid(inner(x))}, {@code inner(x) = 2 sqrt(2/π) (x + 0.044715 x³)}.
 *
 * @param type of all rows
 * @param size columns of the output
 */
public record GeGlu(ComputeType type, int size) implements GatedUnit {

  private static final float LINEAR = (float) (2 * Math.sqrt(2 / Math.PI));
  private static final float CUBIC = (float) (2 * Math.sqrt(2 / Math.PI) * 0.044715);

  @Override
  public void sigmoids(long gates, long sigmoids) {
    int bound = F.loopBound(size);
    for (int i = 0; i < bound; i += WIDTH) {
      Lanes.storeFloat(sigmoids + i * 4L, sigmoid(Elements.load(type, gates, i)));
    }
    for (int i = bound; i < size; i++) {
      float x = Elements.get(type, gates, i);
      double inner = x * (x * x * CUBIC + LINEAR);
      NativeMemory.setFloat(sigmoids + i * 4L, (float) (1 / (1 + Math.exp(-inner))));
    }
  }

  @Override
  public void output(long gates, long ups, long out, int columns) {
    int bound = F.loopBound(columns);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector gelu = gelu(Elements.load(type, gates, i));
      Elements.store(type, out, i, gelu.mul(Elements.load(type, ups, i)));
    }
    int rest = columns - bound;
    if (rest > 0) {
      FloatVector gelu = gelu(Elements.loadPart(type, gates, bound, rest));
      FloatVector up = Elements.loadPart(type, ups, bound, rest);
      Elements.storePart(type, out, bound, rest, gelu.mul(up));
    }
  }

  /** With {@code d gelu / dx = sigmoid + x * sigmoid * (1 - sigmoid) * inner'(x)}. */
  @Override
  public void gateGrad(long gates, long sigmoids, long gradUps) {
    int bound = F.loopBound(size);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector x = Elements.load(type, gates, i);
      FloatVector sigmoid = Lanes.loadFloat(sigmoids + i * 4L);
      FloatVector innerSlope = x.mul(x).mul(3 * CUBIC).add(LINEAR);
      FloatVector rest = sigmoid.sub(sigmoid.mul(sigmoid));
      FloatVector slope = sigmoid.add(x.mul(rest).mul(innerSlope));
      Elements.store(type, gates, i, Lanes.loadFloat(gradUps + i * 4L).mul(slope));
    }
    for (int i = bound; i < size; i++) {
      float x = Elements.get(type, gates, i);
      float sigmoid = NativeMemory.getFloat(sigmoids + i * 4L);
      float innerSlope = x * x * (3 * CUBIC) + LINEAR;
      float slope = sigmoid + x * (sigmoid - sigmoid * sigmoid) * innerSlope;
      Elements.set(type, gates, i, NativeMemory.getFloat(gradUps + i * 4L) * slope);
    }
  }

  private static FloatVector gelu(FloatVector x) {
    return x.mul(sigmoid(x));
  }

  private static FloatVector sigmoid(FloatVector x) {
    FloatVector inner = x.mul(x.mul(x).mul(CUBIC).add(LINEAR));
    return FloatVector.broadcast(F, 1f).div(Lanes.exp(inner.neg()).add(1f));
  }
}
