package dev.belay.torch.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.objective.BradleyTerryLoss;
import dev.belay.core.objective.Objective;
import dev.belay.core.objective.SftLoss;
import dev.belay.core.objective.StepSlopes;
import dev.belay.core.objective.TokenScores;
import dev.belay.core.objective.TokenSlopes;
import dev.belay.core.objective.ValueLoss;
import dev.belay.torch.optim.Parameter;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NonFiniteException;
import dev.belay.torch.tensor.ScopedTensors;
import java.util.Objects;
import java.util.Random;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(ScopedTensors.class)
class ScalarHeadTest {

  private static final int WIDTH = 37; // whole vectors and a tail
  private static final int[] ROWS = {0, 2, 3, 6};

  private final Random random = new Random(7);
  private Parameter weight = parameter(ComputeType.FLOAT32);

  @AfterEach
  void close() {
    weight.close();
  }

  private Tensor matrix(int rows, ComputeType type) {
    float[] values = new float[rows * WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return torch.tensor(values).view(rows, WIDTH).to(type.scalarType()).clone();
  }

  private Parameter parameter(ComputeType type) {
    return new Parameter("score.weight", matrix(1, type), type);
  }

  private void use(ComputeType type) {
    weight.close();
    weight = parameter(type);
  }

  private static HeadRows rows(Tensor hidden, int firstToken) {
    return new HeadRows(hidden, ROWS, new int[] {9, 9, 9, 9}, firstToken);
  }

  private static ValueLoss valueLoss() {
    return new ValueLoss(
        new double[] {0, 0, 1, -2, 3, .5},
        new double[] {0, 0, .5, -1, 0, 9},
        new double[] {0, 0, .25, .25, .4, .1},
        2);
  }

  /** Products and sums in fp64. */
  private static double[] values(double[][] hidden, double[] w) {
    double[] values = new double[ROWS.length];
    for (int r = 0; r < ROWS.length; r++) {
      for (int i = 0; i < w.length; i++) {
        values[r] += hidden[ROWS[r]][i] * w[i];
      }
    }
    return values;
  }

  private static double loss(double[][] hidden, double[] w, Objective objective) {
    TokenScores scores = TokenScores.ofValues(6);
    System.arraycopy(values(hidden, w), 0, Objects.requireNonNull(scores.values()), 2, 4);
    return objective.slopes(scores, 2, 6, TokenSlopes.ofSize(4));
  }

  @ParameterizedTest
  @EnumSource(ComputeType.class)
  void valuesAreProductsAtTheirPlaceInTheStep(ComputeType type) {
    use(type);
    Tensor hidden = matrix(7, type);
    TokenScores scores = new ScalarHead(weight).room(6, true);
    new ScalarHead(weight).score(rows(hidden, 2), null, scores);
    double[] expected = values(HeadCase.array(hidden), HeadCase.array(weight.value())[0]);
    double[] found = Objects.requireNonNull(scores.values());
    for (int r = 0; r < 4; r++) {
      assertThat(found[2 + r]).isCloseTo(expected[r], within(1e-5));
    }
    assertThat(found[0]).isZero();
    assertThat(scores.logProbs()).containsOnly(Double.NaN);
    assertThat(scores.exactKls()).isNull();
  }

  /** Hidden states and weights, each moved by itself, in fp64. */
  @Test
  void gradientsAreDerivativesOfTheLoss() {
    Tensor hidden = matrix(7, ComputeType.FLOAT32);
    Tensor hiddenGrad = torch.full_like(hidden, new Scalar(99));
    ScalarHead head = new ScalarHead(weight);
    TokenScores scores = head.room(6, false);
    double[][] h = HeadCase.array(hidden);
    double[] w = HeadCase.array(weight.value())[0];
    double found = head.forwardBackward(rows(hidden, 2), valueLoss(), null, hiddenGrad, scores);
    assertThat(found).isCloseTo(loss(h, w, valueLoss()), within(1e-5));
    double[][] byHidden = HeadCase.array(hiddenGrad);
    double[] byWeight = HeadCase.array(weight.grad())[0];
    for (int i = 0; i < WIDTH; i++) {
      assertThat(byWeight[i]).isCloseTo(difference(h, w, w, i), within(1e-5));
      for (int row = 0; row < 7; row++) {
        assertThat(byHidden[row][i]).isCloseTo(difference(h, w, h[row], i), within(1e-5));
      }
    }
    assertThat(byHidden[1]).containsOnly(0);
  }

  private static double difference(double[][] h, double[] w, double[] moved, int i) {
    double kept = moved[i];
    moved[i] = kept + 1e-5;
    double above = loss(h, w, valueLoss());
    moved[i] = kept - 1e-5;
    double below = loss(h, w, valueLoss());
    moved[i] = kept;
    return (above - below) / 2e-5;
  }

  @Test
  void bfloat16RoundsTheGradientOfHiddenStatesAndAddsThatOfTheWeightInFp32() {
    use(ComputeType.BFLOAT16);
    Tensor hidden = matrix(7, ComputeType.BFLOAT16);
    Tensor hiddenGrad = torch.zeros_like(hidden);
    ScalarHead head = new ScalarHead(weight);
    head.forwardBackward(rows(hidden, 2), valueLoss(), null, hiddenGrad, head.room(6, false));
    double[][] h = HeadCase.array(hidden);
    double[] w = HeadCase.array(weight.value())[0];
    assertThat(HeadCase.array(weight.grad())[0][5]).isCloseTo(difference(h, w, w, 5), within(1e-4));
    double slope = difference(h, w, h[2], 5);
    assertThat(HeadCase.array(hiddenGrad)[2][5]).isCloseTo(slope, within(Math.abs(slope) / 128));
    head.forwardBackward(rows(hidden, 2), valueLoss(), null, hiddenGrad, head.room(6, false));
    assertThat(HeadCase.array(weight.grad())[0][5])
        .isCloseTo(2 * difference(h, w, w, 5), within(1e-4));
  }

  @Test
  void pairsGoByTheSlopesOfTheWholeStep() {
    Tensor hidden = matrix(7, ComputeType.FLOAT32);
    ScalarHead head = new ScalarHead(weight);
    Objective pairs = new BradleyTerryLoss(2, .1, .01);
    TokenScores scores = head.room(4, false);
    Tensor hiddenGrad = torch.zeros_like(hidden);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> head.forwardBackward(rows(hidden, 0), pairs, null, hiddenGrad, scores))
        .withMessageContaining("StepSlopes");
    head.score(rows(hidden, 0), null, scores);
    StepSlopes step = StepSlopes.of(pairs, scores);
    assertThat(head.forwardBackward(rows(hidden, 0), step, null, hiddenGrad, scores)).isZero();
    double w = HeadCase.array(weight.value())[0][3];
    assertThat(HeadCase.array(hiddenGrad)[2][3])
        .isCloseTo(step.slopes().values()[1] * w, within(1e-6));
  }

  @Test
  void aFrozenHeadHasNoGradient() {
    Tensor hidden = matrix(7, ComputeType.FLOAT32);
    ScalarHead frozen = new ScalarHead(Parameter.frozen("score.weight", weight.value().clone()));
    Tensor hiddenGrad = torch.zeros_like(hidden);
    frozen.forwardBackward(rows(hidden, 2), valueLoss(), null, hiddenGrad, frozen.room(6, false));
    assertThat(HeadCase.array(hiddenGrad)[2][0]).isNotZero();
    assertThat(frozen.weight().grad().numel()).isZero();
  }

  @Test
  void whatIsNotFiniteIsNamedAndWhatDoesNotFitIsRefused() {
    Tensor hidden = matrix(7, ComputeType.FLOAT32);
    ScalarHead head = new ScalarHead(weight);
    TokenScores scores = head.room(6, false);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> head.score(rows(hidden, 0), new ReferenceHead(hidden, weight.value()), scores))
        .withMessageContaining("reference");
    assertThatThrownBy(
            () ->
                head.forwardBackward(
                    rows(hidden, 0), new SftLoss(4), null, torch.zeros_like(hidden), scores))
        .isInstanceOf(NonFiniteException.class)
        .hasMessageContaining("the loss of the values is not finite");
    hidden.get(2).fill_(new Scalar(Double.NaN));
    assertThatThrownBy(() -> head.score(rows(hidden, 0), null, scores))
        .isInstanceOf(NonFiniteException.class)
        .hasMessageContaining("row 1 (position 2): the value is NaN");
  }
}
