package dev.belay.torch.kernel;

import static dev.belay.torch.kernel.Lanes.F;
import static dev.belay.torch.kernel.Lanes.WIDTH;

import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeBuffer;
import dev.belay.torch.tensor.NativeMemory;
import jdk.incubator.vector.FloatVector;

/**
 * The rotary embedding (Su et al. 2021, eq. 34), with cosines and sines in fp32 as Hugging Face
 * computes them: pair i of a head is turned by {@code position * frequencies[i]}; its two halves
 * are elements i and i + D/2. Where fewer pairs than D/2 are turned, D is the number of a head's
 * first elements that they are, and the rest of the head stays.
 */
public final class RotaryTable implements AutoCloseable {

  private final int pairs;
  private final float[] frequencies;
  private final float factor;
  private final NativeBuffer memory = new NativeBuffer();
  private int positions;
  private long address;

  /**
   * @param frequencies of the turned pairs, {@code [D/2]} where all of a head is turned, in radians
   *     a position
   */
  public RotaryTable(float[] frequencies) {
    this(frequencies, 1);
  }

  /**
   * @param frequencies of the turned pairs, in radians a position
   * @param factor what cosines and sines are multiplied by
   */
  public RotaryTable(float[] frequencies, float factor) {
    this.pairs = frequencies.length;
    this.frequencies = frequencies.clone();
    this.factor = factor;
  }

  /** Prepares positions 0 to {@code count}; before rows are turned, and not while they are. */
  public void reserve(int count) {
    if (count <= positions) {
      return;
    }
    address = memory.reserve((long) count * pairs * 8);
    for (int position = 0; position < count; position++) {
      for (int i = 0; i < pairs; i++) {
        float angle = position * frequencies[i];
        NativeMemory.setFloat(cosines(position) + i * 4L, (float) Math.cos(angle) * factor);
        NativeMemory.setFloat(
            cosines(position) + (pairs + i) * 4L, (float) Math.sin(angle) * factor);
      }
    }
    positions = count;
  }

  /** Which way a head is turned. */
  public enum Direction {
    FORTH(1),
    /** The gradient of {@link #FORTH}: its transpose, since it is linear. */
    BACK(-1);

    private final float sign;

    Direction(float sign) {
      this.sign = sign;
    }
  }

  /** Turns the head {@code [D]} at {@code x} to its position or back, in place. */
  public void rotate(ComputeType type, long x, int position, Direction direction) {
    rotate(type, x, cosines(position), pairs, direction.sign);
  }

  /** Turns the head {@code [D]} fp32 at {@code x} to its position, in place. */
  public void rotate(long x, int position) {
    long cosines = cosines(position);
    long y = x + pairs * 4L;
    int bound = F.loopBound(pairs);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector a = Lanes.loadFloat(x + i * 4L);
      FloatVector b = Lanes.loadFloat(y + i * 4L);
      FloatVector cos = Lanes.loadFloat(cosines + i * 4L);
      FloatVector sin = Lanes.loadFloat(cosines + (pairs + i) * 4L);
      Lanes.storeFloat(x + i * 4L, a.mul(cos).sub(b.mul(sin)));
      Lanes.storeFloat(y + i * 4L, b.mul(cos).add(a.mul(sin)));
    }
    for (int i = bound; i < pairs; i++) {
      float a = NativeMemory.getFloat(x + i * 4L);
      float b = NativeMemory.getFloat(y + i * 4L);
      float cos = NativeMemory.getFloat(cosines + i * 4L);
      float sin = NativeMemory.getFloat(cosines + (pairs + i) * 4L);
      NativeMemory.setFloat(x + i * 4L, a * cos - b * sin);
      NativeMemory.setFloat(y + i * 4L, b * cos + a * sin);
    }
  }

  /** Address of a position's cosines {@code [D/2]}, its sines after them. */
  private long cosines(int position) {
    return address + (long) position * pairs * 8;
  }

  private static void rotate(ComputeType type, long x, long cosines, int half, float sign) {
    int bound = F.loopBound(half);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector cos = Lanes.loadFloat(cosines + i * 4L);
      FloatVector sin = Lanes.loadFloat(cosines + (half + i) * 4L).mul(sign);
      FloatVector a = Elements.load(type, x, i);
      FloatVector b = Elements.load(type, x, half + i);
      Elements.store(type, x, i, a.mul(cos).sub(b.mul(sin)));
      Elements.store(type, x, half + i, b.mul(cos).add(a.mul(sin)));
    }
    for (int i = bound; i < half; i++) {
      float cos = NativeMemory.getFloat(cosines + i * 4L);
      float sin = NativeMemory.getFloat(cosines + (half + i) * 4L) * sign;
      float a = Elements.get(type, x, i);
      float b = Elements.get(type, x, half + i);
      Elements.set(type, x, i, a * cos - b * sin);
      Elements.set(type, x, half + i, b * cos + a * sin);
    }
  }

  @Override
  public void close() {
    memory.close();
    positions = 0;
  }
}
