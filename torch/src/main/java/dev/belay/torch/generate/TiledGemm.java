package dev.belay.torch.generate;

import static org.bytedeco.pytorch.global.torch.linear;

import dev.belay.torch.library.NativeLibraries;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * libtorch's own linear, always on the same number of rows: whatever kernel it chooses, it chooses
 * it for every batch.
 */
final class TiledGemm implements Gemm {

  static {
    NativeLibraries.load();
  }

  @Override
  public Tensor pack(Tensor weight) {
    return weight.clone();
  }

  @Override
  public Tensor multiply(Tensor input, Tensor packed, @Nullable Tensor bias) {
    return bias == null ? linear(input, packed) : linear(input, packed, bias);
  }

  @Override
  public String description() {
    return "libtorch linear";
  }
}
