package dev.belay.torch.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.model.GroupedSequence;
import dev.belay.core.model.TokenSequence;
import dev.belay.core.objective.SftLoss;
import dev.belay.core.objective.TokenScores;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.optim.AdamW;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.ScopedTensors;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two sets of weights that stand still, seen as who compares them sees them. */
@ExtendWith(ScopedTensors.class)
class FrozenPairTest {

  private static final LearnerSpec SPEC =
      new LearnerSpec(ComputeType.FLOAT32, 1, AdamW.Settings.DEFAULT);

  private static final PackedStep STEP = step(8);

  private static PackedStep step(int maxTokens) {
    return PackedStep.of(
        GroupedSequence.byPrompt(
            List.of(
                new TokenSequence(new int[] {5, 6, 7}, new int[] {8, 9, 10}),
                new TokenSequence(new int[] {5, 6, 7}, new int[] {30, 31}),
                new TokenSequence(new int[] {15, 16}, new int[] {17, 18, 19, 20}))),
        maxTokens);
  }

  private final LanguageModel model = LanguageModel.open(TinyModel.LLAMA.directory());
  private final Backend backend = new CpuBackend();

  @AfterEach
  void close() {
    model.close();
  }

  private Learner moved() {
    Learner learner = backend.learner(model, SPEC);
    for (PackedStep.MicroBatch batch : STEP.microBatches()) {
      learner.accumulate(
          batch, new SftLoss(9), null, TokenScores.ofSize(STEP.completionTokens(), false));
    }
    learner.step(1e-2, 1);
    return learner;
  }

  @Test
  void theSameWeightsDoNotDiffer() {
    try (FrozenPair pair = backend.frozen(model, model, ComputeType.FLOAT32, 1)) {
      for (FrozenPair.Order order : FrozenPair.Order.values()) {
        TokenScores scores = pair.score(STEP, order);
        assertThat(scores.exactKls()).containsOnly(0).hasSize(9);
        assertThat(scores.logProbs()).isEqualTo(scores.refLogProbs());
      }
    }
  }

  @Test
  void theFirstFromTheSecondIsWhatALearnerSaysOfItsReference() {
    try (Learner learner = moved();
        Reference reference = backend.reference(model, SPEC);
        Reference.Step anchor = reference.over(STEP);
        FrozenPair pair = backend.frozen(learner.weights(), model, ComputeType.FLOAT32, 1)) {
      TokenScores wanted = learner.score(STEP, anchor);
      TokenScores scores = pair.score(STEP, FrozenPair.Order.FIRST);
      assertThat(scores.exactKls()).isEqualTo(wanted.exactKls());
      assertThat(scores.logProbs()).isEqualTo(wanted.logProbs());
      assertThat(scores.refLogProbs()).isEqualTo(wanted.refLogProbs());
      assertThat(Objects.requireNonNull(scores.exactKls())[0]).isGreaterThan(1e-4);
    }
  }

  @Test
  void theOtherOrderIsThePairTheOtherWayRound() {
    try (Learner learner = moved();
        FrozenPair pair = backend.frozen(learner.weights(), model, ComputeType.FLOAT32, 1);
        FrozenPair turned = backend.frozen(model, learner.weights(), ComputeType.FLOAT32, 1)) {
      TokenScores back = pair.score(STEP, FrozenPair.Order.SECOND);
      TokenScores wanted = turned.score(STEP, FrozenPair.Order.FIRST);
      assertThat(back.exactKls()).isEqualTo(wanted.exactKls());
      assertThat(back.logProbs()).isEqualTo(wanted.logProbs());
      TokenScores there = pair.score(STEP, FrozenPair.Order.FIRST);
      assertThat(back.logProbs()).isEqualTo(there.refLogProbs());
      assertThat(back.exactKls()).isNotEqualTo(there.exactKls());
    }
  }

  @Test
  void theTemperatureIsThatOfBothLaws() {
    try (Learner learner = moved();
        FrozenPair flat = backend.frozen(learner.weights(), model, ComputeType.FLOAT32, 1e6)) {
      TokenScores scores = flat.score(STEP, FrozenPair.Order.FIRST);
      assertThat(scores.logProbs()[0]).isCloseTo(-Math.log(512), within(1e-4));
      assertThat(Objects.requireNonNull(scores.exactKls())[0]).isLessThan(1e-9);
    }
  }

  @Test
  void howAStepIsCutDoesNotMatterBeyondRounding() {
    try (Learner learner = moved();
        FrozenPair pair = backend.frozen(learner.weights(), model, ComputeType.FLOAT32, 1)) {
      double[] cut = Objects.requireNonNull(pair.score(step(1), FrozenPair.Order.FIRST).exactKls());
      double[] whole =
          Objects.requireNonNull(pair.score(step(99), FrozenPair.Order.FIRST).exactKls());
      for (int i = 0; i < cut.length; i++) {
        assertThat(cut[i]).isCloseTo(whole[i], within(1e-5));
      }
    }
  }
}
