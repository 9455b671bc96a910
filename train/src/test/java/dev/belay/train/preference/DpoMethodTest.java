package dev.belay.train.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.model.TokenPair;
import dev.belay.core.objective.PairLoss;
import dev.belay.torch.learner.Reference;
import dev.belay.train.fixture.GradientCheck;
import dev.belay.train.fixture.TinyPolicy;
import dev.belay.train.method.StepReport;
import dev.belay.train.step.EpochOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DpoMethodTest {

  private static final List<TokenPair> PAIRS = TinyPairs.random(6, 3);
  private static final long SEED = 9;

  private static DpoMethod method(TinyPolicy policy, Reference reference, DpoSettings settings) {
    return method(policy, reference, PAIRS, settings);
  }

  private static DpoMethod method(
      TinyPolicy policy, Reference reference, List<TokenPair> pairs, DpoSettings settings) {
    return new DpoMethod(policy.policy(), reference, new EpochOrder<>(pairs, SEED), 4, 3, settings);
  }

  /** The same pairs, of which one is the other way round. */
  private static List<TokenPair> withOneSwapped(List<TokenPair> pairs, String id) {
    return pairs.stream()
        .map(
            pair ->
                pair.id().equals(id)
                    ? new TokenPair(
                        id, pair.promptTokenIds(), pair.rejectedTokenIds(), pair.chosenTokenIds())
                    : pair)
        .toList();
  }

  private static List<TokenPair> ofStep(long step) {
    return new EpochOrder<>(PAIRS, SEED).ofStep(step, 4);
  }

  /** By the formulas of the papers, from log-probs of whole logits. */
  private static double loss(
      TinyPolicy policy, TinyPolicy reference, List<TokenPair> pairs, PairLoss loss, boolean mean) {
    return pairs.stream()
        .mapToDouble(
            pair -> {
              double margin = TinyPairs.margin(policy, reference, pair, mean);
              return switch (loss) {
                case PairLoss.Sigmoid(double beta, double smoothing) ->
                    -(1 - smoothing) * Math.log(1 / (1 + Math.exp(-beta * margin)))
                        - smoothing * Math.log(1 / (1 + Math.exp(beta * margin)));
                case PairLoss.Ipo(double beta) -> Math.pow(margin - 1 / (2 * beta), 2);
              };
            })
        .average()
        .orElseThrow();
  }

  /** The micro-batches of 14 tokens part the completions of some pairs. */
  @ParameterizedTest
  @CsvSource({
    "sigmoid, 0.5, 0, false, 14",
    "sigmoid, 0.5, 0, false, 1000",
    "sigmoid, 0.8, 0.2, false, 14",
    "sigmoid, 2, 0.1, true, 14",
    "ipo, 0.5, 0, true, 14",
    "ipo, 0.5, 0, true, 1000"
  })
  void aStepDescendsTheLossOfItsOwnPairs(
      String name, double beta, double smoothing, boolean mean, int tokens) {
    PairLoss loss =
        name.equals("ipo") ? new PairLoss.Ipo(beta) : new PairLoss.Sigmoid(beta, smoothing);
    try (TinyPolicy policy = TinyPolicy.open(1e-5);
        TinyPolicy base = TinyPolicy.open(1e-3);
        Reference reference = TinyPairs.reference(base)) {
      policy.disturb(0.02, 4);
      DpoMethod method = method(policy, reference, new DpoSettings(loss, mean, tokens));
      for (long step = 1; step <= 2; step++) {
        List<TokenPair> chosen = ofStep(step);
        float[] start = policy.weights();
        double before = loss(policy, base, chosen, loss, mean);
        StepReport report = method.step(step);
        float[] end = policy.weights();

        assertThat(report.value("loss")).isCloseTo(before, within(1e-5 * (1 + before)));
        assertThat(loss(policy, base, chosen, loss, mean)).isLessThan(before);
        GradientCheck.requireSlope(
            policy, start, policy.lastGradient(), () -> loss(policy, base, chosen, loss, mean));
        policy.setWeights(end);
      }
    }
  }

  @Test
  void metricsAreThoseOfTheImplicitReward() {
    try (TinyPolicy policy = TinyPolicy.open(1e-3);
        TinyPolicy base = TinyPolicy.open(1e-3);
        Reference reference = TinyPairs.reference(base)) {
      policy.disturb(0.02, 4);
      List<TokenPair> mixed = withOneSwapped(PAIRS, ofStep(1).getFirst().id());
      double chosen = 0;
      double rejected = 0;
      double chosenLogProb = 0;
      int right = 0;
      for (TokenPair pair : new EpochOrder<>(mixed, SEED).ofStep(1, 4)) {
        double ofChosen = TinyPairs.logRatio(policy, base, pair.sequences().getFirst(), false);
        double ofRejected = TinyPairs.logRatio(policy, base, pair.sequences().getLast(), false);
        chosen += 0.5 * ofChosen / 4;
        rejected += 0.5 * ofRejected / 4;
        chosenLogProb += Arrays.stream(policy.logProbs(pair.sequences().getFirst())).sum() / 4;
        right += ofChosen > ofRejected ? 1 : 0;
      }
      DpoMethod method =
          method(
              policy, reference, mixed, new DpoSettings(new PairLoss.Sigmoid(0.5, 0), false, 40));
      StepReport report = method.step(1);

      assertThat(report.value("reward_chosen")).isCloseTo(chosen, within(1e-5));
      assertThat(report.value("reward_rejected")).isCloseTo(rejected, within(1e-5));
      assertThat(report.value("reward_margin")).isCloseTo(chosen - rejected, within(1e-5));
      assertThat(report.value("logprob_chosen")).isCloseTo(chosenLogProb, within(1e-4));
      assertThat(report.value("reward_accuracy")).isEqualTo(right / 4.0);
      assertThat(right).isBetween(1, 3);
      assertThat(report.value("pairs")).isEqualTo(4);
      assertThat(report.value("pairs_tied")).isZero();
      assertThat(report.value("grad_norm"))
          .isCloseTo(GradientCheck.norm(policy.lastGradient()), within(1e-4));
      assertThat(method.summary(report)).startsWith("loss ").contains("  right ", "tokens/s");
    }
  }

  /** The same bits on both sides: every pair is tied, and the loss is that of no margin. */
  @Test
  void theFirstStepBeginsAtTheReference() {
    try (TinyPolicy policy = TinyPolicy.open(1e-3);
        TinyPolicy base = TinyPolicy.open(1e-3);
        Reference reference = TinyPairs.reference(base)) {
      DpoMethod method =
          method(policy, reference, new DpoSettings(new PairLoss.Sigmoid(0.1, 0), false, 14));
      StepReport report = method.step(1);
      assertThat(report.value("loss")).isCloseTo(Math.log(2), within(1e-15));
      assertThat(report.value("pairs_tied")).isEqualTo(4);
      assertThat(report.values()).doesNotContainKey("reward_accuracy");
      assertThat(method.summary(report)).contains("right –");
      assertThat(method.steps()).isEqualTo(3);
      assertThat(method.state()).containsExactly(policy.policy());
    }
  }

  @Test
  void stepsTeachThePreferences() {
    try (TinyPolicy policy = TinyPolicy.open(2e-3);
        TinyPolicy base = TinyPolicy.open(1e-3);
        Reference reference = TinyPairs.reference(base)) {
      DpoSettings settings = new DpoSettings(new PairLoss.Sigmoid(0.5, 0), false, 60);
      DpoMethod method = method(policy, reference, settings);
      for (long step = 1; step <= 8; step++) {
        method.step(step);
      }
      for (TokenPair pair : PAIRS) {
        assertThat(TinyPairs.margin(policy, base, pair, false)).isPositive();
      }
    }
  }

  @Test
  void heldOutPairsAreMeasuredAndChangeNothing() {
    List<TokenPair> held = TinyPairs.random(5, 77);
    PairLoss loss = new PairLoss.Sigmoid(0.5, 0.1);
    try (TinyPolicy policy = TinyPolicy.open(1e-3);
        TinyPolicy base = TinyPolicy.open(1e-3);
        Reference reference = TinyPairs.reference(base)) {
      HeldOutPairs measuring =
          new HeldOutPairs(policy.policy(), held, reference, new DpoSettings(loss, false, 20), 3);
      policy.disturb(0.02, 4);
      float[] before = policy.weights();

      assertThat(measuring.after(StepReport.of(1).build()).measured()).isEmpty();
      assertThat(measuring.last(StepReport.of(4).build())).containsKey("held_out_loss");
      assertThat(measuring.last(StepReport.of(3).build())).isEmpty();
      var decision = measuring.after(StepReport.of(3).build());
      var measured = decision.measured();

      assertThat(decision.stop()).isFalse();
      assertThat(policy.weights()).isEqualTo(before);
      assertThat(measured.get("held_out_loss"))
          .isCloseTo(loss(policy, base, held, loss, false), within(1e-5));
      double margin =
          held.stream()
              .mapToDouble(pair -> TinyPairs.margin(policy, base, pair, false))
              .average()
              .orElseThrow();
      assertThat(measured.get("held_out_reward_margin")).isCloseTo(0.5 * margin, within(1e-5));
      double accuracy = Objects.requireNonNull(measured.get("held_out_reward_accuracy"));
      assertThat(measured.get("held_out_accuracy_low")).isLessThan(accuracy + 1e-12);
      assertThat(measured.get("held_out_accuracy_high")).isGreaterThan(accuracy - 1e-12);
      assertThat(measured).containsEntry("held_out_pairs", 5.0);
    }
  }
}
