package dev.belay.torch.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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
import dev.belay.torch.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The learner of this machine, seen as training sees it. */
@ExtendWith(ScopedTensors.class)
class CpuLearnerTest {

  private static final LearnerSpec SPEC =
      new LearnerSpec(ComputeType.FLOAT32, 1, AdamW.Settings.DEFAULT);
  private static final String NORM = "model.norm.weight";

  /** Two completions of one prompt and one of another: 3 + 2 + 4 completion tokens. */
  private static final PackedStep STEP =
      PackedStep.of(
          List.of(
              grouped(0, new int[] {5, 6, 7}, 8, 9, 10),
              grouped(0, new int[] {5, 6, 7}, 30, 31),
              grouped(1, new int[] {15, 16}, 17, 18, 19, 20)),
          1);

  private static GroupedSequence grouped(int group, int[] prompt, int... completion) {
    return new GroupedSequence(new TokenSequence(prompt, completion), group);
  }

  @TempDir Path folder;

  private final LanguageModel model = LanguageModel.open(TinyModel.LLAMA.directory());
  private final Backend backend = new CpuBackend();

  @AfterEach
  void close() {
    model.close();
  }

  /** Loss and scores of the whole step, gradients added up. */
  private static TokenScores accumulate(Learner learner, Reference.Step reference) {
    TokenScores scores = TokenScores.ofSize(STEP.completionTokens(), true);
    for (PackedStep.MicroBatch batch : STEP.microBatches()) {
      learner.accumulate(batch, new SftLoss(9), reference, scores);
    }
    return scores;
  }

  private static TokenScores room() {
    return TokenScores.ofSize(STEP.completionTokens(), false);
  }

  private static void takeStep(Learner learner) {
    for (PackedStep.MicroBatch batch : STEP.microBatches()) {
      learner.accumulate(batch, new SftLoss(9), null, room());
    }
    learner.step(1e-2, 1);
  }

  @Test
  void aStepIsPackedIntoPassesThatKnowTheirPlace() {
    assertThat(STEP.microBatches()).hasSize(3);
    assertThat(STEP.completionTokens()).isEqualTo(9);
    assertThat(STEP.microBatches().stream().map(PackedStep.MicroBatch::tokenOffset))
        .containsExactly(0, 3, 5);
    assertThat(STEP.microBatches().stream().map(PackedStep.MicroBatch::index))
        .containsExactly(0, 1, 2);
  }

  @Test
  void scoresAreThoseOfThePassWithGradient() {
    try (Learner learner = backend.learner(model, SPEC);
        Reference anchor = backend.reference(model, SPEC);
        Reference.Step reference = anchor.over(STEP)) {
      TokenScores scores = learner.score(STEP, reference);
      assertThat(accumulate(learner, reference)).usingRecursiveComparison().isEqualTo(scores);
      assertThat(reference.logProbs()).isEqualTo(scores.logProbs());
      assertThat(scores.exactKls()).containsOnly(0);
      assertThat(learner.score(STEP, null).exactKls()).isNull();
    }
  }

  @Test
  void theReferenceStandsStill() {
    try (Learner learner = backend.learner(model, SPEC);
        Reference anchor = backend.reference(model, SPEC);
        Reference.Step reference = anchor.over(STEP)) {
      double[] before = reference.logProbs();
      takeStep(learner);
      TokenScores scores = learner.score(STEP, reference);
      assertThat(scores.refLogProbs()).isEqualTo(before);
      assertThat(scores.logProbs()).isNotEqualTo(before);
      assertThat(Objects.requireNonNull(scores.exactKls())[0]).isPositive();
    }
  }

  @Test
  void aHeadThatStandsStillIsLeftAloneByTheStepAndByARestore() throws IOException {
    String embedding = "model.embed_tokens.weight";
    LearnerSpec still =
        new LearnerSpec(ComputeType.FLOAT32, 1, AdamW.Settings.DEFAULT, 0, Optional.empty(), true);
    try (Learner learner = backend.learner(model, still);
        Learner trained = backend.learner(model, SPEC);
        Learner restored = backend.learner(model, still)) {
      boolean tied = model.config().tiedEmbeddings();
      String head = tied ? embedding : "lm_head.weight";
      assertThat(learner.score(STEP, null).logProbs())
          .isEqualTo(trained.score(STEP, null).logProbs());
      takeStep(learner);
      takeStep(trained);
      assertThat(learner.weights().weight(head).equal(model.weight(head))).isTrue();
      assertThat(trained.weights().weight(head).equal(model.weight(head))).isFalse();
      assertThat(learner.weights().weight(NORM).equal(model.weight(NORM))).isFalse();
      learner.state().write(folder);
      restored.state().read(folder);
      assertThat(restored.score(STEP, null).logProbs())
          .isEqualTo(learner.score(STEP, null).logProbs());
    }
  }

  @Test
  void gradientsAddUpUntilTheStepOrUntilTheyAreDropped() {
    try (Learner learner = backend.learner(model, SPEC)) {
      PackedStep.MicroBatch batch = STEP.microBatches().getFirst();
      learner.accumulate(batch, new SftLoss(9), null, room());
      double once = learner.gradientNorm();
      learner.accumulate(batch, new SftLoss(9), null, room());
      assertThat(once).isPositive();
      assertThat(learner.gradientNorm()).isCloseTo(2 * once, within(1e-5 * once));
      learner.dropGradients();
      assertThat(learner.gradientNorm()).isZero();
      takeStep(learner);
      assertThat(learner.gradientNorm()).isZero();
    }
  }

  @Test
  void aRestoredLearnerGoesOnBitForBit() throws IOException {
    try (Learner straight = backend.learner(model, SPEC);
        Learner restored = backend.learner(model, SPEC)) {
      takeStep(straight);
      straight.state().write(folder);
      takeStep(straight);
      takeStep(restored);
      takeStep(restored);
      restored.state().read(folder);
      takeStep(restored);
      Tensor expected = straight.weights().weight(NORM);
      assertThat(restored.weights().weight(NORM).equal(expected)).isTrue();
      assertThat(model.weight(NORM).equal(expected)).isFalse();
      assertThat(restored.type()).isEqualTo(ComputeType.FLOAT32);
    }
  }

  @Test
  void withARunningMeanTrainingLeavesThatMeanAndRestoresIt() throws IOException {
    LearnerSpec averaging = new LearnerSpec(ComputeType.FLOAT32, 1, AdamW.Settings.DEFAULT, 0.75);
    try (TensorScope _ = new TensorScope();
        Learner plain = backend.learner(model, SPEC);
        Learner straight = backend.learner(model, averaging);
        Learner restored = backend.learner(model, averaging)) {
      takeStep(plain);
      takeStep(straight);
      assertThat(straight.weights().weight(NORM).equal(plain.weights().weight(NORM))).isTrue();
      float before = first(model.weight(NORM));
      float after = first(plain.result().weight(NORM));
      assertThat(plain.result()).isSameAs(plain.weights());
      assertThat(after).isNotEqualTo(before);
      assertThat(first(straight.result().weight(NORM)))
          .isCloseTo(0.75f * before + 0.25f * after, within(1e-6f));
      straight.state().write(folder);
      takeStep(straight);
      restored.state().read(folder);
      takeStep(restored);
      assertThat(restored.result().weight(NORM).equal(straight.result().weight(NORM))).isTrue();
    }
  }

  private static float first(Tensor weights) {
    return weights.to(ComputeType.FLOAT32.scalarType()).data_ptr_float().get(0);
  }

  @Test
  void aReferenceOfAnotherBackendIsRefused() {
    Reference.Step elsewhere =
        new Reference.Step() {
          @Override
          public double[] logProbs() {
            return new double[9];
          }

          @Override
          public void write(Path file) {
            throw new UnsupportedOperationException();
          }

          @Override
          public void close() {}
        };
    try (Learner learner = backend.learner(model, SPEC)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> learner.score(STEP, elsewhere))
          .withMessageContaining("another backend");
    }
  }

  @Test
  void whatAReferenceSaidIsReadAgainBitForBit() throws IOException {
    Path file = folder.resolve("said.safetensors");
    try (Learner learner = backend.learner(model, SPEC);
        Reference reference = backend.reference(model, SPEC);
        Reference.Step said = reference.over(STEP)) {
      said.write(file);
      try (Reference.Step read = reference.read(STEP, file)) {
        assertThat(read.logProbs()).containsExactly(said.logProbs());
        assertThat(learner.score(STEP, read).exactKls()).containsOnly(0);
      }
      PackedStep other = PackedStep.of(List.of(grouped(0, new int[] {5, 6}, 7)), 1);
      assertThatThrownBy(() -> reference.read(other, file))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("said.safetensors: must hold a tensor \"hidden.0\" of shape");
    }
  }
}
