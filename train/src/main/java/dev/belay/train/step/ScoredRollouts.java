package dev.belay.train.step;

import dev.belay.core.model.GroupedSequence;
import dev.belay.core.model.Seeds;
import dev.belay.core.objective.RolloutBatch;
import dev.belay.core.objective.TokenScores;
import dev.belay.torch.learner.Reference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The completions of a step, packed into its mini-batches, with what was scored of them before any
 * update. A mini-batch holds whole groups; which ones is drawn anew in every step.
 */
public final class ScoredRollouts implements AutoCloseable {

  /**
   * One mini-batch.
   *
   * @param completions its completions among those of the step, in their order
   * @param tokens its tokens among those of the step, in the order of its own columns
   */
  @SuppressWarnings("ArrayRecordComponent") // Read by index, never compared.
  public record Part(StepBatches batches, int[] completions, int[] tokens) {}

  private final List<Rollout> rollouts;
  private final List<Part> parts = new ArrayList<>();
  private RolloutBatch batch;
  private @Nullable TokenScores before;

  /**
   * Packs the completions of a step.
   *
   * @param rollouts at least one, those of a group one after the other
   * @param miniBatches how many; fewer where there are fewer groups
   * @param maxTokens most tokens of one pass
   * @param seed of the draw of this step
   */
  ScoredRollouts(List<Rollout> rollouts, int miniBatches, int maxTokens, long seed) {
    this.rollouts = List.copyOf(rollouts);
    this.batch =
        RolloutBatch.sampled(rollouts.stream().map(r -> r.completion().logProbs()).toList());
    for (int[] completions : split(rollouts, miniBatches, seed)) {
      List<GroupedSequence> sequences = new ArrayList<>();
      for (int completion : completions) {
        sequences.add(rollouts.get(completion).tokens());
      }
      parts.add(
          new Part(
              new StepBatches(sequences, maxTokens), completions, batch.tokensOf(completions)));
    }
  }

  /** The completions of each mini-batch, in rising order; all of them if there is one. */
  static List<int[]> split(List<Rollout> rollouts, int miniBatches, long seed) {
    int[] groups = rollouts.stream().mapToInt(Rollout::group).distinct().toArray();
    int parts = Math.clamp(groups.length, 1, miniBatches);
    if (parts > 1) {
      shuffle(groups, new Random(Seeds.derive(seed, "mini-batches")));
    }
    List<int[]> split = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      Set<Integer> chosen = new HashSet<>();
      for (int g = part; g < groups.length; g += parts) {
        chosen.add(groups[g]);
      }
      split.add(
          IntStream.range(0, rollouts.size())
              .filter(i -> parts == 1 || chosen.contains(rollouts.get(i).group()))
              .toArray());
    }
    return split;
  }

  private static void shuffle(int[] values, Random random) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int moved = values[i];
      values[i] = values[j];
      values[j] = moved;
    }
  }

  /** Asks the reference about every completion: one forward pass. */
  void addReference(Reference reference) {
    for (Part part : parts) {
      part.batches().addReference(reference);
    }
  }

  /** Takes the reference's log-probs, which {@link #addReference} has asked for, into the batch. */
  void keepReference(Policy policy) {
    double[] column = new double[batch.tokens()];
    for (Part part : parts) {
      scatter(policy.scoreReference(part.batches()), part.tokens(), column);
    }
    batch = batch.withRefLogProbs(column);
  }

  /** Scores every token by the policy as it is: one forward pass. */
  void keepOld(Policy policy) {
    TokenScores whole = null;
    for (Part part : parts) {
      TokenScores scores = policy.score(part.batches());
      if (whole == null) {
        whole = TokenScores.ofSize(batch.tokens(), scores.exactKls() != null);
      }
      scatter(scores.logProbs(), part.tokens(), whole.logProbs());
      scatter(scores.entropies(), part.tokens(), whole.entropies());
      double[] from = scores.exactKls();
      double[] to = whole.exactKls();
      if (from != null && to != null) {
        scatter(from, part.tokens(), to);
      }
    }
    if (whole != null) {
      before = whole;
      batch = batch.withOldLogProbs(whole.logProbs());
    }
  }

  private static void scatter(double[] values, int[] tokens, double[] column) {
    for (int t = 0; t < tokens.length; t++) {
      column[tokens[t]] = values[t];
    }
  }

  /** The completions, in the order in which they were sampled. */
  public List<Rollout> rollouts() {
    return rollouts;
  }

  /** Their tokens, in the same order, with all that was scored. */
  public RolloutBatch batch() {
    return batch;
  }

  /** The mini-batches. */
  public List<Part> parts() {
    return parts;
  }

  /** What the policy that sampled says of every token; null if that was not scored. */
  @Nullable TokenScores before() {
    return before;
  }

  /** All tokens as computed in one pass over the step, shared prompts once in each mini-batch. */
  public int tokens() {
    return parts.stream().mapToInt(part -> part.batches().tokens()).sum();
  }

  @Override
  public void close() {
    parts.forEach(part -> part.batches().close());
  }
}
