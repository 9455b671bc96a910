package dev.belay.torch.decoder;

import dev.belay.torch.kernel.Elements;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeBuffer;
import dev.belay.torch.tensor.NativeMemory;
import org.bytedeco.pytorch.Tensor;

/** What norms multiply by: their weight, or one plus it in fp32, whose gradient is the same. */
final class NormFactors implements AutoCloseable {

  private final boolean offset;
  private final NativeBuffer sums = new NativeBuffer();

  /**
   * @param offset whether one is added
   */
  NormFactors(boolean offset) {
    this.offset = offset;
  }

  /**
   * Where the factors lie, until the next are asked for.
   *
   * @param address of as many elements as the weight has
   */
  record Factors(ComputeType type, long address) {}

  Factors of(Tensor weight) {
    ComputeType type = ComputeType.of(weight);
    long address = NativeMemory.address(weight);
    if (!offset) {
      return new Factors(type, address);
    }
    long size = weight.numel();
    long sum = sums.reserve(size * 4);
    for (long i = 0; i < size; i++) {
      NativeMemory.setFloat(sum + i * 4, 1 + Elements.get(type, address, i));
    }
    return new Factors(ComputeType.FLOAT32, sum);
  }

  @Override
  public void close() {
    sums.close();
  }
}
