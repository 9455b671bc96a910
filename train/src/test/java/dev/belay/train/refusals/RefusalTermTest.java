package dev.belay.train.refusals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.model.GroupedSequence;
import dev.belay.core.model.TokenSequence;
import dev.belay.core.objective.SftLoss;
import dev.belay.core.recipe.RefusalsSpec;
import dev.belay.train.fixture.GradientCheck;
import dev.belay.train.fixture.TinyPolicy;
import dev.belay.train.method.StepObserver;
import dev.belay.train.method.StepReport;
import dev.belay.train.step.Policy;
import dev.belay.train.step.StepBatches;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Cross-entropy on refusals and answers, in an update of the tiny model. */
class RefusalTermTest {

  private static final List<TokenSequence> TASK = sequences(new Random(3), 3);
  private static final List<TokenSequence> REFUSALS = sequences(new Random(4), 2);
  private static final List<TokenSequence> ANSWERS = sequences(new Random(5), 2);

  private static List<TokenSequence> sequences(Random random, int count) {
    List<TokenSequence> sequences = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] prompt = random.ints(3 + i, 3, 512).toArray();
      sequences.add(new TokenSequence(prompt, random.ints(2 + 2L * i, 3, 512).toArray()));
    }
    return sequences;
  }

  private static RefusalTerm term(double coef, int prompts, int microBatchTokens) {
    RefusalsSpec.Term spec = new RefusalsSpec.Term(coef, prompts);
    return new RefusalTerm(spec, REFUSALS, ANSWERS, microBatchTokens, 1);
  }

  private static Policy.UpdateResult update(TinyPolicy tiny, long number) {
    try (StepBatches batches = new StepBatches(GroupedSequence.byPrompt(TASK), 1000)) {
      return tiny.policy().update(batches, new SftLoss(batches.completionTokens()), number);
    }
  }

  /** A mean over all tokens together. */
  private static double crossEntropy(TinyPolicy tiny, List<TokenSequence> sequences) {
    double sum = 0;
    int tokens = 0;
    for (double[] logProbs : tiny.logProbs(sequences)) {
      for (double logProb : logProbs) {
        sum -= logProb;
        tokens++;
      }
    }
    return sum / tokens;
  }

  private static List<TokenSequence> both() {
    List<TokenSequence> both = new ArrayList<>(REFUSALS);
    both.addAll(ANSWERS);
    return both;
  }

  @Test
  void theGradientIsTheSlopeOfBothLossesTogetherAndNotZeroAtTheStart() {
    for (int microBatchTokens : new int[] {1, 1000}) {
      try (TinyPolicy tiny = TinyPolicy.open(1e-3)) {
        RefusalTerm term = term(.5, 4, microBatchTokens);
        float[] start = tiny.weights();
        tiny.policy().add(term);
        update(tiny, 1);
        GradientCheck.requireSlope(
            tiny,
            start,
            tiny.lastGradient(),
            () -> crossEntropy(tiny, TASK) + .5 * crossEntropy(tiny, both()));
      }
    }
  }

  @Test
  void bothKindsAreLoggedApartWithWhatTheyCost() {
    try (TinyPolicy tiny = TinyPolicy.open(1e-3)) {
      RefusalTerm term = term(.05, 4, 1000);
      RefusalLog log = new RefusalLog(term);
      double refusals = crossEntropy(tiny, REFUSALS);
      double answers = crossEntropy(tiny, ANSWERS);
      double all = crossEntropy(tiny, both());
      tiny.policy().add(term);
      StepReport report = StepReport.of(1).put("step_seconds", 100.0).build();
      assertThat(log.after(report)).isEqualTo(StepObserver.Decision.GO_ON);
      update(tiny, 1);
      Map<String, Double> metrics = log.after(report).measured();
      assertThat(value(metrics, "refusals_nats")).isCloseTo(refusals, within(1e-5));
      assertThat(value(metrics, "answers_nats")).isCloseTo(answers, within(1e-5));
      assertThat(value(metrics, "refusals_loss")).isCloseTo(.05 * all, within(1e-6));
      assertThat(metrics).containsEntry("refusals_coef", .05).containsEntry("refusals_tokens", 12d);
      assertThat(value(metrics, "refusals_share_of_step_seconds")).isBetween(0.0, 1.0);
      assertThat(log.after(report)).isEqualTo(StepObserver.Decision.GO_ON);
    }
  }

  private static double value(Map<String, Double> metrics, String key) {
    return Objects.requireNonNull(metrics.get(key));
  }

  @Test
  void anUpdateTakesAsManyOfEachAndAllComeUp() {
    try (TinyPolicy tiny = TinyPolicy.open(1e-3)) {
      RefusalTerm term = term(.05, 2, 1000);
      tiny.policy().add(term);
      Set<Integer> tokens = new HashSet<>();
      for (long number = 1; number <= 12; number++) {
        update(tiny, number);
        tokens.add(Objects.requireNonNull(term.last()).measured().tokens());
      }
      // One of 2 or 4 tokens, and one of 2 or 4.
      assertThat(tokens).isSubsetOf(4, 6, 8).hasSizeGreaterThan(1);
    }
  }
}
