package dev.belay.torch.loss;

import dev.belay.torch.kernel.Elements;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import org.bytedeco.pytorch.Tensor;

/**
 * The logits of a chunk of rows, as they lie in memory.
 *
 * @param owner whose logits they are, for messages
 * @param address of the first element of a dense {@code [C, V]}
 */
record LogitsChunk(
    String owner, ComputeType type, long address, int vocabulary, double temperature) {

  LogitsChunk(String owner, Tensor logits, double temperature) {
    this(
        owner,
        ComputeType.of(logits),
        NativeMemory.address(logits),
        (int) logits.size(1),
        temperature);
  }

  /** Address of row {@code r}. */
  long row(int r) {
    return Elements.at(type, address, (long) r * vocabulary);
  }

  float inverseTemperature() {
    return (float) (1 / temperature);
  }
}
