package dev.belay.torch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.error.BadInputException;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.ScopedTensors;
import dev.belay.torch.tensor.TensorScope;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ScopedTensors.class)
class InterpolatedWeightsTest {

  private static final String NORM = "model.norm.weight";
  private final LanguageModel base = LanguageModel.open(TinyModel.LLAMA.directory());

  @AfterEach
  void close() {
    base.close();
  }

  /** The base with {@code shift} added to each of its weights, in the caller's scope. */
  private WeightSource shifted(double shift) {
    Map<String, Tensor> weights = new HashMap<>();
    try (Scalar by = new Scalar(shift)) {
      for (WeightShape shape : WeightShape.all(base.config())) {
        Tensor weight = base.weight(shape.name()).to(ComputeType.FLOAT32.scalarType());
        weights.put(shape.name(), weight.add(by));
      }
    }
    return new WeightSource() {
      @Override
      public DecoderConfig config() {
        return base.config();
      }

      @Override
      public Tensor weight(String name) {
        return Objects.requireNonNull(weights.get(name), name);
      }
    };
  }

  private float first(WeightSource source) {
    return source.weight(NORM).to(ComputeType.FLOAT32.scalarType()).data_ptr_float().get(0);
  }

  @Test
  void aQuarterOfTheWayMovesEachWeightByAQuarter() {
    try (TensorScope _ = new TensorScope()) {
      InterpolatedWeights quarter =
          new InterpolatedWeights(base, shifted(2), 0.25, ComputeType.FLOAT32);
      assertThat(first(quarter)).isCloseTo(first(base) + 0.5f, within(1e-6f));
      assertThat(quarter.config()).isEqualTo(base.config());
    }
  }

  @Test
  void theEndsAreTheModelsThemselvesBitForBit() {
    try (TensorScope _ = new TensorScope()) {
      WeightSource other = shifted(1.0 / 3);
      InterpolatedWeights start = new InterpolatedWeights(base, other, 0, ComputeType.BFLOAT16);
      InterpolatedWeights end = new InterpolatedWeights(base, other, 1, ComputeType.FLOAT32);
      for (WeightShape weight : WeightShape.all(base.config())) {
        assertThat(start.weight(weight.name()).equal(base.weight(weight.name()))).isTrue();
        assertThat(end.weight(weight.name()).equal(other.weight(weight.name()))).isTrue();
      }
    }
  }

  /** 0 times a difference, added to a weight of −0, would make it +0. */
  @Test
  void aWeightOfMinusZeroStaysAtTheBase() {
    try (TensorScope _ = new TensorScope()) {
      WeightSource minus = constant(-0f);
      InterpolatedWeights start =
          new InterpolatedWeights(minus, constant(1), 0, ComputeType.FLOAT32);
      assertThat(Float.floatToRawIntBits(first(start))).isEqualTo(Float.floatToRawIntBits(-0f));
    }
  }

  /** Refusal with sig(θ), θ 2 before and −1 after: how fast a step back brings it back. */
  @Test
  void refusalAlongTheWay() {
    try (TensorScope _ = new TensorScope()) {
      double[] weights = {0, .25, .5, 1};
      double[] expected = {.880797, .777300, .622459, .268941};
      for (int i = 0; i < weights.length; i++) {
        assertThat(refusal(weights[i])).isCloseTo(expected[i], within(1e-6));
      }
      assertThat(refusal(.204569)).isCloseTo(.80, within(1e-6));
      double half = refusal(.5);
      double start = refusal(0);
      double kl = half * Math.log(half / start) + (1 - half) * Math.log((1 - half) / (1 - start));
      assertThat(kl).isCloseTo(.219162, within(1e-6));
    }
  }

  private double refusal(double alpha) {
    InterpolatedWeights between =
        new InterpolatedWeights(constant(2), constant(-1), alpha, ComputeType.FLOAT32);
    return 1 / (1 + Math.exp(-first(between)));
  }

  /** One step of bfloat16 apart: rounded to nearest, all would be the one or the other. */
  @Test
  void inBfloat16AShareOfTheWayTakesThatShareOfTheSteps() {
    try (TensorScope _ = new TensorScope()) {
      WeightSource lower = constant(1);
      WeightSource upper = constant(1.0078125f);
      for (double share : new double[] {.1, .3, .5, .9}) {
        double mean = mean(new InterpolatedWeights(lower, upper, share, ComputeType.BFLOAT16));
        assertThat((mean - 1) / .0078125).isCloseTo(share, within(.01));
      }
      assertThat(mean(new InterpolatedWeights(constant(-1), lower, .5, ComputeType.BFLOAT16)))
          .isZero();
    }
  }

  private static double mean(WeightSource source) {
    return embedding(source).mean().item_float();
  }

  @Test
  void aWeightThatTookItsStepKeepsItFartherOn() {
    try (TensorScope _ = new TensorScope()) {
      WeightSource lower = constant(-3);
      WeightSource upper = constant(-2.984375f);
      Tensor near = embedding(new InterpolatedWeights(lower, upper, .3, ComputeType.BFLOAT16));
      Tensor again = embedding(new InterpolatedWeights(lower, upper, .3, ComputeType.BFLOAT16));
      Tensor far = embedding(new InterpolatedWeights(lower, upper, .6, ComputeType.BFLOAT16));
      assertThat(near.equal(again)).isTrue();
      assertThat(far.ge(near).all().item_bool()).isTrue();
      assertThat(far.equal(near)).isFalse();
    }
  }

  private static Tensor embedding(WeightSource source) {
    return source.weight("model.embed_tokens.weight").to(ComputeType.FLOAT32.scalarType());
  }

  /** Every weight the same number. */
  private WeightSource constant(float value) {
    return new WeightSource() {
      @Override
      public DecoderConfig config() {
        return base.config();
      }

      @Override
      public Tensor weight(String name) {
        try (Scalar filled = new Scalar(value)) {
          return base.weight(name).to(ComputeType.FLOAT32.scalarType()).clone().fill_(filled);
        }
      }
    };
  }

  @Test
  void whatIsNotBetweenTwoModelsOfOneShapeIsRefused() {
    assertThatThrownBy(() -> new InterpolatedWeights(base, base, 1.5, ComputeType.FLOAT32))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("between 0 (the first model) and 1 (the second), was 1.5");
    assertThatThrownBy(() -> new InterpolatedWeights(base, base, Double.NaN, ComputeType.FLOAT32))
        .isInstanceOf(BadInputException.class);
    try (LanguageModel untied = LanguageModel.open(TinyModel.LLAMA_UNTIED.directory())) {
      assertThatThrownBy(() -> new InterpolatedWeights(base, untied, 0.5, ComputeType.FLOAT32))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("different weights");
    }
  }
}
