package dev.belay.torch.learner;

import dev.belay.core.objective.TokenScores;
import dev.belay.torch.decoder.Decoder;
import dev.belay.torch.loss.LanguageHead;
import dev.belay.torch.loss.ReferenceHead;
import dev.belay.torch.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** A decoder that stands still. */
public final class CpuReference implements Reference {

  private final Decoder decoder;
  private final LanguageHead head;

  /** A reference, which owns the decoder. */
  public CpuReference(Decoder decoder, LanguageHead head) {
    this.decoder = decoder;
    this.head = head;
  }

  @Override
  public Step over(PackedStep step) {
    Step kept = new Step(step, head);
    try {
      for (PackedStep.MicroBatch batch : step.microBatches()) {
        try (TensorScope _ = new TensorScope()) {
          kept.hidden.add(TensorScope.retain(decoder.forward(batch.packed().batch())));
        }
      }
      return kept;
    } catch (RuntimeException | Error e) {
      kept.close();
      throw e;
    }
  }

  @Override
  public void close() {
    decoder.close();
  }

  /** Hidden states of all micro-batches, {@code [N, H]} each. */
  static final class Step implements Reference.Step {

    private final PackedStep step;
    private final LanguageHead head;
    private final List<Tensor> hidden = new ArrayList<>();

    private Step(PackedStep step, LanguageHead head) {
      this.step = step;
      this.head = head;
    }

    /** Where the logits of a micro-batch come from. */
    ReferenceHead head(PackedStep.MicroBatch batch) {
      return new ReferenceHead(hidden.get(batch.index()), head.weight().value());
    }

    @Override
    public double[] logProbs() {
      TokenScores scores = TokenScores.ofSize(step.completionTokens(), false);
      for (PackedStep.MicroBatch batch : step.microBatches()) {
        head.score(CpuLearner.rows(batch, hidden.get(batch.index())), null, scores);
      }
      return scores.logProbs();
    }

    @Override
    public void close() {
      hidden.forEach(Tensor::close);
      hidden.clear();
    }
  }
}
