package dev.belay.session.model;

import dev.belay.core.model.GroupedSequence;
import dev.belay.core.model.Seeds;
import dev.belay.core.model.TokenSequence;
import dev.belay.core.objective.TokenScores;
import dev.belay.torch.learner.CpuBackend;
import dev.belay.torch.learner.FrozenPair;
import dev.belay.torch.learner.PackedStep;
import dev.belay.torch.model.WeightSource;
import dev.belay.torch.tensor.ComputeType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Whether a merged model says what its adapter and base say: next-token laws in fp32, after random
 * tokens. Merging rounds {@code W + scale · B · A} once to the type that is written; where the
 * adapter adds less than the distance of two numbers of that type, rounding takes it away. So the
 * measure is the exact KL that merging costs, beside the KL from the base to the adapted model.
 */
public final class MergeCheck {

  private static final int SEQUENCES = 8;
  private static final int PROMPT_TOKENS = 4;
  private static final int TOKENS = 32;
  private static final int TOKENS_PER_PASS = 256;

  /** Above this share of what the adapter does, a merge is no longer the same model. */
  private static final double MOST_SHARE = 0.1;

  /** What sums of fp32 differ by. */
  private static final double NOISE = 1e-7;

  private MergeCheck() {}

  /**
   * What was measured, in nats a token.
   *
   * @param merging mean KL of the merged model from the adapted one
   * @param adapter mean KL of the adapted model from its base
   * @param tokens that the means are over
   */
  public record Result(double merging, double adapter, int tokens) {

    /** Whether merging costs no more than the precision's noise. */
    public boolean holds() {
      return merging <= Math.max(NOISE, MOST_SHARE * adapter);
    }

    /** One sentence. */
    public String text() {
      return String.format(
          Locale.ROOT,
          "over %d tokens the merged model is %.2g nats a token from the adapted one, which is %.2g"
              + " from its base: %s",
          tokens,
          merging,
          adapter,
          holds()
              ? "the same model within rounding"
              : "rounding took more than a tenth of the adapter; write it with --dtype float32");
    }
  }

  /**
   * Compares.
   *
   * @param adapted with its adapter beside the base; must stay open
   * @param merged must stay open
   */
  public static Result of(WeightSource adapted, WeightSource merged) {
    PackedStep step = PackedStep.of(sequences(adapted.config().vocabularySize()), TOKENS_PER_PASS);
    return new Result(
        kl(merged, adapted, step), kl(adapted, adapted.base(), step), step.completionTokens());
  }

  private static double kl(WeightSource first, WeightSource second, PackedStep step) {
    try (FrozenPair pair = new CpuBackend().frozen(first, second, ComputeType.FLOAT32, 1)) {
      TokenScores scores = pair.score(step, FrozenPair.Order.FIRST);
      double[] kls = Objects.requireNonNull(scores.exactKls());
      return Arrays.stream(kls).average().orElseThrow();
    }
  }

  private static List<GroupedSequence> sequences(int vocabulary) {
    SplittableRandom random = new SplittableRandom(Seeds.derive(0, "merge"));
    List<GroupedSequence> sequences = new ArrayList<>();
    for (int i = 0; i < SEQUENCES; i++) {
      int[] prompt = random.ints(PROMPT_TOKENS, 0, vocabulary).toArray();
      int[] completion = random.ints(TOKENS, 0, vocabulary).toArray();
      sequences.add(new GroupedSequence(new TokenSequence(prompt, completion), i));
    }
    return sequences;
  }
}
