package dev.belay.torch.learner;

import dev.belay.core.model.GroupedSequence;
import dev.belay.torch.model.DecoderConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The sequences of a step, packed into micro-batches once and used by every pass over them. It is
 * plain numbers, so any learner can read it.
 */
public final class PackedStep {

  /**
   * One pass.
   *
   * @param packed its tokens
   * @param index of this pass in the step
   * @param tokenOffset completion tokens of the step before this pass
   */
  public record MicroBatch(PackedCompletions packed, int index, int tokenOffset) {

    /**
     * The same, in which long sequences share no prefix with others, if that makes a difference.
     */
    MicroBatch apartFor(DecoderConfig config) {
      return new MicroBatch(packed.apart(config.attention().shortLength()), index, tokenOffset);
    }
  }

  private final List<MicroBatch> microBatches;
  private final int completionTokens;
  private final int tokens;

  private PackedStep(List<MicroBatch> microBatches, int completionTokens, int tokens) {
    this.microBatches = List.copyOf(microBatches);
    this.completionTokens = completionTokens;
    this.tokens = tokens;
  }

  /**
   * Packs sequences, in their order.
   *
   * @param sequences those of a group one after the other
   * @param maxTokens most tokens of one pass; a longer sequence gets a pass of its own
   */
  public static PackedStep of(List<GroupedSequence> sequences, int maxTokens) {
    return of(sequences, maxTokens, PackedCompletions::of);
  }

  /**
   * The same, of which nothing but the last token of each sequence counts: what a reward model
   * reads. {@link #completionTokens} is then the number of sequences.
   */
  public static PackedStep ofEnds(List<GroupedSequence> sequences, int maxTokens) {
    return of(sequences, maxTokens, PackedCompletions::ofEnds);
  }

  private static PackedStep of(
      List<GroupedSequence> sequences,
      int maxTokens,
      Function<List<GroupedSequence>, PackedCompletions> pack) {
    int[] lengths = PackedCompletions.addedTokens(sequences);
    List<MicroBatch> microBatches = new ArrayList<>();
    int offset = 0;
    int all = 0;
    for (MicroBatches.Range range : MicroBatches.split(lengths, maxTokens)) {
      PackedCompletions packed = pack.apply(sequences.subList(range.from(), range.to()));
      microBatches.add(new MicroBatch(packed, microBatches.size(), offset));
      offset += packed.rows().length;
      all += packed.batch().tokens();
    }
    return new PackedStep(microBatches, offset, all);
  }

  /** The passes, in order. */
  public List<MicroBatch> microBatches() {
    return microBatches;
  }

  /** Completion tokens of the whole step, {@code R}. */
  public int completionTokens() {
    return completionTokens;
  }

  /** All tokens of the whole step as computed, shared prompts once. */
  public int tokens() {
    return tokens;
  }
}
