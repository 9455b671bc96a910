package dev.belay.torch.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.testkit.TinyModel;
import dev.belay.torch.format.SafetensorsFile;
import dev.belay.torch.kernel.Elements;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The forward pass against what {@code transformers} computes. */
class LogitsTest {

  @ParameterizedTest
  @EnumSource(TinyModel.class)
  void fp32LogitsAreThoseOfTransformers(TinyModel tiny) {
    List<float[]> errors = errors(tiny, ComputeType.FLOAT32);
    for (float[] error : errors) {
      // Measured 1.1e-5; the decoder of the trainer stays below 1e-5 on the same goldens.
      assertThat(error[0]).isLessThan(2e-5f);
    }
  }

  @ParameterizedTest
  @EnumSource(TinyModel.class)
  void bf16LogitsAreNoFartherFromFp32ThanThoseOfTransformers(TinyModel tiny) {
    float own = 0;
    float theirs = 0;
    for (float[] error : errors(tiny, ComputeType.BFLOAT16)) {
      own += error[1];
      theirs += error[2];
    }
    assertThat(own).isLessThan(theirs);
  }

  /**
   * For each sequence the greatest distance from the fp32 goldens, by {@code atol = rtol} as in
   * {@code torch.allclose} (logits go up to 9), the mean absolute distance from them, and the mean
   * distance of the bf16 goldens from them.
   */
  private static List<float[]> errors(TinyModel tiny, ComputeType type) {
    TinyModel.Goldens goldens = tiny.goldens();
    List<float[]> errors = new ArrayList<>();
    try (LanguageModel model = Tiny.open(tiny);
        SafetensorsFile file = SafetensorsFile.open(goldens.tensors())) {
      for (int i = 0; i < goldens.sequences().size(); i++) {
        float[] expected = values(file.tensor("logits." + i));
        float[] peer = values(file.tensor("logits_bf16." + i));
        float[] actual = logits(model, type, goldens.sequences().get(i).tokenIds());
        errors.add(distances(expected, actual, peer));
      }
    }
    return errors;
  }

  private static float[] distances(float[] expected, float[] actual, float[] peer) {
    assertThat(actual).hasSameSizeAs(expected);
    float max = 0;
    double sum = 0;
    double peerSum = 0;
    for (int i = 0; i < expected.length; i++) {
      float distance = Math.abs(expected[i] - actual[i]);
      max = Math.max(max, distance / (1 + Math.abs(expected[i])));
      sum += distance;
      peerSum += Math.abs(expected[i] - peer[i]);
    }
    int n = expected.length;
    return new float[] {max, (float) (sum / n), (float) (peerSum / n)};
  }

  private static float[] values(Tensor tensor) {
    Tensor dense = tensor.to(ScalarType.Float).contiguous();
    float[] values = new float[(int) dense.numel()];
    for (int i = 0; i < values.length; i++) {
      values[i] = NativeMemory.getFloat(NativeMemory.address(dense) + i * 4L);
    }
    return values;
  }

  /** Logits {@code [T, V]} of all positions, computed in one pass on two workers. */
  private static float[] logits(LanguageModel model, ComputeType wanted, int[] tokenIds) {
    int length = tokenIds.length;
    int vocabulary = model.config().vocabularySize();
    GemmChoice choice = GemmChoice.choose(wanted, length);
    ComputeType type = choice.computeType(); // fp32 where there is no bf16 product.
    CacheLayout layout = CacheLayout.of(model.config(), type);
    float[] result = new float[length * vocabulary];
    try (Arena arena = Arena.ofShared();
        LockstepTeam team = new LockstepTeam(2);
        DecoderWeights weights = new DecoderWeights(model, wanted, choice, 2);
        Activations activations =
            new Activations(arena, model.config(), choice, length, length, 0)) {
      BlockPool pool = new BlockPool(arena, layout, 100);
      pool.reserve(CacheLayout.blocks(length));
      boolean beyond = length > model.config().attention().shortLength();
      BlockTable table = new BlockTable(pool, length, true, beyond);
      StepRows rows = new StepRows(length);
      for (int i = 0; i < length; i++) {
        rows.addWithLogits(tokenIds[i], i, table);
      }
      RunSize size = new RunSize(2, length, length, length);
      List<AttentionKernel> kernels = new ArrayList<>();
      for (int worker = 0; worker < 2; worker++) {
        kernels.add(new AttentionKernel(arena, layout, model.config().queryGroup(), length));
      }
      CacheWriter writer = new CacheWriter(arena, weights, layout, activations, rows, size);
      LockstepPass forward = new LockstepPass(weights, activations, rows, writer, kernels);
      AtomicInteger rounds = new AtomicInteger();
      forward.prepare();
      team.run(forward.phases(), () -> rounds.getAndIncrement() == 0, () -> {});
      for (int i = 0; i < result.length; i++) {
        long row = activations.logits(i / vocabulary);
        result[i] = Elements.get(type, row, i % vocabulary);
      }
    }
    return result;
  }
}
