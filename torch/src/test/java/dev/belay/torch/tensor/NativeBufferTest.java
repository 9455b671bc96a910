package dev.belay.torch.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

class NativeBufferTest {

  @Test
  void smallerRequestsGetTheSameMemory() {
    try (NativeBuffer buffer = new NativeBuffer()) {
      long address = buffer.reserve(4096);
      NativeMemory.setFloat(address + 4092, 7);
      assertThat(buffer.reserve(16)).isEqualTo(address);
      assertThat(buffer.reserve(0)).isEqualTo(address);
      assertThat(NativeMemory.getFloat(buffer.reserve(4096) + 4092)).isEqualTo(7);
      assertThat(address % 64).isZero();
    }
  }

  @Test
  void itGrowsWithoutLeavingAnythingBehind() {
    long before = Pointer.totalCount();
    try (NativeBuffer buffer = new NativeBuffer()) {
      for (long bytes = 1; bytes < 1 << 20; bytes *= 2) {
        NativeMemory.zero(buffer.reserve(bytes), bytes);
      }
      assertThat(Pointer.totalCount() - before).isLessThanOrEqualTo(1);
    }
    assertThat(Pointer.totalCount()).isEqualTo(before);
  }
}
