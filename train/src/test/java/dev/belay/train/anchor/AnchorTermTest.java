package dev.belay.train.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.model.GroupedSequence;
import dev.belay.core.model.TokenSequence;
import dev.belay.core.objective.Divergence;
import dev.belay.core.objective.PositionReduction;
import dev.belay.core.objective.PositionWeights;
import dev.belay.core.objective.SftLoss;
import dev.belay.core.recipe.AnchorSpec;
import dev.belay.core.recipe.AnchorSpec.Combine;
import dev.belay.torch.learner.CpuBackend;
import dev.belay.torch.learner.LearnerSpec;
import dev.belay.torch.learner.Reference;
import dev.belay.torch.optim.AdamW;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NonFiniteException;
import dev.belay.train.fixture.GradientCheck;
import dev.belay.train.fixture.TinyPolicy;
import dev.belay.train.step.Policy;
import dev.belay.train.step.StepBatches;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The anchor's gradient in an update of the tiny model, from laws that the test works out itself.
 */
class AnchorTermTest {

  private static final double RATE = 1e-3;
  private static final LearnerSpec LEARNER =
      new LearnerSpec(ComputeType.FLOAT32, 1, AdamW.Settings.DEFAULT);
  private static final List<Divergence> OF_LAWS =
      List.of(Divergence.REVERSE, Divergence.FORWARD, Divergence.JS);
  private static final List<TokenSequence> TASK = sequences(new Random(3), 4);
  private static final List<TokenSequence> PROMPTS = sequences(new Random(4), 3);
  private static final List<HeldPrompt<TokenSequence>> HELD =
      PROMPTS.stream().map(sequence -> new HeldPrompt<>(sequence, "direct")).toList();

  @TempDir Path folder;

  private static List<TokenSequence> sequences(Random random, int count) {
    List<TokenSequence> sequences = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] prompt = random.ints(3 + i, 3, 512).toArray();
      sequences.add(new TokenSequence(prompt, random.ints(2 + 2L * i, 3, 512).toArray()));
    }
    return sequences;
  }

  private static AnchorSpec spec(
      double coef,
      Divergence divergence,
      PositionWeights positions,
      PositionReduction reduce,
      Combine combine) {
    return new AnchorSpec(
        List.of(),
        List.of("direct"),
        List.of(),
        AnchorSpec.Completions.REFERENCE,
        32,
        PROMPTS.size(),
        new AnchorSpec.Price(coef),
        divergence,
        positions,
        reduce,
        combine,
        AnchorSpec.Over.ALL,
        Optional.empty(),
        Optional.empty());
  }

  /** The same with what else it may say. */
  private static AnchorSpec with(
      AnchorSpec spec, AnchorSpec.Over over, Optional<AnchorSpec.Perturb> perturb) {
    return new AnchorSpec(
        spec.data(),
        spec.attacks(),
        spec.attackOptions(),
        spec.completions(),
        spec.maxCompletionTokens(),
        spec.promptsPerStep(),
        spec.strength(),
        spec.divergence(),
        spec.positions(),
        spec.reduce(),
        spec.combine(),
        over,
        perturb,
        spec.heldOut());
  }

  private static AnchorSpec spec(double coef, Combine combine) {
    return spec(coef, Divergence.REVERSE, PositionWeights.ALL, PositionReduction.MEAN, combine);
  }

  private Anchor anchor(AnchorSpec spec, Reference reference, int microBatchTokens) {
    return Anchor.onCompletions(
        new Anchor.Setting(spec, reference, .9, microBatchTokens, 1, folder), HELD, false);
  }

  private static Policy.UpdateResult update(TinyPolicy tiny) {
    try (StepBatches batches = new StepBatches(GroupedSequence.byPrompt(TASK), 1000)) {
      return tiny.policy().update(batches, new SftLoss(batches.completionTokens()), 1);
    }
  }

  /** The gradient of one update of a policy that was moved away from the reference. */
  private float[] gradient(AnchorSpec spec, int microBatchTokens) {
    return gradient(spec, microBatchTokens, 0);
  }

  private float[] gradient(AnchorSpec spec, int microBatchTokens, double clipNorm) {
    try (TinyPolicy tiny = TinyPolicy.open(RATE, clipNorm, 1);
        TinyPolicy other = TinyPolicy.open(RATE);
        Reference reference = new CpuBackend().reference(other.decoder(), LEARNER);
        Anchor anchor = anchor(spec, reference, microBatchTokens)) {
      tiny.disturb(0.03, 1);
      anchor.hold(tiny.policy());
      update(tiny);
      return tiny.lastGradient();
    }
  }

  private static double taskLoss(TinyPolicy tiny) {
    double sum = 0;
    int tokens = 0;
    for (double[] logProbs : tiny.logProbs(TASK)) {
      for (double logProb : logProbs) {
        sum -= logProb;
        tokens++;
      }
    }
    return sum / tokens;
  }

  private static double anchorLoss(TinyPolicy tiny, TinyPolicy other, AnchorSpec spec) {
    double sum = 0;
    for (TokenSequence sequence : PROMPTS) {
      double[] kls =
          switch (spec.divergence()) {
            case REVERSE -> tiny.exactKls(other, sequence);
            case FORWARD -> other.exactKls(tiny, sequence);
            default -> jensenShannons(tiny.laws(sequence), other.laws(sequence));
          };
      double[] weights = spec.positions().of(kls.length, spec.reduce());
      for (int t = 0; t < kls.length; t++) {
        sum += weights[t] * kls[t] / PROMPTS.size();
      }
    }
    return sum;
  }

  private static double[] jensenShannons(double[][] own, double[][] others) {
    double[] divergences = new double[own.length];
    for (int t = 0; t < own.length; t++) {
      for (int v = 0; v < own[t].length; v++) {
        double p = Math.exp(own[t][v]);
        double q = Math.exp(others[t][v]);
        double mean = Math.log((p + q) / 2);
        divergences[t] += (p * (own[t][v] - mean) + q * (others[t][v] - mean)) / 2;
      }
    }
    return divergences;
  }

  @Test
  void theGradientIsTheSlopeOfBothLossesTogether() {
    PositionWeights weighed = new PositionWeights(List.of(1.0, .5), 2);
    for (Divergence divergence : OF_LAWS) {
      for (PositionReduction reduce : PositionReduction.values()) {
        AnchorSpec spec = spec(3, divergence, weighed, reduce, Combine.SUM);
        try (TinyPolicy tiny = TinyPolicy.open(RATE);
            TinyPolicy other = TinyPolicy.open(RATE);
            Reference reference = new CpuBackend().reference(other.decoder(), LEARNER);
            Anchor anchor = anchor(spec, reference, 1000)) {
          tiny.disturb(0.03, 1);
          float[] start = tiny.weights();
          anchor.hold(tiny.policy());
          double task = taskLoss(tiny);
          assertThat(update(tiny).loss()).as("the task's alone").isCloseTo(task, within(1e-5));
          GradientCheck.requireSlope(
              tiny,
              start,
              tiny.lastGradient(),
              () -> taskLoss(tiny) + 3 * anchorLoss(tiny, other, spec));
        }
      }
    }
  }

  @Test
  void microBatchesDoNotChangeTheGradient() {
    AnchorSpec spec = spec(3, Combine.SUM);
    assertThat(GradientCheck.relativeError(gradient(spec, 1), gradient(spec, 1000)))
        .isLessThan(5e-6);
  }

  @Test
  void whatTheReferenceSaidIsKeptToTheBit() {
    AnchorSpec spec = spec(3, Combine.SUM);
    float[] computed = gradient(spec, 20);
    for (int process = 0; process < 2; process++) { // The second reads what the first wrote.
      try (TinyPolicy tiny = TinyPolicy.open(RATE);
          TinyPolicy other = TinyPolicy.open(RATE);
          Reference reference = new CpuBackend().reference(other.decoder(), LEARNER);
          Anchor anchor =
              Anchor.onCompletions(
                  new Anchor.Setting(spec, reference, .9, 20, 1, folder), HELD, true)) {
        tiny.disturb(0.03, 1);
        anchor.hold(tiny.policy());
        update(tiny);
        assertThat(tiny.lastGradient()).isEqualTo(computed);
        assertThat(folder.resolve("reference/batch-00000.safetensors")).exists();
      }
    }
  }

  @Test
  void aPolicyThatIsTheReferenceTakesTheStepThatItWouldTakeAlone() {
    for (Divergence divergence : Divergence.values()) {
      for (Combine combine : Combine.values()) {
        AnchorSpec spec =
            spec(1e4, divergence, PositionWeights.ALL, PositionReduction.SUM, combine);
        requireTheStepAlone(spec);
        requireTheStepAlone(with(spec, AnchorSpec.Over.TENSOR, Optional.empty()));
        if (divergence.isOfLaws()) {
          AnchorSpec.Perturb perturb = new AnchorSpec.Perturb(2, .05, .025);
          requireTheStepAlone(with(spec, AnchorSpec.Over.ALL, Optional.of(perturb)));
        }
      }
    }
  }

  private void requireTheStepAlone(AnchorSpec spec) {
    try (TinyPolicy alone = TinyPolicy.open(RATE);
        TinyPolicy held = TinyPolicy.open(RATE);
        TinyPolicy other = TinyPolicy.open(RATE);
        Reference reference = new CpuBackend().reference(other.decoder(), LEARNER);
        Anchor anchor = anchor(spec, reference, 20)) {
      anchor.hold(held.policy());
      assertThat(update(held).gradNorm()).isEqualTo(update(alone).gradNorm());
      assertThat(held.weights()).as("%s", spec).isEqualTo(alone.weights());
    }
  }

  @Test
  void aProjectedGradientIsTheTasksWithoutWhatOpposesTheAnchors() {
    float[] task = gradient(spec(0, Combine.SUM), 1000);
    float[] both = gradient(spec(1, Combine.SUM), 1000);
    float[] own = both.clone();
    for (int i = 0; i < own.length; i++) {
      own[i] -= task[i];
    }
    double ga = GradientCheck.dot(task, own);
    assertThat(ga).as("they oppose each other here").isNegative();
    double k = ga / GradientCheck.dot(own, own);
    float[] expected = task.clone();
    for (int i = 0; i < own.length; i++) {
      expected[i] += (float) ((2 - k) * own[i]);
    }
    float[] projected = gradient(spec(2, Combine.PROJECT), 1000);
    assertThat(GradientCheck.relativeError(projected, expected)).isLessThan(1e-4);
    // Adam forgets at once here, and has no second moment yet: its geometry is that of gradients.
    assertThat(
            GradientCheck.relativeError(gradient(spec(2, Combine.PROJECT_ADAM), 1000), projected))
        .isLessThan(1e-4);
  }

  /** Clipping scales the joined gradient, so it stays orthogonal to the anchor's. */
  @Test
  void clippingComesAfterTheProjection() {
    for (AnchorSpec.Over over : AnchorSpec.Over.values()) {
      AnchorSpec projected = with(spec(2, Combine.PROJECT), over, Optional.empty());
      float[] whole = gradient(projected, 1000);
      float[] clipped = gradient(projected, 1000, .5);
      double norm = GradientCheck.norm(whole);
      assertThat(norm).as("there is something to clip").isGreaterThan(.6);
      for (int i = 0; i < whole.length; i++) {
        whole[i] *= (float) (.5 / norm);
      }
      assertThat(GradientCheck.relativeError(clipped, whole)).isLessThan(1e-5);
    }
  }

  @Test
  void byTensorEachParameterGivesUpItsOwn() {
    float[] task = gradient(spec(0, Combine.SUM), 1000);
    float[] both = gradient(spec(1, Combine.SUM), 1000);
    float[] projected =
        gradient(with(spec(0, Combine.PROJECT), AnchorSpec.Over.TENSOR, Optional.empty()), 1000);
    int at = 0;
    int given = 0;
    try (TinyPolicy tiny = TinyPolicy.open(RATE)) {
      for (int size : tiny.sizes()) {
        double mixed = 0;
        double squares = 0;
        for (int i = at; i < at + size; i++) {
          double own = (double) both[i] - task[i];
          mixed += task[i] * own;
          squares += own * own;
        }
        given += mixed < 0 && squares > 1e-9 ? 1 : 0;
        double k = squares > 1e-9 ? Math.min(0, mixed) / squares : 0;
        double error = 0;
        double norm = 0;
        for (int i = at; i < at + size; i++) {
          double expected = task[i] - k * ((double) both[i] - task[i]);
          error += Math.pow(projected[i] - expected, 2);
          norm += Math.pow(expected, 2);
        }
        assertThat(Math.sqrt(error / norm)).isLessThan(1e-3);
        at += size;
      }
      assertThat(given).as("some oppose, others do not").isBetween(1, tiny.sizes().length - 1);
    }
  }

  /** Hidden states of the prompt's last token, held by their distance; the rest as for laws. */
  @Test
  void theDistanceOfHiddenStatesFallsWhereItAloneIsTrained() {
    AnchorSpec spec =
        spec(1, Divergence.HIDDEN, PositionWeights.first(1), PositionReduction.MEAN, Combine.SUM);
    float[] task = gradient(spec(0, Combine.SUM), 1000);
    float[] both = gradient(spec, 1000);
    float[] own = both.clone();
    for (int i = 0; i < own.length; i++) {
      own[i] -= task[i];
    }
    try (TinyPolicy tiny = TinyPolicy.open(RATE);
        TinyPolicy other = TinyPolicy.open(RATE)) {
      tiny.disturb(0.03, 1);
      GradientCheck.requireSlope(tiny, tiny.weights(), own, () -> distance(tiny, other));
    }
  }

  /** A mean over prompts of the mean over coordinates. */
  private static double distance(TinyPolicy tiny, TinyPolicy other) {
    double sum = 0;
    for (TokenSequence sequence : PROMPTS) {
      double[] h = tiny.lastHidden(sequence.promptTokenIds());
      double[] h0 = other.lastHidden(sequence.promptTokenIds());
      for (int i = 0; i < h.length; i++) {
        sum += Math.pow(h[i] - h0[i], 2) / h.length / PROMPTS.size();
      }
    }
    return sum;
  }

  @Test
  void aBrokenReferenceDropsTheUpdateAndSaysWhere() {
    try (TinyPolicy tiny = TinyPolicy.open(RATE);
        TinyPolicy other = TinyPolicy.open(RATE)) {
      float[] broken = other.weights();
      broken[broken.length - 1] = Float.NaN;
      other.setWeights(broken);
      try (Reference reference = new CpuBackend().reference(other.decoder(), LEARNER);
          Anchor anchor = anchor(spec(1, Combine.SUM), reference, 1000)) {
        float[] start = tiny.weights();
        anchor.hold(tiny.policy());
        assertThatThrownBy(() -> update(tiny))
            .isInstanceOf(NonFiniteException.class)
            .hasMessageContaining("on the anchor's prompts: ")
            .hasMessageContaining("in the reference");
        assertThat(tiny.weights()).isEqualTo(start);
        assertThat(tiny.pendingGradient()).containsOnly(0);
      }
    }
  }
}
