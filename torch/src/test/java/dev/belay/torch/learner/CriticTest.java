package dev.belay.torch.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.model.GroupedSequence;
import dev.belay.core.model.TokenSequence;
import dev.belay.core.objective.TokenScores;
import dev.belay.core.objective.TokenSlopes;
import dev.belay.core.objective.ValueLoss;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.decoder.Decoder;
import dev.belay.torch.format.ElementType;
import dev.belay.torch.loss.ScalarHead;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.model.ModelWriter;
import dev.belay.torch.model.RewardModel;
import dev.belay.torch.model.ScalarWeights;
import dev.belay.torch.optim.AdamW;
import dev.belay.torch.optim.Parameter;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.ScopedTensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A decoder with a scalar head in training: values before every token. */
@ExtendWith(ScopedTensors.class)
class CriticTest {

  private static final LearnerSpec SPEC =
      new LearnerSpec(ComputeType.FLOAT32, 1, AdamW.Settings.DEFAULT);

  /** 3 + 2 + 4 completion tokens in several passes. */
  private static final List<GroupedSequence> SEQUENCES =
      List.of(
          grouped(0, new int[] {5, 6, 7}, 8, 9, 10),
          grouped(0, new int[] {5, 6, 7}, 30, 31),
          grouped(1, new int[] {15, 16}, 17, 18, 19, 20));

  private static final PackedStep STEP = PackedStep.of(SEQUENCES, 6);

  private final LanguageModel model = LanguageModel.open(TinyModel.LLAMA.directory());

  @TempDir Path folder;

  private static GroupedSequence grouped(int group, int[] prompt, int... completion) {
    return new GroupedSequence(new TokenSequence(prompt, completion), group);
  }

  @AfterEach
  void close() {
    model.close();
  }

  private static ValueLoss loss() {
    double[] weights = new double[9];
    Arrays.fill(weights, 1 / 9.0);
    return new ValueLoss(
        new double[] {1, 1, 1, -1, -1, .5, 0, .5, 2},
        new double[9],
        weights,
        Double.POSITIVE_INFINITY);
  }

  private static void accumulate(Learner learner) {
    TokenScores scores = learner.room(9, false);
    for (PackedStep.MicroBatch batch : STEP.microBatches()) {
      learner.accumulate(batch, loss(), null, scores);
    }
  }

  private static double lossOf(Learner learner) {
    return loss().slopes(learner.score(STEP, null), 0, 9, TokenSlopes.ofSize(9));
  }

  private Tensor head() {
    float[] head = new float[model.config().hiddenSize()];
    for (int i = 0; i < head.length; i++) {
      head[i] = (float) Math.cos(3 * i) / 3;
    }
    return torch.tensor(head).view(1, head.length);
  }

  /** Decoder and head together, along their gradient. */
  @Test
  void theGradientIsTheSlopeOfTheLoss() {
    Decoder decoder = Decoder.trained(model, ComputeType.FLOAT32);
    Parameter weight = new Parameter(ScalarWeights.HEAD, head(), ComputeType.FLOAT32);
    List<Parameter> all = new ArrayList<>(decoder.parameters());
    all.add(weight);
    try (CpuLearner learner =
        new CpuLearner(decoder, new ScalarHead(weight), new AdamW(AdamW.Settings.DEFAULT), 0)) {
      accumulate(learner);
      double squared = Math.pow(learner.gradientNorm(), 2);
      double step = 1e-3 / squared;
      move(all, step);
      double above = lossOf(learner);
      move(all, -2 * step);
      double below = lossOf(learner);
      assertThat((above - below) / (2 * step)).isCloseTo(squared, within(5e-3 * squared));
      assertThat(weight.grad().norm().item_double()).isPositive();
    }
  }

  private static void move(List<Parameter> parameters, double step) {
    for (Parameter parameter : parameters) {
      parameter.master().add_(parameter.grad(), new Scalar(step));
    }
  }

  @Test
  void valuesAreThoseOfThePassWithGradientAndAStepLowersTheLoss() {
    try (Learner critic = new CpuBackend().critic(ScalarWeights.of(model, head()), SPEC)) {
      TokenScores scores = critic.room(9, false);
      STEP.microBatches().forEach(batch -> critic.accumulate(batch, loss(), null, scores));
      assertThat(scores.values()).isEqualTo(critic.score(STEP, null).values());
      double before = lossOf(critic);
      for (int i = 0; i < 5; i++) {
        critic.step(1e-2, 1);
        accumulate(critic);
      }
      assertThat(lossOf(critic)).isLessThan(before / 2);
    }
  }

  @Test
  void aRestoredCriticGoesOnBitForBit() throws IOException {
    try (Learner straight = new CpuBackend().critic(model, SPEC);
        Learner restored = new CpuBackend().critic(model, SPEC)) {
      accumulate(straight);
      straight.step(1e-2, 1);
      straight.state().write(folder);
      restored.state().read(folder);
      for (Learner each : List.of(straight, restored)) {
        accumulate(each);
        each.step(1e-2, 1);
      }
      double[] values = Objects.requireNonNull(straight.score(STEP, null).values());
      assertThat(restored.score(STEP, null).values()).isEqualTo(values);
      assertThat(values[0]).isNotZero();
    }
  }

  /** What was written says the same as what was trained, as a scorer and as the next critic. */
  @Test
  void aWrittenRewardModelSaysTheSame() {
    PackedStep ends = PackedStep.ofEnds(SEQUENCES, 6);
    Path written = folder.resolve("reward-model");
    double[] trained;
    try (Learner learner = new CpuBackend().critic(ScalarWeights.of(model, head()), SPEC)) {
      accumulate(learner);
      learner.step(1e-2, 1);
      trained = Objects.requireNonNull(learner.score(ends, null).values());
      new ModelWriter(learner.result(), ElementType.F32).source(model.directory()).write(written);
    }
    try (RewardModel read = RewardModel.open(written);
        SequenceScorer scorer = new CpuBackend().scorer(read, ComputeType.FLOAT32);
        Learner next = new CpuBackend().critic(read, SPEC)) {
      assertThat(scorer.score(ends)).containsExactly(trained);
      assertThat(next.score(ends, null).values()).containsExactly(trained);
      assertThat(trained[0]).isNotEqualTo(trained[1]);
    }
  }

  @Test
  void theRunningMeanHoldsTheHeadToo() {
    LearnerSpec averaging = new LearnerSpec(ComputeType.FLOAT32, 1, AdamW.Settings.DEFAULT, .75);
    try (Learner critic = new CpuBackend().critic(model, averaging)) {
      accumulate(critic);
      critic.step(1e-2, 1);
      Tensor now = critic.weights().weight(ScalarWeights.HEAD);
      Tensor mean = critic.result().weight(ScalarWeights.HEAD);
      assertThat(mean.norm().item_double()).isCloseTo(now.norm().item_double() / 4, within(1e-6));
      assertThat(now.norm().item_double()).isPositive();
    }
  }
}
