package dev.belay.torch.generate;

import dev.belay.torch.kernel.Elements;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.tensor.ComputeType;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/** The logits of a whole sequence by the engine's own forward pass. */
final class Logits {

  private Logits() {}

  /** Logits {@code [T, V]} of all positions, computed in one pass on two workers. */
  static float[] of(LanguageModel model, ComputeType type, int[] tokenIds) {
    int length = tokenIds.length;
    int vocabulary = model.config().vocabularySize();
    GemmChoice choice = GemmChoice.choose(type, 64, 64);
    CacheLayout layout = CacheLayout.of(model.config(), type);
    float[] result = new float[length * vocabulary];
    try (Arena arena = Arena.ofShared();
        LockstepTeam team = new LockstepTeam(2);
        DecoderWeights weights = new DecoderWeights(model, type, choice, team);
        Activations activations = new Activations(arena, model.config(), choice, length, length)) {
      BlockPool pool = new BlockPool(arena, layout, 100);
      pool.reserve(CacheLayout.blocks(length));
      BlockTable table = new BlockTable(pool, length);
      StepRows rows = new StepRows(length);
      for (int i = 0; i < length; i++) {
        rows.addWithLogits(tokenIds[i], i, table);
      }
      RunSize size = new RunSize(2, length, length, length);
      List<AttentionKernel> kernels = new ArrayList<>();
      for (int worker = 0; worker < 2; worker++) {
        kernels.add(new AttentionKernel(arena, layout, model.config().queryGroup(), length));
      }
      CacheWriter writer = new CacheWriter(arena, model.config(), layout, activations, rows, size);
      ForwardPass forward = new ForwardPass(team, weights, activations, rows, writer, kernels);
      team.run(forward::run, () -> {});
      writer.close();
      for (int i = 0; i < result.length; i++) {
        long row = activations.logits(i / vocabulary);
        result[i] = Elements.get(type, row, i % vocabulary);
      }
    }
    return result;
  }
}
