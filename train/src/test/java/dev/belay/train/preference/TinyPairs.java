package dev.belay.train.preference;

import dev.belay.core.model.TokenPair;
import dev.belay.core.model.TokenSequence;
import dev.belay.torch.learner.CpuBackend;
import dev.belay.torch.learner.LearnerSpec;
import dev.belay.torch.learner.Reference;
import dev.belay.torch.optim.AdamW;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.train.fixture.TinyPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random pairs for the tiny model, and their margins worked out from whole logits. */
final class TinyPairs {

  private TinyPairs() {}

  static List<TokenPair> random(int count, long seed) {
    Random random = new Random(seed);
    List<TokenPair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pairs.add(
          new TokenPair(
              "pair-" + i,
              random.ints(2 + i % 3, 3, 512).toArray(),
              random.ints(1 + i % 4, 3, 512).toArray(),
              random.ints(1 + (i + 2) % 5, 3, 512).toArray()));
    }
    return pairs;
  }

  /** The model as it is, standing still. */
  static Reference reference(TinyPolicy policy) {
    return new CpuBackend()
        .reference(
            policy.decoder(),
            new LearnerSpec(ComputeType.FLOAT32, 1, new AdamW.Settings(0, 0.99, 1e-8, 0)));
  }

  /** Log-ratio of a completion, summed over its tokens or averaged. */
  static double logRatio(
      TinyPolicy policy, TinyPolicy reference, TokenSequence sequence, boolean mean) {
    double[] own = policy.logProbs(sequence);
    double[] others = reference.logProbs(sequence);
    double sum = 0;
    for (int t = 0; t < own.length; t++) {
      sum += own[t] - others[t];
    }
    return mean ? sum / own.length : sum;
  }

  static double margin(TinyPolicy policy, TinyPolicy reference, TokenPair pair, boolean mean) {
    return logRatio(policy, reference, pair.sequences().getFirst(), mean)
        - logRatio(policy, reference, pair.sequences().getLast(), mean);
  }
}
