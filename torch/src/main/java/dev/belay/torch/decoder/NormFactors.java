package dev.belay.torch.decoder;

import dev.belay.torch.kernel.Elements;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeBuffer;
import dev.belay.torch.tensor.NativeMemory;
import org.bytedeco.pytorch.Tensor;

/** What norms multiply by, in fp32: their weight, or one plus it, whose gradient is the same. */
final class NormFactors implements AutoCloseable {

  private final float offset;
  private final NativeBuffer factors = new NativeBuffer();

  /**
   * @param offset whether one is added
   */
  NormFactors(boolean offset) {
    this.offset = offset ? 1 : 0;
  }

  /** Address of as many factors as the weight has, until the next are asked for. */
  long of(Tensor weight) {
    return of(weight, 1);
  }

  /**
   * The same.
   *
   * @param multiplier of all of them
   */
  long of(Tensor weight, float multiplier) {
    ComputeType type = ComputeType.of(weight);
    long address = NativeMemory.address(weight);
    long size = weight.numel();
    long target = factors.reserve(size * 4);
    for (long i = 0; i < size; i++) {
      float factor = (offset + Elements.get(type, address, i)) * multiplier;
      NativeMemory.setFloat(target + i * 4, factor);
    }
    return target;
  }

  @Override
  public void close() {
    factors.close();
  }
}
