package dev.belay.torch.learner;

import dev.belay.core.objective.TokenScores;
import dev.belay.torch.decoder.Decoder;
import dev.belay.torch.loss.ScalarHead;
import dev.belay.torch.tensor.TensorScope;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;

/** A decoder and a scalar head that stand still. */
final class CpuSequenceScorer implements SequenceScorer {

  private final Decoder decoder;
  private final ScalarHead head;

  /** A scorer, which owns both. */
  CpuSequenceScorer(Decoder decoder, ScalarHead head) {
    this.decoder = decoder;
    this.head = head;
  }

  @Override
  public double[] score(PackedStep step) {
    TokenScores scores = head.room(step.completionTokens(), false);
    for (PackedStep.MicroBatch packed : step.microBatches()) {
      PackedStep.MicroBatch batch = packed.apartFor(decoder.config());
      try (TensorScope _ = new TensorScope()) {
        Tensor hidden = decoder.forward(batch.packed().batch());
        head.score(CpuLearner.rows(batch, hidden), null, scores);
      }
    }
    return Objects.requireNonNull(scores.values());
  }

  @Override
  public void close() {
    head.close();
    decoder.close();
  }
}
