package dev.belay.train.step;

import dev.belay.core.model.GroupedSequence;
import dev.belay.torch.learner.PackedStep;
import dev.belay.torch.learner.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sequences of a step, packed once, and what the reference says of them. */
public final class StepBatches implements AutoCloseable {

  private final PackedStep packed;
  private Reference.@Nullable Step reference;

  /**
   * Packs sequences into passes of at most {@code maxTokens} tokens.
   *
   * @param sequences those of a group one after the other
   */
  public StepBatches(List<GroupedSequence> sequences, int maxTokens) {
    this.packed = PackedStep.of(sequences, maxTokens);
  }

  PackedStep packed() {
    return packed;
  }

  /** Completion tokens of the whole step. */
  public int completionTokens() {
    return packed.completionTokens();
  }

  /** All tokens of the whole step as computed, shared prompts once. */
  public int tokens() {
    return packed.tokens();
  }

  /** Asks the reference about all micro-batches: one forward pass. */
  public void addReference(Reference anchor) {
    if (reference != null) {
      throw new IllegalStateException("the reference is there already");
    }
    reference = anchor.over(packed);
  }

  /** What the reference says; null without one. */
  Reference.@Nullable Step reference() {
    return reference;
  }

  @Override
  public void close() {
    if (reference != null) {
      reference.close();
    }
  }
}
