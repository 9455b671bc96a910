package dev.belay.torch.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.model.GroupedSequence;
import dev.belay.core.model.LoraTarget;
import dev.belay.core.model.TokenSequence;
import dev.belay.core.objective.SftLoss;
import dev.belay.core.objective.TokenScores;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.model.LoraSettings;
import dev.belay.torch.model.LowRank;
import dev.belay.torch.model.WeightSource;
import dev.belay.torch.optim.AdamW;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.ScopedTensors;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An adapter in training, seen as training sees it. */
@ExtendWith(ScopedTensors.class)
class AdapterLearnerTest {

  private static final String QUERY = "model.layers.1.self_attn.q_proj.weight";
  private static final String NORM = "model.norm.weight";

  private static final List<GroupedSequence> SEQUENCES =
      List.of(
          grouped(0, new int[] {5, 6, 7}, 8, 9, 10),
          grouped(0, new int[] {5, 6, 7}, 30, 31),
          grouped(1, new int[] {15, 16}, 17, 18, 19, 20));

  private static GroupedSequence grouped(int group, int[] prompt, int... completion) {
    return new GroupedSequence(new TokenSequence(prompt, completion), group);
  }

  private static PackedStep step(int maxTokens) {
    return PackedStep.of(SEQUENCES, maxTokens);
  }

  private static LearnerSpec spec(ComputeType type, double emaDecay, double dropout) {
    return new LearnerSpec(
        type,
        1,
        AdamW.Settings.DEFAULT,
        emaDecay,
        Optional.of(new LoraSettings(4, 8, false, LoraTarget.all(), dropout, 3)));
  }

  @TempDir Path folder;

  private final LanguageModel model = LanguageModel.open(TinyModel.LLAMA.directory());
  private final Backend backend = new CpuBackend();

  @AfterEach
  void close() {
    model.close();
  }

  private static void accumulate(Learner learner, PackedStep step) {
    TokenScores room = TokenScores.ofSize(step.completionTokens(), false);
    for (PackedStep.MicroBatch batch : step.microBatches()) {
      learner.accumulate(batch, new SftLoss(9), null, room);
    }
  }

  private static void takeStep(Learner learner) {
    accumulate(learner, step(1));
    learner.step(1e-2, 1);
  }

  private static Tensor up(WeightSource weights) {
    return weights.adapter(QUERY).map(LowRank::up).orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(ComputeType.class)
  void theStartIsTheModelItself(ComputeType type) {
    try (Learner learner = backend.learner(model, spec(type, 0, 0));
        Reference start = learner.start().orElseThrow();
        Reference apart = backend.reference(model, spec(type, 0, 0));
        Reference.Step reference = start.over(step(1));
        Reference.Step expected = apart.over(step(1))) {
      assertThat(reference.logProbs()).isEqualTo(expected.logProbs());
      assertThat(learner.score(step(1), reference).exactKls()).containsOnly(0);
      takeStep(learner);
      takeStep(learner);
      TokenScores scores = learner.score(step(1), reference);
      assertThat(Objects.requireNonNull(scores.exactKls())[0]).isPositive();
      try (Reference.Step again = start.over(step(1))) {
        assertThat(again.logProbs()).isEqualTo(expected.logProbs());
      }
    }
  }

  @Test
  void theBaseStandsStillAndTheAdapterLearns() {
    try (Learner learner = backend.learner(model, spec(ComputeType.FLOAT32, 0, 0))) {
      double before = sum(learner.score(step(1), null).logProbs());
      for (int i = 0; i < 5; i++) {
        takeStep(learner);
      }
      assertThat(sum(learner.score(step(1), null).logProbs())).isGreaterThan(before + 1);
      WeightSource weights = learner.weights();
      assertThat(weights.base()).isSameAs(model);
      assertThat(
              weights.weight(NORM).equal(model.weight(NORM).to(weights.weight(NORM).scalar_type())))
          .isTrue();
      Tensor merged = weights.weight(QUERY);
      Tensor expected = weights.adapter(QUERY).orElseThrow().addedTo(model.weight(QUERY));
      assertThat(merged.equal(expected)).isTrue();
      assertThat(merged.equal(model.weight(QUERY).to(merged.scalar_type()))).isFalse();
    }
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5})
  void aRestoredLearnerGoesOnBitForBit(double dropout) throws IOException {
    LearnerSpec spec = spec(ComputeType.FLOAT32, 0.75, dropout);
    try (Learner straight = backend.learner(model, spec);
        Learner restored = backend.learner(model, spec)) {
      takeStep(straight);
      straight.state().write(folder);
      takeStep(straight);
      restored.state().read(folder);
      takeStep(restored);
      assertThat(up(restored.weights()).equal(up(straight.weights()))).isTrue();
      assertThat(up(restored.result()).equal(up(straight.result()))).isTrue();
      assertThat(up(straight.result()).equal(up(straight.weights()))).isFalse();
      Tensor mean = straight.result().weight(QUERY);
      Tensor expected = straight.result().adapter(QUERY).orElseThrow().addedTo(model.weight(QUERY));
      assertThat(mean.equal(expected)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5})
  void theSplitIntoPassesChangesNothing(double dropout) {
    LearnerSpec spec = spec(ComputeType.FLOAT32, 0, dropout);
    try (Learner one = backend.learner(model, spec);
        Learner other = backend.learner(model, spec)) {
      takeStep(one);
      takeStep(other);
      accumulate(one, step(1));
      accumulate(other, step(1000));
      double norm = one.gradientNorm();
      assertThat(norm).isPositive();
      assertThat(other.gradientNorm()).isCloseTo(norm, within(1e-5 * norm));
    }
  }

  @Test
  void dropoutIsInPassesWithGradientAloneAndAnotherInEveryStep() {
    try (Learner with = backend.learner(model, spec(ComputeType.FLOAT32, 0, 0.5));
        Reference start = with.start().orElseThrow();
        Reference.Step reference = start.over(step(1))) {
      accumulate(with, step(1));
      double first = with.gradientNorm();
      with.step(0, 1);
      accumulate(with, step(1));
      assertThat(with.gradientNorm()).isNotEqualTo(first);
      assertThat(with.score(step(1), reference).exactKls()).containsOnly(0);
    }
  }
}
