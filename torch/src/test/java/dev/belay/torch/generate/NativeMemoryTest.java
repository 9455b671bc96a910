package dev.belay.torch.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.Sampling;
import dev.belay.testkit.TinyLlama;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.tensor.ComputeType;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

class NativeMemoryTest {

  private static final long MEBIBYTE = 1 << 20;

  @Test
  void manyCallsAndReloadsLeaveNothingBehind() {
    try (LanguageModel model = Tiny.open(TinyLlama.TIED);
        RolloutEngine engine = Tiny.engine(model, ComputeType.BFLOAT16, 8, 2)) {
      List<GenerationRequest> requests = Tiny.raggedRequests(8, 512);
      use(engine, model, requests, 20);
      long pointers = Pointer.totalCount();
      long bytes = Pointer.physicalBytes();
      use(engine, model, requests, 60);

      assertThat(Pointer.totalCount()).isEqualTo(pointers);
      assertThat(Pointer.physicalBytes() - bytes).isLessThan(64 * MEBIBYTE);
    }
  }

  private static void use(
      RolloutEngine engine, LanguageModel model, List<GenerationRequest> requests, int times) {
    for (int i = 0; i < times; i++) {
      engine.generate(requests, Sampling.atTemperature(1, 4));
      engine.reload(model);
    }
  }

  @Test
  void closingFreesEverything() {
    try (LanguageModel model = Tiny.open(TinyLlama.TIED)) {
      Tiny.engine(model, ComputeType.FLOAT32, 4, 2).close();
      long pointers = Pointer.totalCount();
      for (int i = 0; i < 5; i++) {
        try (RolloutEngine engine = Tiny.engine(model, ComputeType.FLOAT32, 4, 2)) {
          engine.generate(Tiny.raggedRequests(3, 512), Sampling.greedy(3));
        }
      }
      assertThat(Pointer.totalCount()).isEqualTo(pointers);
    }
  }
}
