package dev.belay.torch.decoder;

import dev.belay.torch.kernel.Parallel;
import dev.belay.torch.tensor.NativeMemory;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Dropout of the adapters' inputs in training passes. What is left out follows from the seed, the
 * adapter, the column, and the tokens up to the row: so it is the same in the forward pass and the
 * backward pass, and however a step is cut into passes.
 *
 * <p>The hash is SplitMix64's (Steele, Lea and Flood 2014, figure 14).
 */
public final class AdapterDropout {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private final double rate;
  private long[] rowKeys = new long[0];
  private boolean on;

  /**
   * A dropout that is off until a pass begins.
   *
   * @param rate share of inputs that are left out, in [0, 1)
   */
  AdapterDropout(double rate) {
    this.rate = rate;
  }

  /** Leaves inputs out in the passes over {@code batch} that follow, until {@link #end}. */
  public void begin(long seed, PackedBatch batch) {
    if (rate > 0) {
      rowKeys = rowKeys(seed, batch);
      on = true;
    }
  }

  /** Leaves nothing out from now on. */
  public void end() {
    on = false;
  }

  boolean isOn() {
    return on;
  }

  /** Of each row, one number that its tokens and those before it that it sees decide. */
  private static long[] rowKeys(long seed, PackedBatch batch) {
    int[] tokens = batch.tokenIds();
    long[] keys = new long[tokens.length];
    for (int s = 0; s < batch.sequences(); s++) {
      int start = batch.starts()[s];
      for (int row = start; row < batch.starts()[s + 1]; row++) {
        keys[row] = mix(before(keys, row, start, seed, batch) + (tokens[row] + 1) * GOLDEN_GAMMA);
      }
    }
    return keys;
  }

  /** The key of the last row that a row sees beside itself. */
  private static long before(long[] keys, int row, int start, long seed, PackedBatch batch) {
    int last = row - 1;
    if (batch.visible().gapEnds()[row] == row - start) {
      last = start + batch.visible().gapStarts()[row] - 1;
    }
    return last < start ? mix(seed) : keys[last];
  }

  /**
   * The rows with what is left out set to 0, and the rest raised by {@code 1/(1 − rate)}; the rows
   * themselves while it is off.
   *
   * @param rows {@code [N, columns]} fp32
   * @param adapter tells one adapter from another
   * @return in the caller's scope
   */
  Tensor kept(Tensor rows, long adapter) {
    if (!on) {
      return rows;
    }
    Tensor factors = torch.empty_like(rows);
    long address = NativeMemory.address(factors);
    int columns = (int) rows.size(1);
    float raise = (float) (1 / (1 - rate));
    Parallel.rows(
        rowKeys.length,
        (from, to, _) -> {
          for (int row = from; row < to; row++) {
            long key = mix(rowKeys[row] ^ adapter);
            for (int column = 0; column < columns; column++) {
              double uniform = (mix(key + (column + 1) * GOLDEN_GAMMA) >>> 11) * 0x1p-53;
              NativeMemory.setFloat(
                  address + ((long) row * columns + column) * 4, uniform < rate ? 0 : raise);
            }
          }
        });
    return factors.mul_(rows);
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
