package dev.belay.torch.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.objective.Divergence;
import dev.belay.core.objective.DivergenceObjective;
import dev.belay.core.objective.TokenScores;
import dev.belay.torch.optim.Parameter;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/** The loss of hidden states, through the head as a learner takes it. */
class HiddenDistanceTest {

  /** Two positions of which the second counts, of two coordinates; three tokens. */
  private static Tensor states(float... values) {
    return torch.tensor(values).view(-1, 2);
  }

  @Test
  void twoCoordinatesAreAsWorkedOutByHand() {
    Tensor hidden = states(9, 9, .1f, .2f);
    Tensor gradient = torch.empty_like(hidden);
    TokenScores scores = TokenScores.comparing(1, Divergence.HIDDEN);
    try (Parameter head = new Parameter("head", states(1, 2, -1, 3, 0, 1), ComputeType.FLOAT32)) {
      double loss =
          new ChunkedHead(1)
              .forwardBackward(
                  new HeadRows(hidden, new int[] {1}, new int[] {0}),
                  head,
                  new DivergenceObjective(Divergence.HIDDEN, new double[] {50}),
                  new ReferenceHead(states(7, 7, 0, .4f), head.value()),
                  gradient,
                  scores);
      // (0.1² + 0.2²) / 2 = 0.025; the text's sum would be 0.05.
      assertThat(scores.of(Divergence.HIDDEN)[0]).isCloseTo(.025, within(1e-8));
      assertThat(loss).isCloseTo(1.25, within(1e-6));
      // 50 · 2 (h − h₀) / 2, and nothing at the position that does not count.
      assertThat(numbers(gradient)).containsExactly(new double[] {0, 0, 5, -10}, within(1e-5));
      assertThat(numbers(head.grad())).containsOnly(0);
    }
  }

  private static double[] numbers(Tensor tensor) {
    double[] numbers = new double[(int) tensor.numel()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = NativeMemory.getFloat(NativeMemory.address(tensor) + i * 4L);
    }
    return numbers;
  }

  @Test
  void theSameStatesHaveNeitherDistanceNorGradient() {
    Tensor hidden = states(.3f, -.7f);
    Tensor gradient = torch.empty_like(hidden);
    try (Parameter head = new Parameter("head", states(1, 2, -1, 3), ComputeType.FLOAT32)) {
      double loss =
          new ChunkedHead(1)
              .forwardBackward(
                  new HeadRows(hidden, new int[] {0}, new int[] {0}),
                  head,
                  new DivergenceObjective(Divergence.HIDDEN, new double[] {50}),
                  new ReferenceHead(hidden.clone(), head.value()),
                  gradient,
                  TokenScores.comparing(1, Divergence.HIDDEN));
      assertThat(loss).isZero();
      assertThat(numbers(gradient)).containsOnly(0);
    }
  }

  @Test
  void statesOfAnotherWidthCannotBeCompared() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HiddenDistance(states(1, 2), torch.zeros(1, 3)))
        .withMessageContaining("2 and 3 numbers");
  }
}
