package dev.belay.train.step;

import dev.belay.core.model.GroupedSequence;
import dev.belay.core.objective.DivergenceObjective;
import dev.belay.core.objective.Objective;
import dev.belay.core.objective.TokenScores;
import dev.belay.torch.learner.Learner;
import dev.belay.torch.learner.PackedStep;
import dev.belay.torch.learner.Perturbation;
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
    this(PackedStep.of(sequences, maxTokens));
  }

  private StepBatches(PackedStep packed) {
    this.packed = packed;
  }

  /** The same where nothing but the last token of each sequence counts, as for a reward model. */
  public static StepBatches ofEnds(List<GroupedSequence> sequences, int maxTokens) {
    return new StepBatches(PackedStep.ofEnds(sequences, maxTokens));
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
    requireNoReference();
    reference = anchor.over(packed);
  }

  /** Takes what the reference says of these batches, which is closed with them. */
  public void addReference(Reference.Step said) {
    requireNoReference();
    reference = said;
  }

  private void requireNoReference() {
    if (reference != null) {
      throw new IllegalStateException("the reference is there already");
    }
  }

  /** The passes, as learner and reference take them. */
  public PackedStep packed() {
    return packed;
  }

  /**
   * Adds the gradient of an objective over all completion tokens to what the learner has
   * accumulated.
   *
   * @param scores filled with what the policy says
   * @return the loss
   */
  public double accumulate(Learner learner, Objective objective, TokenScores scores) {
    double loss = 0;
    for (PackedStep.MicroBatch batch : packed.microBatches()) {
      loss += learner.accumulate(batch, objective, reference, scores);
    }
    return loss;
  }

  /**
   * What the policy says now, without any gradient.
   *
   * @param scores filled
   */
  public void score(Learner learner, TokenScores scores) {
    learner.score(packed, reference, scores);
  }

  /**
   * The same as {@link #accumulate} at embeddings that are moved to where policy and reference
   * differ most nearby.
   *
   * @param other the reference, which is asked anew
   * @param scores filled with what the policy says, at the embeddings as they are and moved
   * @return the loss, at the moved embeddings
   */
  public double accumulate(
      Learner learner,
      DivergenceObjective objective,
      Reference other,
      Perturbation perturbation,
      Perturbation.Scores scores) {
    double loss = 0;
    for (PackedStep.MicroBatch batch : packed.microBatches()) {
      loss += learner.accumulate(batch, objective, other, perturbation, scores);
    }
    return loss;
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
