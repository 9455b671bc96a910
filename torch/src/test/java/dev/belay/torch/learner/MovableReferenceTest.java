package dev.belay.torch.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import dev.belay.core.model.GroupedSequence;
import dev.belay.core.model.TokenSequence;
import dev.belay.core.objective.SftLoss;
import dev.belay.core.objective.TokenScores;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.optim.AdamW;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.ScopedTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A reference that follows a policy, in both types. */
@ExtendWith(ScopedTensors.class)
class MovableReferenceTest {

  private static final PackedStep STEP =
      PackedStep.of(
          GroupedSequence.byPrompt(
              List.of(
                  new TokenSequence(new int[] {5, 6, 7}, new int[] {8, 9, 10}),
                  new TokenSequence(new int[] {15, 16}, new int[] {17, 18, 19, 20}))),
          8);

  private final LanguageModel model = LanguageModel.open(TinyModel.LLAMA.directory());
  private final Backend backend = new CpuBackend();

  @TempDir Path temp;

  @AfterEach
  void close() {
    model.close();
  }

  private static LearnerSpec spec(ComputeType type) {
    return new LearnerSpec(type, 1, AdamW.Settings.DEFAULT);
  }

  private Learner moved(ComputeType type) {
    Learner learner = backend.learner(model, spec(type));
    for (PackedStep.MicroBatch batch : STEP.microBatches()) {
      learner.accumulate(
          batch, new SftLoss(7), null, TokenScores.ofSize(STEP.completionTokens(), false));
    }
    learner.step(3e-2, 1);
    return learner;
  }

  private static double[] logProbs(Reference reference) {
    try (Reference.Step said = reference.over(STEP)) {
      return said.logProbs();
    }
  }

  private static double kl(Learner learner, Reference reference) {
    try (Reference.Step said = reference.over(STEP)) {
      double[] kls = Objects.requireNonNull(learner.score(STEP, said).exactKls());
      return Arrays.stream(kls).sum();
    }
  }

  @ParameterizedTest
  @EnumSource(ComputeType.class)
  void itStandsWhereItBeganUntilItBecomesThePolicy(ComputeType type) {
    try (Learner learner = moved(type);
        Reference base = backend.reference(model, spec(type));
        Reference there = backend.reference(learner.weights(), spec(type));
        MovableReference reference = backend.movable(model, spec(type))) {
      assertThat(logProbs(reference)).isEqualTo(logProbs(base));
      assertThat(kl(learner, reference)).isGreaterThan(0.01);
      reference.move(learner.weights(), 1);
      assertThat(logProbs(reference)).isEqualTo(logProbs(there));
      assertThat(kl(learner, reference)).isZero();
      // The policy goes on, and the reference stays.
      double[] kept = logProbs(reference);
      for (PackedStep.MicroBatch batch : STEP.microBatches()) {
        learner.accumulate(
            batch, new SftLoss(7), null, TokenScores.ofSize(STEP.completionTokens(), false));
      }
      learner.step(3e-2, 1);
      assertThat(logProbs(reference)).isEqualTo(kept);
    }
  }

  /** A hundredth of the way at a time: in bf16 alone it would stand still. */
  @ParameterizedTest
  @EnumSource(ComputeType.class)
  void smallSharesAddUp(ComputeType type) {
    try (Learner learner = moved(type);
        MovableReference reference = backend.movable(model, spec(type))) {
      double before = kl(learner, reference);
      for (int i = 0; i < 50; i++) {
        reference.move(learner.weights(), 0.01);
      }
      // (1 - 0.01)^50 of the way is left, and the KL is about its square.
      double left = Math.pow(0.99, 100);
      assertThat(kl(learner, reference) / before).isBetween(left / 2, left * 2);
      assertThatThrownBy(() -> reference.move(learner.weights(), 0))
          .hasMessageContaining("(0, 1], was 0.0");
    }
  }

  @Test
  void itsStateIsItsWeights() throws IOException {
    LearnerSpec spec = spec(ComputeType.BFLOAT16);
    try (Learner learner = moved(ComputeType.BFLOAT16);
        MovableReference reference = backend.movable(model, spec);
        MovableReference resumed = backend.movable(model, spec)) {
      reference.move(learner.weights(), 0.3);
      Path folder = Files.createDirectory(temp.resolve(reference.name()));
      reference.write(folder);
      resumed.read(folder);
      assertThat(logProbs(resumed)).isEqualTo(logProbs(reference));
      reference.move(learner.weights(), 0.3);
      resumed.move(learner.weights(), 0.3);
      assertThat(logProbs(resumed)).isEqualTo(logProbs(reference));

      try (LanguageModel other = LanguageModel.open(TinyModel.QWEN3.directory());
          MovableReference foreign = backend.movable(other, spec)) {
        assertThatThrownBy(() -> foreign.read(folder))
            .isInstanceOf(BadInputException.class)
            .hasMessageContaining("it belongs to another model");
      }
    }
  }
}
