package dev.belay.torch.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.ScopedTensors;
import java.util.List;
import java.util.Random;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Gradients that give up what opposes another, by hand. */
@ExtendWith(ScopedTensors.class)
class GradientProjectionTest {

  private static final GradientProjection.Rule RAW = new GradientProjection.Rule(false, false);
  private static final GradientProjection.Rule BY_TENSOR = new GradientProjection.Rule(false, true);
  private static final GradientProjection.Rule IN_ADAMS_GEOMETRY =
      new GradientProjection.Rule(true, false);
  private static final AdamW ADAM = new AdamW(AdamW.Settings.DEFAULT);

  /** Two weights, each a parameter of its own: the products go over all parameters. */
  private static final class Pair implements AutoCloseable {
    private final List<Parameter> parameters = List.of(parameter("first"), parameter("second"));
    private final GradientProjection projection = new GradientProjection(parameters);

    private static Parameter parameter(String name) {
      return new Parameter(name, torch.zeros(1), ComputeType.FLOAT32);
    }

    private void add(double first, double second) {
      parameters.get(0).addGradient(torch.full(new long[] {1}, scalar(first)));
      parameters.get(1).addGradient(torch.full(new long[] {1}, scalar(second)));
    }

    private static Scalar scalar(double value) {
      return new Scalar((float) value);
    }

    private double[] gradients() {
      return parameters.stream()
          .mapToDouble(p -> NativeMemory.getFloat(NativeMemory.address(p.grad())))
          .toArray();
    }

    private static void set(Tensor tensor, double value) {
      NativeMemory.setFloat(NativeMemory.address(tensor), (float) value);
    }

    @Override
    public void close() {
      projection.close();
      parameters.forEach(Parameter::close);
    }
  }

  private static GradientProjection.Result joined(Pair pair, double weight, double... ga) {
    pair.add(ga[0], ga[1]);
    pair.projection.setAside();
    assertThat(pair.gradients()).containsExactly(0, 0);
    pair.add(ga[2], ga[3]);
    return pair.projection.join(weight, RAW, ADAM);
  }

  @Test
  void whatOpposesIsGivenUp() {
    try (Pair pair = new Pair()) {
      GradientProjection.Result result = joined(pair, 0, 1, -2, 1, 1);
      assertThat(result.isProjected()).isTrue();
      assertThat(result.cosine()).isCloseTo(-1 / Math.sqrt(10), within(1e-6));
      assertThat(pair.gradients()).containsExactly(1.5, -1.5);
    }
    try (Pair pair = new Pair()) {
      joined(pair, 1, 1, -2, 1, 1);
      assertThat(pair.gradients()).containsExactly(2.5, -.5);
    }
  }

  @Test
  void whatAgreesIsAdded() {
    try (Pair pair = new Pair()) {
      assertThat(joined(pair, .5, 1, 3, -1, 1).isProjected()).isFalse();
      assertThat(pair.gradients()).containsExactly(.5, 3.5);
    }
  }

  /** g = (1 | 3), a = (−1 | 1): their product over all is 2, and yet the first tensors oppose. */
  @Test
  void byTensorEachGivesUpItsOwn() {
    try (Pair pair = new Pair()) {
      pair.add(1, 3);
      pair.projection.setAside();
      pair.add(-1, 1);
      GradientProjection.Result result = pair.projection.join(0, BY_TENSOR, ADAM);
      assertThat(result.share()).isEqualTo(.5);
      assertThat(result.cosine()).isCloseTo(2 / Math.sqrt(20), within(1e-6));
      assertThat(pair.gradients()).containsExactly(0, 3);
    }
  }

  @Test
  void aTensorWithoutADirectionKeepsItsGradient() {
    try (Pair pair = new Pair()) {
      pair.add(1, -2);
      pair.projection.setAside();
      pair.add(2e-5, 1); // |a|² of the first is 4e-10
      assertThat(pair.projection.join(0, BY_TENSOR, ADAM).share()).isEqualTo(.5);
      assertThat(pair.gradients()).containsExactly(1, 0);
    }
  }

  /**
   * The step of the projected gradient (1.5, −1.5) at √v = (1, 3) and at √v = (3, 1): at the latter
   * it opposes a = (1, 1) though the gradient does not, which is why Adam's geometry is a choice.
   */
  @Test
  void adamsScalingUndoesAProjectionOfRawGradients() {
    try (Pair pair = new Pair()) {
      joined(pair, 0, 1, -2, 1, 1);
      double[] g = pair.gradients();
      assertThat(g[0] / 1 + g[1] / 3).isCloseTo(1, within(1e-6));
      assertThat(g[0] / 3 + g[1] / 1).isCloseTo(-1, within(1e-6));
    }
  }

  @Test
  void inAdamsGeometryByTensorEachStepGivesUpItsOwn() {
    AdamW optimizer = new AdamW(new AdamW.Settings(0, .9, 1e-12, 0));
    optimizer.resumeAt(10_000);
    try (Pair pair = new Pair()) {
      Pair.set(pair.parameters.get(0).secondMoment(), 9);
      Pair.set(pair.parameters.get(1).secondMoment(), 1);
      pair.add(1, 3);
      pair.projection.setAside();
      pair.add(-1, 1);
      GradientProjection.Rule rule = new GradientProjection.Rule(true, true);
      assertThat(pair.projection.join(0, rule, optimizer).share()).isEqualTo(.5);
      double[] gradient = pair.gradients();
      assertThat(gradient[0]).isCloseTo(0, within(1e-6));
      assertThat(gradient[1]).isCloseTo(3, within(1e-6));
    }
  }

  @Test
  void noDirectionIsNoProjection() {
    try (Pair pair = new Pair()) {
      GradientProjection.Result result = joined(pair, 7, 1, -2, 0, 0);
      assertThat(result.isProjected()).isFalse();
      assertThat(result.cosine()).isNaN();
      assertThat(pair.gradients()).containsExactly(1, -2);
    }
    try (Pair pair = new Pair()) {
      assertThat(joined(pair, 0, 1, -2, 2e-5, 2e-5).isProjected()).as("|a|² is 8e-10").isFalse();
    }
  }

  /** √v = (3, 1): the raw rule would leave a step that opposes a all the same. */
  @Test
  void inAdamsGeometryItIsTheStepThatMustNotOppose() {
    AdamW optimizer = new AdamW(new AdamW.Settings(0, .9, 1e-12, 0));
    optimizer.resumeAt(10_000);
    try (Pair pair = new Pair()) {
      Pair.set(pair.parameters.get(0).secondMoment(), 9);
      Pair.set(pair.parameters.get(1).secondMoment(), 1);
      pair.add(1, -2);
      pair.projection.setAside();
      pair.add(1, 1);
      GradientProjection.Result result = pair.projection.join(0, IN_ADAMS_GEOMETRY, optimizer);

      assertThat(result.isProjected()).isTrue();
      double[] gradient = pair.gradients();
      assertThat(gradient[0] / 3).isCloseTo(.75, within(1e-6));
      assertThat(gradient[1] / 1).isCloseTo(-.75, within(1e-6));
    }
  }

  @Test
  void inAdamsGeometryMomentumCounts() {
    AdamW optimizer = new AdamW(new AdamW.Settings(.5, .9, 1e-12, 0));
    optimizer.resumeAt(10_000);
    try (Pair pair = new Pair()) {
      pair.parameters.forEach(parameter -> Pair.set(parameter.secondMoment(), 1));
      // The gradient agrees with a, but what is left of earlier ones does not: d = (−.5, −.5).
      pair.parameters.forEach(parameter -> Pair.set(parameter.firstMoment(), -2));
      pair.add(1, 1);
      pair.projection.setAside();
      pair.add(1, 1);
      assertThat(pair.projection.join(0, IN_ADAMS_GEOMETRY, optimizer).isProjected()).isTrue();
      // d − k a = 0 needs the gradient to cancel the momentum: (1 − β₁) g = −β₁ m.
      assertThat(pair.gradients()).containsExactly(2, 2);
    }
  }

  @Test
  void manyWeightsAreProjectedOntoTheOrthogonalComplement() {
    int n = 40_011; // several blocks, whole vectors and a tail
    Random random = new Random(5);
    float[] g = gaussians(random, n);
    float[] a = gaussians(random, n);
    for (int i = 0; i < n; i++) {
      g[i] -= .3f * a[i];
    }
    try (Parameter parameter = new Parameter("many", torch.zeros(n), ComputeType.FLOAT32);
        GradientProjection projection = new GradientProjection(List.of(parameter))) {
      parameter.addGradient(torch.tensor(g));
      projection.setAside();
      parameter.addGradient(torch.tensor(a));
      assertThat(projection.join(0, RAW, ADAM).cosine()).isCloseTo(-.287, within(.01));
      double dot = 0;
      double norm = 0;
      for (int i = 0; i < n; i++) {
        double joined = NativeMemory.getFloat(NativeMemory.address(parameter.grad()) + i * 4L);
        dot += joined * a[i];
        norm += joined * joined;
      }
      assertThat(dot / norm).isCloseTo(0, within(1e-5));
    }
  }

  private static float[] gaussians(Random random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
