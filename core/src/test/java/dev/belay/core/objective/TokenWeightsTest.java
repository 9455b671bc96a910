package dev.belay.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.model.LearnedSequence;
import dev.belay.core.model.TokenSequence;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The paper's weights of the task's own tokens, by hand. */
class TokenWeightsTest {

  /** One token with each of the paper's betas. */
  private static final TokenWeights THREE = new TokenWeights(.5, 2, .1, 2);

  private static final double[] REFERENCE = {-.2, -1, -.5};
  private static final double[] POLICY = {-.7, -.4, -.6};

  private static List<LearnedSequence> threeTokens() {
    return LearnedSequence.whole(List.of(new TokenSequence(new int[] {1}, new int[] {2, 3, 4})));
  }

  private static TokenScores scores(double... logProbs) {
    return new TokenScores(logProbs.clone(), new double[logProbs.length], null, null, null);
  }

  @Test
  void betasGoByPosition() {
    List<Double> betas = new ArrayList<>();
    for (int position = 0; position < 7; position++) {
      betas.add(TokenWeights.DEFAULT.beta(position));
    }
    assertThat(betas).containsExactly(.5, 2.0, 2.0, 2.0, 2.0, .1, .1);
  }

  @Test
  void threeTokensByHand() {
    double[] weights = {1.124353, .462950, 1.005000};
    double surrogate = 0;
    for (int t = 0; t < 3; t++) {
      double w = THREE.weight(POLICY[t] - REFERENCE[t], t, true);
      assertThat(w).isCloseTo(weights[t], within(1e-6));
      surrogate -= w * POLICY[t] / 3;
    }
    assertThat(surrogate).isCloseTo(.525076, within(1e-6));

    ConstrainedSftLoss loss = ConstrainedSftLoss.over(threeTokens(), THREE, REFERENCE);
    TokenSlopes slopes = TokenSlopes.ofSize(3);
    assertThat(loss.slopes(scores(POLICY), 0, 3, slopes)).isCloseTo(5.843411, within(1e-6));
    for (int t = 0; t < 3; t++) {
      assertThat(slopes.logProbs()[t]).isCloseTo(-weights[t] / 3, within(1e-6));
    }
    assertThat(loss.meanWeight(scores(POLICY)))
        .isCloseTo((1.124353 + .462950 + 1.005) / 3, within(1e-6));
  }

  @Test
  void slopesAreTheDerivativesOfTheLoss() {
    ObjectiveSlopes.requireDerivatives(
        ConstrainedSftLoss.over(threeTokens(), THREE, REFERENCE), scores(POLICY));
  }

  @Test
  void aTokenThatFallsHasTheSameWeightsInReverse() {
    double[] rising = {1.964028, 1.761594, 1, .238406, .035972};
    for (int i = 0; i < 5; i++) {
      assertThat(THREE.weight(i - 2, 1, true)).isCloseTo(rising[i], within(1e-6));
      assertThat(THREE.weight(i - 2, 1, false)).isCloseTo(rising[4 - i], within(1e-6));
    }
    assertThat(THREE.weight(50, 1, true)).isEqualTo(TokenWeights.LEAST);
    assertThat(THREE.weight(-50, 1, false)).isEqualTo(TokenWeights.LEAST);
    assertThat(THREE.loss(-800, 1)).as("no overflow").isCloseTo(1600, within(1e-9));
    assertThat(THREE.loss(800, 1)).isZero();
  }

  /** The weights are 1 and no more: the pull is that of plain cross-entropy, and not 0. */
  @Test
  void atTheReferenceItIsPlainCrossEntropy() {
    TokenSlopes weighed = TokenSlopes.ofSize(3);
    TokenSlopes plain = TokenSlopes.ofSize(3);
    ConstrainedSftLoss.over(threeTokens(), THREE, POLICY).slopes(scores(POLICY), 0, 3, weighed);
    new SftLoss(3).slopes(scores(POLICY), 0, 3, plain);
    assertThat(weighed.logProbs()).isEqualTo(plain.logProbs());
  }

  @Test
  void aPolicysAdvantagesAreWeighedByTheirSign() {
    RolloutBatch batch =
        RolloutBatch.sampled(List.of(new float[] {-1, -1}, new float[] {-1, -1}))
            .withRefLogProbs(new double[] {-2, -2, 0, -2});
    PolicyObjective plain =
        new PolicyObjective(
            batch,
            batch.spread(new double[] {1, -2}),
            new double[] {1, 1},
            new ReinforceLoss(),
            null,
            0);
    PolicyObjective weighed = plain.weighed(new TokenWeights(2, 2, 2, 1));
    TokenSlopes slopes = TokenSlopes.ofSize(4);
    weighed.slopes(scores(-1, -1, -1, -1), 0, 4, slopes);
    // Δ 1, 1 and A 1; Δ −1, 1 and A −2: rising by a nat or falling by one leaves .238406.
    double died = .238406;
    assertThat(slopes.logProbs())
        .containsExactly(new double[] {-died, -died, 2 * died, 2 * 1.761594}, within(2e-6));
    assertThat(weighed.meanTokenWeight(scores(-1, -1, -1, -1)))
        .isCloseTo((3 * died + 1.761594) / 4, within(1e-6));
    assertThat(plain.meanTokenWeight(scores(-1, -1, -1, -1))).isNaN();
  }

  @Test
  void withoutAReferenceThereIsNothingToHoldTo() {
    RolloutBatch batch = RolloutBatch.sampled(List.of(new float[] {-1}));
    PolicyObjective plain =
        new PolicyObjective(
            batch, new double[] {1}, new double[] {1}, new ReinforceLoss(), null, 0);
    assertThatThrownBy(() -> plain.weighed(TokenWeights.DEFAULT))
        .hasMessageContaining("reference was not scored");
    assertThatThrownBy(() -> new TokenWeights(0, 2, .1, 5)).hasMessageContaining("above 0");
  }
}
