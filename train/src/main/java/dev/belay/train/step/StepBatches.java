package dev.belay.train.step;

import dev.belay.core.model.TokenSequence;
import dev.belay.torch.decoder.Decoder;
import dev.belay.torch.loss.ReferenceHead;
import dev.belay.torch.tensor.TensorScope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The sequences of a step, packed into micro-batches once and used by every pass over them. The
 * reference's hidden states are computed once and kept.
 */
public final class StepBatches implements AutoCloseable {

  /**
   * One pass.
   *
   * @param packed its tokens
   * @param tokenOffset completion tokens of the step before this pass
   */
  record MicroBatch(PackedCompletions packed, int tokenOffset) {}

  private final List<MicroBatch> microBatches = new ArrayList<>();
  private final List<Tensor> referenceHidden = new ArrayList<>();
  private final int completionTokens;
  private final int tokens;
  private @Nullable Decoder reference;

  /** Packs sequences into passes of at most {@code maxTokens} tokens. */
  public StepBatches(List<TokenSequence> sequences, int maxTokens) {
    int[] lengths = PackedCompletions.addedTokens(sequences);
    int offset = 0;
    int all = 0;
    for (MicroBatches.Range range : MicroBatches.split(lengths, maxTokens)) {
      PackedCompletions packed = PackedCompletions.of(sequences.subList(range.from(), range.to()));
      microBatches.add(new MicroBatch(packed, offset));
      offset += packed.rows().length;
      all += packed.batch().tokens();
    }
    completionTokens = offset;
    tokens = all;
  }

  List<MicroBatch> microBatches() {
    return microBatches;
  }

  /** Completion tokens of the whole step. */
  public int completionTokens() {
    return completionTokens;
  }

  /** All tokens of the whole step as computed, shared prompts once. */
  public int tokens() {
    return tokens;
  }

  /** Whether {@link #addReference} was called. */
  public boolean hasReference() {
    return reference != null;
  }

  /** Computes the reference's hidden states for all micro-batches: one forward pass. */
  public void addReference(Decoder decoder) {
    if (reference != null) {
      throw new IllegalStateException("the reference is there already");
    }
    reference = decoder;
    for (MicroBatch microBatch : microBatches) {
      try (TensorScope _ = new TensorScope()) {
        referenceHidden.add(TensorScope.retain(decoder.forward(microBatch.packed().batch())));
      }
    }
  }

  /** The reference's head for a micro-batch; null without a reference. */
  @Nullable ReferenceHead referenceHead(int microBatch) {
    Decoder decoder = reference;
    return decoder == null
        ? null
        : new ReferenceHead(referenceHidden.get(microBatch), decoder.headParameter().value());
  }

  @Override
  public void close() {
    referenceHidden.forEach(Tensor::close);
    referenceHidden.clear();
  }
}
