package dev.belay.train.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.model.TokenSequence;
import dev.belay.train.fixture.GradientCheck;
import dev.belay.train.fixture.RolloutFile;
import dev.belay.train.fixture.ScriptedGenerator;
import dev.belay.train.fixture.TinyPolicy;
import dev.belay.train.fixture.TinyRlvr;
import dev.belay.train.fixture.TinyRlvr.Sample;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Steps on scripted completions: the update's gradient against differences of the objective that
 * {@link ExpectedRlvr} writes out, with tokens, verdicts and log-probs that the test knows.
 */
class RlvrMethodTest {

  private static final String MANY_MICRO_BATCHES = "micro_batch_tokens: 30";

  @TempDir Path temp;

  private static List<TokenSequence> tokens(List<Sample> samples) {
    return samples.stream().map(Sample::tokens).toList();
  }

  private List<JsonNode> rollouts(long step) {
    return RolloutFile.read(temp.resolve("step-" + step + ".jsonl.zst"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grpo",
        "dr-grpo",
        "dapo",
        "gspo",
        "cispo",
        "sapo",
        "rloo",
        "opo",
        "remax",
        "gpg",
        "reinforce++",
        "reinforce",
        "prime-rl-dppo"
      })
  void aStepAscendsTheObjectiveOfItsAlgorithm(String algorithm) {
    try (TinyPolicy policy = TinyPolicy.open(1e-3);
        TinyPolicy base = TinyPolicy.open(1e-3);
        TinyRlvr rlvr =
            new TinyRlvr(
                policy,
                base,
                temp,
                "epochs: 1",
                "algorithm: " + algorithm,
                "signal: { groups: all }",
                MANY_MICRO_BATCHES)) {
      float[] start = policy.weights();
      StepReport metrics = rlvr.method().step(1);
      List<Sample> samples = rlvr.lastSamples();
      float[] moved = policy.weights();

      ExpectedRlvr expected = new ExpectedRlvr(algorithm, samples, ExpectedRlvr.scores(samples));
      policy.setWeights(start);
      double[][] old = policy.logProbs(tokens(samples));
      GradientCheck.requireSlope(
          policy,
          start,
          policy.lastGradient(),
          () -> expected.loss(policy.logProbs(tokens(samples)), old));
      double loss = expected.loss(old, old);
      assertThat(metrics.value("loss")).isCloseTo(loss, within(1e-6 * Math.max(1, Math.abs(loss))));
      policy.setWeights(moved);
      // Descent: what earned more than its group has become likelier, weighted by its advantage.
      assertThat(expected.loss(policy.logProbs(tokens(samples)), old))
          .isLessThan(expected.loss(old, old));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.3})
  void theKlInTheRewardIsThatToTheReferenceAndMovesTheAdvantages(double coef) {
    try (TinyPolicy policy = TinyPolicy.open(1e-3);
        TinyPolicy base = TinyPolicy.open(1e-3)) {
      policy.disturb(0.03, 5);
      String kl = "kl: { coef: %s, estimator: k1, placement: reward }".formatted(coef);
      try (TinyRlvr rlvr = new TinyRlvr(policy, base, temp, "epochs: 1", kl, MANY_MICRO_BATCHES)) {
        float[] start = policy.weights();
        rlvr.method().step(1);
        List<Sample> samples = rlvr.lastSamples();
        policy.setWeights(start);

        double[] rewards = ExpectedRlvr.scores(samples);
        for (int i = 0; i < rewards.length; i++) {
          double penalty = coef * ExpectedRlvr.sequenceKl("k1", samples.get(i), policy, base);
          assertThat(Math.abs(penalty)).as("a penalty that shows").isGreaterThan(0.01);
          rewards[i] -= penalty;
        }
        ExpectedRlvr expected = new ExpectedRlvr("grpo", samples, rewards);
        assertRollouts(rollouts(1), rewards, expected.advantages());
        double[][] old = policy.logProbs(tokens(samples));
        GradientCheck.requireSlope(
            policy,
            start,
            policy.lastGradient(),
            () -> expected.loss(policy.logProbs(tokens(samples)), old));
      }
    }
  }

  /** Where no completion is right, the anchor alone moves the weights, and without it nothing. */
  @Test
  void theKlInTheRewardPullsWhereTheRewardTeachesNothing() {
    for (double coef : new double[] {0, 1}) {
      try (TinyPolicy policy = TinyPolicy.open(1e-3);
          TinyPolicy base = TinyPolicy.open(1e-3)) {
        policy.disturb(0.03, 5);
        String kl = "kl: { coef: %s, estimator: k1, placement: reward }".formatted(coef);
        try (TinyRlvr rlvr = TinyRlvr.hopeless(policy, base, temp, "epochs: 1", kl)) {
          StepReport metrics = rlvr.method().step(1);
          assertThat(rlvr.lastSamples()).allMatch(sample -> sample.score() == 0);
          assertThat(metrics.value("groups_without_signal")).isOne();
          if (coef == 0) {
            assertThat(metrics.value("grad_norm")).isZero();
          } else {
            assertThat(metrics.value("grad_norm")).isGreaterThan(0.1);
          }
        }
      }
    }
  }

  private static void assertRollouts(List<JsonNode> lines, double[] rewards, double[] advantages) {
    assertThat(lines).hasSize(rewards.length);
    for (int i = 0; i < rewards.length; i++) {
      JsonNode line = lines.get(i);
      if (Double.isNaN(rewards[i])) {
        assertThat(line.get("reward").isNull()).isTrue();
        assertThat(line.get("advantage").asDouble()).isZero();
      } else {
        double tolerance = 2e-5 * Math.max(1, Math.abs(rewards[i]));
        assertThat(line.get("reward").asDouble()).isCloseTo(rewards[i], within(tolerance));
        assertThat(line.get("advantage").asDouble()).isCloseTo(advantages[i], within(tolerance));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"k2", "k3", "exact"})
  void theKlInTheLossAddsItsOwnSlope(String estimator) {
    double coef = 0.5;
    try (TinyPolicy policy = TinyPolicy.open(1e-3);
        TinyPolicy base = TinyPolicy.open(1e-3)) {
      policy.disturb(0.03, 5);
      String kl = "kl: { coef: %s, estimator: %s, placement: loss }".formatted(coef, estimator);
      try (TinyRlvr rlvr = new TinyRlvr(policy, base, temp, "epochs: 1", kl, MANY_MICRO_BATCHES)) {
        float[] start = policy.weights();
        rlvr.method().step(1);
        List<Sample> samples = rlvr.lastSamples();
        ExpectedRlvr expected = new ExpectedRlvr("grpo", samples, ExpectedRlvr.scores(samples));
        assertRollouts(rollouts(1), ExpectedRlvr.scores(samples), expected.advantages());
        policy.setWeights(start);
        double[][] old = policy.logProbs(tokens(samples));
        GradientCheck.requireSlope(
            policy,
            start,
            policy.lastGradient(),
            () ->
                expected.loss(policy.logProbs(tokens(samples)), old)
                    + coef * expected.meanKl(estimator, policy, base));
      }
    }
  }

  @Test
  void aSecondUpdateTakesItsRatioToThePolicyThatSampled() {
    double rate = 3e-3;
    try (TinyPolicy policy = TinyPolicy.open(rate);
        TinyPolicy once = TinyPolicy.open(rate);
        TinyPolicy base = TinyPolicy.open(rate);
        TinyRlvr two = new TinyRlvr(policy, base, temp, "epochs: 2", MANY_MICRO_BATCHES);
        TinyRlvr one = new TinyRlvr(once, base, temp, "epochs: 1", MANY_MICRO_BATCHES)) {
      StepReport metrics = two.method().step(1);
      one.method().step(1);
      List<Sample> samples = two.lastSamples();
      float[] between = once.weights();
      double[][] old = base.logProbs(tokens(samples));
      double[][] current = once.logProbs(tokens(samples));

      ExpectedRlvr expected = new ExpectedRlvr("grpo", samples, ExpectedRlvr.scores(samples));
      assertThat(metrics.value("loss")).isCloseTo(expected.loss(current, old), within(1e-4));
      assertThat(metrics.value("ratio_mean"))
          .isCloseTo(expected.meanRatio(current, old), within(1e-3));
      assertThat(metrics.value("clip_share"))
          .isCloseTo(expected.clippedShare(current, old), within(1e-9))
          .isBetween(0.05, 0.95);
      GradientCheck.requireSlope(
          once,
          between,
          policy.lastGradient(),
          () -> expected.linearised(current, old, once.logProbs(tokens(samples))));
    }
  }

  /** The ratio of a completion needs the scores of the whole step, over several micro-batches. */
  @Test
  void aSequenceRatioGoesThroughAllTokensOfItsCompletion() {
    String[] settings = {
      "algorithm: gspo", "clip_low: 1", "clip_high: 99", MANY_MICRO_BATCHES, "kl: { coef: 0 }"
    };
    String[] unclipped = {"algorithm: gspo", MANY_MICRO_BATCHES, "kl: { coef: 0 }"};
    double rate = 3e-3;
    try (TinyPolicy policy = TinyPolicy.open(rate);
        TinyPolicy once = TinyPolicy.open(rate);
        TinyPolicy base = TinyPolicy.open(rate);
        TinyRlvr two = new TinyRlvr(policy, base, temp, "epochs: 2", settings);
        TinyRlvr one = new TinyRlvr(once, base, temp, "epochs: 1", unclipped)) {
      StepReport metrics = two.method().step(1);
      one.method().step(1);
      List<Sample> samples = two.lastSamples();
      float[] between = once.weights();
      double[][] old = base.logProbs(tokens(samples));
      double[][] current = once.logProbs(tokens(samples));

      ExpectedRlvr expected = new ExpectedRlvr("gspo", samples, ExpectedRlvr.scores(samples));
      double loss = expected.sequenceLoss(current, old);
      assertThat(metrics.value("loss")).isCloseTo(loss, within(1e-4));
      assertThat(Math.abs(loss - expected.loss(current, old)))
          .as("another loss")
          .isGreaterThan(1e-3);
      GradientCheck.requireSlope(
          once,
          between,
          policy.lastGradient(),
          () -> expected.sequenceLoss(once.logProbs(tokens(samples)), old));
    }
  }

  @Test
  void everyRolloutSamplesFromTheWeightsOfItsStep() {
    try (TinyPolicy policy = TinyPolicy.open(1e-3);
        TinyPolicy base = TinyPolicy.open(1e-3);
        TinyRlvr rlvr = new TinyRlvr(policy, base, temp, "epochs: 1")) {
      for (long step = 1; step <= 3; step++) {
        int current = TinyPolicy.fingerprint(policy.decoder());
        rlvr.method().step(step);
        assertThat(rlvr.generator().lastCall().weights()).isEqualTo(current);
        assertThat(TinyPolicy.fingerprint(policy.decoder())).isNotEqualTo(current);
      }
      assertThat(rlvr.generator().calls().stream().map(ScriptedGenerator.Call::weights).distinct())
          .hasSize(3);
    }
  }

  @Test
  void howTheStepIsCutDoesNotChangeTheUpdate() {
    try (TinyPolicy whole = TinyPolicy.open(1e-3);
        TinyPolicy cut = TinyPolicy.open(1e-3);
        TinyPolicy base = TinyPolicy.open(1e-3);
        TinyRlvr together =
            new TinyRlvr(whole, base, temp, "epochs: 1", "micro_batch_tokens: 100000");
        TinyRlvr apart = new TinyRlvr(cut, base, temp, "epochs: 1", "micro_batch_tokens: 1")) {
      StepReport one = together.method().step(1);
      StepReport twelve = apart.method().step(1);

      assertThat(twelve.value("tokens")).isGreaterThan(one.value("tokens"));
      assertThat(twelve.value("loss")).isCloseTo(one.value("loss"), within(1e-6));
      assertThat(GradientCheck.relativeError(cut.lastGradient(), whole.lastGradient()))
          .isLessThan(1e-5);
    }
  }
}
