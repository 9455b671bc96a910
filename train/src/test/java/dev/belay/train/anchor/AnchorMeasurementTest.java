package dev.belay.train.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.objective.Divergence;
import dev.belay.core.objective.TokenScores;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Sums by position and by completion. */
class AnchorMeasurementTest {

  /** Completions of 2 and 3 tokens. */
  private static AnchorMeasurement measured() {
    return AnchorMeasurement.of(scores(), new int[] {2, 3}, Divergence.REVERSE);
  }

  private static TokenScores scores() {
    TokenScores scores = TokenScores.inBothDirections(5);
    double[] reverse = {.5, .1, .3, .2, .4};
    for (int t = 0; t < 5; t++) {
      Objects.requireNonNull(scores.exactKls())[t] = reverse[t];
      Objects.requireNonNull(scores.forwardKls())[t] = 2 * reverse[t];
    }
    return scores;
  }

  @Test
  void nats() {
    AnchorMeasurement measured = measured();
    assertThat(measured.perCompletion(Divergence.REVERSE)).isCloseTo(.75, within(1e-12));
    assertThat(measured.perCompletion(Divergence.FORWARD)).isCloseTo(1.5, within(1e-12));
    assertThat(measured.at(Divergence.REVERSE, 0)).isCloseTo(.4, within(1e-12));
    assertThat(measured.at(Divergence.REVERSE, 1)).isCloseTo(.15, within(1e-12));
    assertThat(measured.at(Divergence.FORWARD, 2)).isCloseTo(.8, within(1e-12));
  }

  @Test
  void attacksAreToldApart() {
    Map<String, AnchorMeasurement> measured =
        AnchorMeasurement.byAttack(
            scores(), new int[] {2, 1, 2}, List.of("a", "b", "a"), Divergence.REVERSE);
    assertThat(measured).containsOnlyKeys("a", "b");
    AnchorMeasurement a = Objects.requireNonNull(measured.get("a"));
    AnchorMeasurement b = Objects.requireNonNull(measured.get("b"));
    assertThat(a.perCompletion(Divergence.REVERSE)).isCloseTo((.6 + .6) / 2, within(1e-12));
    assertThat(a.completions()).isEqualTo(2);
    assertThat(a.reached()).containsExactly(2, 2);
    assertThat(b.perCompletion(Divergence.REVERSE)).isCloseTo(.3, within(1e-12));
    assertThat(b.perCompletion(Divergence.FORWARD)).isCloseTo(.6, within(1e-12));
    assertThat(b.reached()).containsExactly(1);
  }

  @Test
  void aPositionCountsTheCompletionsThatReachIt() {
    assertThat(measured().reached()).containsExactly(2, 2, 1);
    assertThat(measured().tokens()).isEqualTo(5);
    assertThat(measured().positions()).isEqualTo(3);
    assertThat(measured().completions()).isEqualTo(2);
  }
}
