package dev.belay.torch.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.objective.ClippedPolicyLoss;
import dev.belay.core.objective.KlEstimator;
import dev.belay.core.objective.KlTerm;
import dev.belay.core.objective.Objective;
import dev.belay.core.objective.RatioLevel;
import dev.belay.core.objective.ReinforceLoss;
import dev.belay.core.objective.SftLoss;
import dev.belay.core.objective.TokenScores;
import dev.belay.torch.kernel.Parallel;
import dev.belay.torch.optim.Parameter;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.ScopedTensors;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ScopedTensors.class)
class ChunkedHeadTest {

  static List<Named<Objective>> differentiable() {
    return Objectives.differentiable();
  }

  @ParameterizedTest
  @MethodSource("differentiable")
  void gradientsEqualFiniteDifferences(Objective objective) {
    for (double temperature : new double[] {1, .7}) {
      try (HeadCase head = new HeadCase(ComputeType.FLOAT32, temperature)) {
        HeadResult result =
            new ChunkedHead(2, temperature)
                .forwardBackward(head.rows(), head.head, objective, head.reference, head.dHidden);
        assertThat(result.loss())
            .isCloseTo(head.naive.loss(objective, head.naiveReference), within(1e-5));
        assertClose(
            HeadCase.array(head.dHidden),
            head.naive.slopes(head.naive.hidden(), objective, head.naiveReference),
            1e-5);
        assertClose(
            HeadCase.array(head.head.grad()),
            head.naive.slopes(head.naive.weight(), objective, head.naiveReference),
            1e-5);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("differentiable")
  void bf16IsCloseToFp64OnTheSameWeights(Objective objective) {
    try (HeadCase head = new HeadCase(ComputeType.BFLOAT16, .7)) {
      double loss =
          new ChunkedHead(.7)
              .forwardBackward(head.rows(), head.head, objective, head.reference, head.dHidden)
              .loss();
      double expected = head.naive.loss(objective, head.naiveReference);
      assertThat(loss).isCloseTo(expected, within(.02 * (1 + Math.abs(expected))));
      assertClose(
          HeadCase.array(head.dHidden),
          head.naive.slopes(head.naive.hidden(), objective, head.naiveReference),
          .03);
      assertClose(
          HeadCase.array(head.head.grad()),
          head.naive.slopes(head.naive.weight(), objective, head.naiveReference),
          .03);
    }
  }

  /** Entry by entry, relative to the largest entry. */
  private static void assertClose(double[][] actual, double[][] expected, double tolerance) {
    double largest = 1e-3;
    for (double[] row : expected) {
      for (double value : row) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    assertThat(actual.length).isEqualTo(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).containsExactly(expected[i], within(tolerance * largest));
    }
  }

  @Test
  void scoresEqualTheNaiveHeadWithAndWithoutGradient() {
    try (HeadCase head = new HeadCase(ComputeType.FLOAT32, .9)) {
      ChunkedHead chunked = new ChunkedHead(3, .9);
      TokenScores scores = chunked.score(head.rows(), head.head.value(), head.reference);
      TokenScores naive = head.naive.scores(head.naiveReference);
      for (int i = 0; i < HeadCase.ROWS.length; i++) {
        assertThat(scores.logProbs()[i]).isCloseTo(naive.logProbs()[i], within(2e-6));
        assertThat(scores.entropies()[i]).isCloseTo(naive.entropies()[i], within(2e-6));
        assertThat(Objects.requireNonNull(scores.exactKls())[i])
            .isCloseTo(Objects.requireNonNull(naive.exactKls())[i], within(2e-6));
        assertThat(Objects.requireNonNull(scores.refLogProbs())[i])
            .isCloseTo(Objects.requireNonNull(naive.refLogProbs())[i], within(2e-6));
      }
      TokenScores trained =
          chunked
              .forwardBackward(head.rows(), head.head, new SftLoss(5), head.reference, head.dHidden)
              .scores();
      assertThat(trained.logProbs()).containsExactly(scores.logProbs());
      assertThat(trained.entropies()).containsExactly(scores.entropies());
      assertThat(trained.exactKls()).containsExactly(scores.exactKls());
      assertThat(trained.refLogProbs()).containsExactly(scores.refLogProbs());
      assertThat(chunked.score(head.rows(), head.head.value(), null).exactKls()).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 512})
  void chunksDoNotChangeTheResult(int chunkRows) {
    Objective objective = Objectives.differentiable().getLast().getPayload();
    try (HeadCase whole = new HeadCase(ComputeType.FLOAT32, 1);
        HeadCase cut = new HeadCase(ComputeType.FLOAT32, 1)) {
      HeadResult expected =
          new ChunkedHead(5, 1)
              .forwardBackward(whole.rows(), whole.head, objective, whole.reference, whole.dHidden);
      HeadResult actual =
          new ChunkedHead(chunkRows, 1)
              .forwardBackward(cut.rows(), cut.head, objective, cut.reference, cut.dHidden);
      assertThat(actual.loss()).isCloseTo(expected.loss(), within(1e-6));
      assertClose(HeadCase.array(cut.dHidden), HeadCase.array(whole.dHidden), 1e-6);
      assertClose(HeadCase.array(cut.head.grad()), HeadCase.array(whole.head.grad()), 1e-6);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7})
  void threadsDoNotChangeTheResult(int count) {
    Parallel.setThreads(1);
    double[][] alone = gradientOfSft();
    Parallel.setThreads(count);
    assertThat(gradientOfSft()).isDeepEqualTo(alone);
  }

  private static double[][] gradientOfSft() {
    try (HeadCase head = new HeadCase(ComputeType.FLOAT32, 1)) {
      new ChunkedHead(1)
          .forwardBackward(head.rows(), head.head, new SftLoss(5), null, head.dHidden);
      return HeadCase.array(head.dHidden);
    }
  }

  @Test
  void rowsThatWereNotChosenGetZeroGradientAndTheHeadAccumulates() {
    try (HeadCase head = new HeadCase(ComputeType.FLOAT32, 1)) {
      ChunkedHead chunked = new ChunkedHead(1);
      chunked.forwardBackward(head.rows(), head.head, new SftLoss(5), null, head.dHidden);
      double[][] dHidden = HeadCase.array(head.dHidden);
      assertThat(dHidden[1]).containsOnly(0);
      assertThat(dHidden[5]).containsOnly(0);
      assertThat(dHidden[2]).doesNotContain(0);
      double[][] once = HeadCase.array(head.head.grad());
      chunked.forwardBackward(head.rows(), head.head, new SftLoss(5), null, head.dHidden);
      assertClose(HeadCase.array(head.head.grad().div(new Scalar(2))), once, 1e-6);
    }
  }

  @Test
  void noRowsGiveNoLossAndNoGradient() {
    try (HeadCase head = new HeadCase(ComputeType.BFLOAT16, 1)) {
      HeadRows none = new HeadRows(head.hidden, new int[0], new int[0]);
      HeadResult result =
          new ChunkedHead(1).forwardBackward(none, head.head, new SftLoss(1), null, head.dHidden);
      assertThat(result.loss()).isZero();
      assertThat(head.dHidden.count_nonzero().item_int()).isZero();
      assertThat(head.head.grad().count_nonzero().item_int()).isZero();
    }
  }

  @Test
  void tokensWithoutASlopeHaveNoGradient() {
    Objective lastTwo =
        (scores, from, to, out) -> {
          out.set(0, from < 3 ? 0 : -1, 0, 0);
          return 0;
        };
    try (HeadCase head = new HeadCase(ComputeType.FLOAT32, 1)) {
      new ChunkedHead(1).forwardBackward(head.rows(), head.head, lastTwo, null, head.dHidden);
      double[][] dHidden = HeadCase.array(head.dHidden);
      assertThat(dHidden[0]).containsOnly(0);
      assertThat(dHidden[2]).containsOnly(0);
      assertThat(dHidden[3]).containsOnly(0);
      assertThat(dHidden[4]).doesNotContain(0);
      assertThat(dHidden[6]).doesNotContain(0);
    }
  }

  /** Rows that hold tokens 2 to 6 of a step ask for these, and fill in their scores alone. */
  @Test
  void rowsAreTokensOfTheStep() {
    Set<Integer> asked = ConcurrentHashMap.newKeySet();
    Objective objective =
        (scores, from, to, out) -> {
          asked.add(from);
          out.set(0, 1 / scores.logProbs()[from], 0, 0);
          return from;
        };
    try (HeadCase head = new HeadCase(ComputeType.FLOAT32, 1)) {
      TokenScores alone = new ChunkedHead(1).score(head.rows(), head.head.value(), head.reference);
      TokenScores step = TokenScores.ofSize(8, true);
      HeadRows rows = new HeadRows(head.hidden, HeadCase.ROWS, HeadCase.TARGETS, 2);
      double loss =
          new ChunkedHead(2, 1)
              .forwardBackward(rows, head.head, objective, head.reference, head.dHidden, step);
      assertThat(loss).isEqualTo(2 + 3 + 4 + 5 + 6);
      assertThat(asked).containsExactlyInAnyOrder(2, 3, 4, 5, 6);
      assertThat(Arrays.copyOfRange(step.logProbs(), 2, 7)).containsExactly(alone.logProbs());
      assertThat(step.logProbs()[1]).isZero();
      assertThat(step.logProbs()[7]).isZero();
    }
  }

  @Test
  void nativeObjectsOfAPassAreFreed() {
    try (HeadCase head = new HeadCase(ComputeType.BFLOAT16, 1)) {
      ChunkedHead chunked = new ChunkedHead(2, 1);
      HeadRows rows = head.rows();
      chunked.forwardBackward(rows, head.head, new SftLoss(5), head.reference, head.dHidden);
      long before = Pointer.totalCount();
      chunked.forwardBackward(rows, head.head, new SftLoss(5), head.reference, head.dHidden);
      chunked.score(rows, head.head.value(), head.reference);
      assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before + 8); // views of shapes
    }
  }

  @Test
  void inputThatDoesNotFitIsRefused() {
    try (HeadCase head = new HeadCase(ComputeType.FLOAT32, 1)) {
      ChunkedHead chunked = new ChunkedHead(1);
      assertThatThrownBy(() -> new HeadRows(head.hidden, new int[] {0, 0}, new int[2]))
          .hasMessageContaining("entry 1 is 0");
      assertThatThrownBy(() -> new HeadRows(head.hidden, new int[] {7}, new int[1]))
          .hasMessageContaining("stay below 7");
      assertThatThrownBy(
              () ->
                  chunked.score(
                      new HeadRows(head.hidden, new int[] {0}, new int[] {37}),
                      head.head.value(),
                      null))
          .hasMessageContaining("beyond the vocabulary of 37");
      assertThatThrownBy(() -> chunked.score(head.rows(), torch.ones(37, 4), null))
          .hasMessageContaining("one width");
      ReferenceHead small = new ReferenceHead(head.hidden, torch.ones(36, 5));
      assertThatThrownBy(() -> chunked.score(head.rows(), head.head.value(), small))
          .isInstanceOf(IllegalArgumentException.class);
      Objective exact = Objectives.policy(new ReinforceLoss(), KlTerm.of(KlEstimator.EXACT, 1), 0);
      assertThatThrownBy(
              () -> chunked.forwardBackward(head.rows(), head.head, exact, null, head.dHidden))
          .hasMessageContaining("needs a reference");
      Objective sequenceRatio =
          Objectives.policy(new ClippedPolicyLoss(RatioLevel.SEQUENCE_MEAN, .2, .2, 0), null, 0);
      assertThatThrownBy(
              () ->
                  chunked.forwardBackward(
                      head.rows(), head.head, sequenceRatio, null, head.dHidden))
          .hasMessageContaining("scores of the whole step first");
      assertThatThrownBy(
              () ->
                  chunked.forwardBackward(
                      head.rows(), head.head, new SftLoss(5), null, torch.ones(7, 4)))
          .hasMessageContaining("dHidden");
      assertThatThrownBy(() -> new ChunkedHead(0, 1)).hasMessageContaining("chunkRows");
      assertThatThrownBy(() -> new ChunkedHead(0)).hasMessageContaining("temperature");
    }
  }

  @Test
  void largeVocabularyLosesNoDigits() {
    int vocabulary = 49_152;
    Tensor weight = torch.randn(vocabulary, 8).mul(new Scalar(3));
    Tensor hidden = torch.randn(2, 8);
    try (Parameter head = new Parameter("w", weight, ComputeType.FLOAT32)) {
      HeadRows rows = new HeadRows(hidden, new int[] {0, 1}, new int[] {3, 40_000});
      TokenScores scores = new ChunkedHead(1).score(rows, head.value(), null);
      NaiveHead naive =
          new NaiveHead(
              HeadCase.array(hidden), HeadCase.array(weight), 1, rows.rows(), rows.targets());
      for (int i = 0; i < 2; i++) {
        TokenScores expected = naive.scores(null);
        assertThat(scores.logProbs()[i]).isCloseTo(expected.logProbs()[i], within(1e-5));
        assertThat(scores.entropies()[i]).isCloseTo(expected.entropies()[i], within(1e-5));
      }
    }
  }
}
