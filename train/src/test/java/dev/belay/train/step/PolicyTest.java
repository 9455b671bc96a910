package dev.belay.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.model.GroupedSequence;
import dev.belay.core.model.TokenSequence;
import dev.belay.core.objective.LearningRateSchedule;
import dev.belay.core.objective.LearningRateSchedule.Shape;
import dev.belay.core.objective.SftLoss;
import dev.belay.core.objective.TokenScores;
import dev.belay.torch.learner.CpuBackend;
import dev.belay.torch.learner.LearnerSpec;
import dev.belay.torch.learner.Reference;
import dev.belay.torch.optim.AdamW;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NonFiniteException;
import dev.belay.train.fixture.GradientCheck;
import dev.belay.train.fixture.TinyPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The one update of every method, on eight sequences whose laws the test works out itself. */
class PolicyTest {

  private static final double RATE = 1e-3;
  private static final LearnerSpec AT_07 =
      new LearnerSpec(ComputeType.FLOAT32, 0.7, AdamW.Settings.DEFAULT);

  /** Pairs share a prompt; completions have 1 to 8 tokens. */
  private static final List<TokenSequence> SEQUENCES = sequences();

  private static List<TokenSequence> sequences() {
    Random random = new Random(3);
    List<TokenSequence> sequences = new ArrayList<>();
    for (int i = 0; i < 8; i += 2) {
      int[] prompt = random.ints(3 + i, 3, 512).toArray();
      sequences.add(new TokenSequence(prompt, random.ints(1 + i, 3, 512).toArray()));
      sequences.add(new TokenSequence(prompt, random.ints(2 + i, 3, 512).toArray()));
    }
    return sequences;
  }

  private static final List<GroupedSequence> GROUPED = grouped();

  private static List<GroupedSequence> grouped() {
    List<GroupedSequence> grouped = new ArrayList<>();
    for (int i = 0; i < SEQUENCES.size(); i++) {
      grouped.add(new GroupedSequence(SEQUENCES.get(i), i / 2));
    }
    return grouped;
  }

  private static StepBatches inOne() {
    return new StepBatches(GROUPED, 100_000);
  }

  private static StepBatches inEight() {
    return new StepBatches(GROUPED, 1);
  }

  private static Policy.UpdateResult update(TinyPolicy tiny, StepBatches batches, long number) {
    return tiny.policy().update(batches, new SftLoss(batches.completionTokens()), number);
  }

  /** Mean over all completion tokens of the negative log-prob. */
  private static double loss(TinyPolicy tiny) {
    double sum = 0;
    int tokens = 0;
    for (double[] logProbs : tiny.logProbs(SEQUENCES)) {
      for (double logProb : logProbs) {
        sum -= logProb;
        tokens++;
      }
    }
    return sum / tokens;
  }

  @Test
  void theGradientOverEightMicroBatchesIsTheSlopeOfTheLossOverAllTokens() {
    try (TinyPolicy tiny = TinyPolicy.open(RATE);
        StepBatches batches = inEight()) {
      assertThat(batches.packed().microBatches()).hasSize(8);
      float[] start = tiny.weights();
      double expected = loss(tiny);
      Policy.UpdateResult result = update(tiny, batches, 1);

      assertThat(result.loss()).isCloseTo(expected, within(1e-6));
      assertThat(result.gradNorm())
          .isCloseTo(GradientCheck.norm(tiny.lastGradient()), within(1e-5));
      assertThat(loss(tiny)).isLessThan(expected);
      GradientCheck.requireSlope(tiny, start, tiny.lastGradient(), () -> loss(tiny));
    }
  }

  @Test
  void eightMicroBatchesAreOneToTheRoundingOfTheirSum() {
    try (TinyPolicy one = TinyPolicy.open(RATE);
        TinyPolicy eight = TinyPolicy.open(RATE);
        StepBatches together = inOne();
        StepBatches apart = inEight()) {
      assertThat(together.packed().microBatches()).hasSize(1);
      Policy.UpdateResult whole = update(one, together, 1);
      Policy.UpdateResult cut = update(eight, apart, 1);

      assertThat(cut.loss()).isCloseTo(whole.loss(), within(2e-6));
      assertThat(GradientCheck.relativeError(eight.lastGradient(), one.lastGradient()))
          .isLessThan(2e-6);
      for (int i = 0; i < whole.scores().logProbs().length; i++) {
        assertThat(cut.scores().logProbs()[i])
            .isCloseTo(whole.scores().logProbs()[i], within(1e-5));
      }
    }
  }

  @Test
  void theFirstStepMovesEveryWeightByTheScheduledRateAgainstItsGradient() {
    LearningRateSchedule schedule = new LearningRateSchedule(Shape.LINEAR, 8e-3, 2, 6);
    // Half of the peak, the peak, then down by a quarter of it each time.
    double[] rates = {4e-3, 8e-3, 8e-3, 6e-3, 4e-3, 2e-3};
    for (int number = 1; number <= rates.length; number++) {
      try (TinyPolicy tiny = TinyPolicy.open(schedule);
          StepBatches batches = inOne()) {
        float[] start = tiny.weights();
        assertThat(update(tiny, batches, number).learningRate())
            .isCloseTo(rates[number - 1], within(1e-12));
        float[] end = tiny.weights();
        float[] gradient = tiny.lastGradient();
        int moved = 0;
        for (int i = 0; i < start.length; i++) {
          if (Math.abs(gradient[i]) > 1e-4) {
            // Adam's first step is g/|g|: bias correction undoes both decays.
            double expected = -Math.signum(gradient[i]) * rates[number - 1];
            assertThat((double) end[i] - start[i]).isCloseTo(expected, within(2e-6));
            moved++;
          }
        }
        assertThat(moved).isGreaterThan(1000);
      }
    }
  }

  @Test
  void clippingScalesTheWholeGradientToTheNormAllowed() {
    try (TinyPolicy free = TinyPolicy.open(RATE);
        TinyPolicy clipped = TinyPolicy.open(RATE, 0.25, 1);
        TinyPolicy loose = TinyPolicy.open(RATE, 1e3, 1);
        StepBatches batches = inOne()) {
      double norm = update(free, batches, 1).gradNorm();
      assertThat(norm).isGreaterThan(0.5);
      assertThat(update(clipped, batches, 1).gradNorm()).isEqualTo(norm);
      assertThat(update(loose, batches, 1).gradNorm()).isEqualTo(norm);

      float[] gradient = clipped.lastGradient();
      assertThat(GradientCheck.norm(gradient)).isCloseTo(0.25, within(1e-5));
      double cosine = GradientCheck.dot(gradient, free.lastGradient()) / (0.25 * norm);
      assertThat(cosine).isCloseTo(1, within(1e-5));
      assertThat(loose.lastGradient()).isEqualTo(free.lastGradient());
    }
  }

  @Test
  void scoresAreTheLawsOfEveryCompletionTokenInOrder() {
    try (TinyPolicy tiny = TinyPolicy.open(RATE, 0, 0.7);
        TinyPolicy other = TinyPolicy.open(RATE, 0, 0.7)) {
      tiny.disturb(0.03, 1);
      try (Reference reference = new CpuBackend().reference(other.decoder(), AT_07);
          StepBatches batches = inEight();
          StepBatches plain = inEight()) {
        batches.addReference(reference);
        TokenScores before = tiny.policy().score(batches);
        assertScores(before, tiny, other);
        assertThat(tiny.policy().score(plain).exactKls()).isNull();
        double[] refLogProbs = tiny.policy().scoreReference(batches);
        assertLogProbs(refLogProbs, other);
        assertThatThrownBy(() -> tiny.policy().scoreReference(plain))
            .hasMessageContaining("no reference");
        assertThat(update(tiny, batches, 1).scores()).usingRecursiveComparison().isEqualTo(before);
      }
    }
  }

  private static void assertLogProbs(double[] logProbs, TinyPolicy tiny) {
    int at = 0;
    for (double[] expected : tiny.logProbs(SEQUENCES)) {
      for (double logProb : expected) {
        assertThat(logProbs[at++]).isCloseTo(logProb, within(1e-5));
      }
    }
    assertThat(at).isEqualTo(logProbs.length);
  }

  private static void assertScores(TokenScores scores, TinyPolicy tiny, TinyPolicy reference) {
    assertLogProbs(scores.logProbs(), tiny);
    assertLogProbs(Objects.requireNonNull(scores.refLogProbs()), reference);
    double[] exactKls = Objects.requireNonNull(scores.exactKls());
    int at = 0;
    for (TokenSequence sequence : SEQUENCES) {
      double[] kls = tiny.exactKls(reference, sequence);
      double[] entropies = tiny.entropies(sequence);
      for (int t = 0; t < kls.length; t++, at++) {
        assertThat(kls[t]).isPositive();
        assertThat(exactKls[at]).isCloseTo(kls[t], within(1e-5));
        assertThat(scores.entropies()[at]).isCloseTo(entropies[t], within(1e-5));
      }
    }
  }

  @Test
  void aLossThatIsNotFiniteLeavesWeightsAndMomentsAndDropsGradients() {
    try (TinyPolicy tiny = TinyPolicy.open(RATE);
        StepBatches batches = inEight()) {
      update(tiny, batches, 1);
      float[] weights = tiny.weights();
      float[] moments = tiny.lastGradient();

      // The first micro-batches have added their gradients by then.
      assertThatThrownBy(
              () ->
                  tiny.policy()
                      .update(
                          batches,
                          (scores, from, to, out) -> {
                            out.set(0, -1, 0, 0);
                            return from > 10 ? Double.NaN : 1;
                          },
                          2))
          .isInstanceOf(NonFiniteException.class);

      assertThat(tiny.weights()).isEqualTo(weights);
      assertThat(tiny.lastGradient()).isEqualTo(moments);
      assertThat(tiny.pendingGradient()).containsOnly(0);
      assertThat(tiny.optimizer().steps()).isEqualTo(1);
    }
  }
}
