package dev.belay.torch.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.ScopedTensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Weights that are pulled towards their start, by hand. */
@ExtendWith(ScopedTensors.class)
class StartPullTest {

  /** More than two vectors, and a tail. */
  private static final int MANY = 41;

  @TempDir Path temp;

  private static Parameter parameter(int size, double value) {
    return new Parameter(
        "w", torch.full(new long[] {size}, new Scalar((float) value)), ComputeType.FLOAT32);
  }

  private static StartPull pull(Parameter of, double coef, boolean decoupled, boolean weighted) {
    return new StartPull(List.of(of), new StartPull.Settings(coef, decoupled, weighted));
  }

  private static float at(Tensor tensor, int i) {
    return NativeMemory.getFloat(NativeMemory.address(tensor) + 4L * i);
  }

  private static void set(Tensor tensor, int i, double value) {
    NativeMemory.setFloat(NativeMemory.address(tensor) + 4L * i, (float) value);
  }

  @Test
  void thePlainTermByHand() {
    try (Parameter weight = parameter(1, 1);
        StartPull coupled = pull(weight, 1, false, false);
        StartPull decoupled = pull(weight, 1, true, false)) {
      set(weight.master(), 0, 1.2);
      assertThat(coupled.value()).isCloseTo(.02, within(1e-7));
      assertThat(coupled.distance()).isCloseTo(.2, within(1e-7));
      coupled.addGradient(1);
      assertThat(at(weight.grad(), 0)).isCloseTo(.2f, within(1e-6f));
      decoupled.addGradient(1);
      assertThat(at(weight.grad(), 0)).as("not twice").isCloseTo(.2f, within(1e-6f));
      coupled.afterStep(.1);
      assertThat(at(weight.master(), 0)).isEqualTo(1.2f);
      decoupled.afterStep(.1);
      assertThat(at(weight.master(), 0)).isCloseTo(1.18f, within(1e-6f));
    }
  }

  /**
   * Two answers of which the model refuses with .8: along the logit the Fisher information is .16,
   * and half of it times the square of a step is the KL to second order.
   */
  @Test
  void elasticWeightsByHandAndWhatTheyStandFor() {
    double p = .8;
    double moved = 1 / (1 + Math.exp(-(Math.log(4) + .3)));
    double reverse = moved * Math.log(moved / p) + (1 - moved) * Math.log((1 - moved) / (1 - p));
    double forward = p * Math.log(p / moved) + (1 - p) * Math.log((1 - p) / (1 - moved));
    assertThat(reverse).isCloseTo(.006349, within(1e-6));
    assertThat(forward).isCloseTo(.006772, within(1e-6));
    try (Parameter logit = parameter(1, Math.log(4));
        StartPull one = pull(logit, 1, false, true);
        StartPull ten = pull(logit, 10, false, true);
        StartPull plain = pull(logit, 10, false, false)) {
      for (StartPull weighted : List.of(one, ten)) {
        set(logit.grad(), 0, 1 - p); // ∂ log p of a refusal, which comes with p
        weighted.addSquares(p);
        assertThat(at(logit.grad(), 0)).isZero();
        set(logit.grad(), 0, -p);
        weighted.addSquares(1 - p);
      }
      assertThat(one.meanImportance()).isCloseTo(.16, within(1e-6));
      set(logit.master(), 0, Math.log(4) + .3);
      assertThat(one.value()).isCloseTo(.0072, within(1e-6));
      assertThat(ten.value()).isCloseTo(.072, within(1e-6));
      assertThat(plain.value()).isCloseTo(.45, within(1e-6));
    }
  }

  private static void shuffle(Tensor tensor, long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < tensor.numel(); i++) {
      set(tensor, i, random.nextGaussian());
    }
  }

  @Test
  void theGradientIsThatOfTheValueInEveryElement() {
    for (boolean weighted : new boolean[] {false, true}) {
      try (Parameter weights = parameter(MANY, .5);
          StartPull pull = pull(weights, 3, false, weighted)) {
        if (weighted) {
          shuffle(weights.grad(), 1);
          pull.addSquares(.7);
        }
        pull.addGradient(1);
        assertThat(pull.value()).isZero();
        for (int i = 0; i < MANY; i++) {
          assertThat(at(weights.grad(), i)).as("no slope at the start").isZero();
        }
        shuffle(weights.master(), 2);
        pull.addGradient(1);
        for (int i = 0; i < MANY; i++) {
          float kept = at(weights.master(), i);
          set(weights.master(), i, kept + .05);
          double above = pull.value();
          set(weights.master(), i, kept - .05);
          double below = pull.value();
          set(weights.master(), i, kept);
          assertThat((above - below) / .1)
              .isCloseTo(at(weights.grad(), i), within(2e-3 + 1e-3 * Math.abs(above)));
        }
      }
    }
  }

  @Test
  void aLargeWeightGoesToItsStartAndNotPastIt() {
    try (Parameter weights = parameter(MANY, 1);
        StartPull pull = pull(weights, 10, true, true)) {
      for (int i = 0; i < MANY; i++) {
        set(weights.grad(), i, i % 3);
      }
      pull.addSquares(1);
      for (int i = 0; i < MANY; i++) {
        set(weights.master(), i, 2);
      }
      pull.afterStep(.05);
      for (int i = 0; i < MANY; i++) {
        float[] left = {2, 1.5f, 1};
        assertThat(at(weights.master(), i)).isEqualTo(left[i % 3]);
      }
    }
  }

  @Test
  void whatIsComputedWithFollowsAndAFrozenWeightDoesNot() {
    try (Parameter rounded = new Parameter("w", torch.ones(3), ComputeType.BFLOAT16);
        Parameter frozen = Parameter.frozen("f", torch.ones(3));
        StartPull pull =
            new StartPull(List.of(rounded, frozen), new StartPull.Settings(1, true, false))) {
      for (int i = 0; i < 3; i++) {
        set(rounded.master(), i, 3);
      }
      rounded.refreshValue();
      pull.afterStep(.5);
      Tensor value = rounded.value().to(org.bytedeco.pytorch.global.torch.ScalarType.Float);
      assertThat(at(value, 2)).isEqualTo(2);
      assertThat(pull.distance()).isCloseTo(Math.sqrt(3), within(1e-6));
    }
  }

  @Test
  void theFisherInformationIsReadAsItWasWritten() throws IOException {
    Path file = temp.resolve("fisher.safetensors");
    try (Parameter weights = parameter(MANY, 0);
        Parameter fewer = parameter(MANY - 1, 0);
        StartPull first = pull(weights, 1, false, true);
        StartPull second = pull(weights, 1, false, true);
        StartPull other = pull(fewer, 1, false, true)) {
      shuffle(weights.grad(), 3);
      first.addSquares(1);
      first.write(file);
      second.read(file);
      shuffle(weights.master(), 4);
      assertThat(second.value()).isEqualTo(first.value()).isPositive();
      assertThatThrownBy(() -> other.read(file))
          .hasMessageContaining("has no Fisher information of w of shape [40]");
    }
  }
}
