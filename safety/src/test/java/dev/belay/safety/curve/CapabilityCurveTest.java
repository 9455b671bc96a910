package dev.belay.safety.curve;

import static dev.belay.safety.curve.Evaluations.point;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.safety.eval.EvaluationResult;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapabilityCurveTest {

  /** Solves 2, 4, 8 and 6 of 10. */
  private static final CapabilityCurve CURVE =
      CapabilityCurve.of(
              List.of(
                  point("base", 0, "1100000000", "1"),
                  point("weights 0.25", 0.25, "1111000000", "1"),
                  point("weights 0.5", 0.5, "1111111100", "1"),
                  point("tuned", 1, "1111110000", "1")),
              0.95)
          .orElseThrow();

  private static CapabilityCurve.Place at(double capability) {
    return CURVE.at(capability).orElseThrow();
  }

  @Test
  void aCapabilityBetweenTwoPointsIsAMixtureOfThem() {
    // 0.5 is a quarter of the way from 0.4 to 0.8.
    assertThat(at(0.5).first().name()).isEqualTo("weights 0.25");
    assertThat(at(0.5).second().name()).isEqualTo("weights 0.5");
    assertThat(at(0.5).weight()).isCloseTo(0.25, within(1e-12));
    assertThat(at(0.5).words()).isEqualTo("between weights 0.25 and weights 0.5");
  }

  @Test
  void theFirstPlaceCountsWhereACurvePassesTwice() {
    // 0.7 is passed on the way up to 0.8 and on the way down to 0.6.
    assertThat(at(0.7).second().name()).isEqualTo("weights 0.5");
    assertThat(at(0.7).weight()).isCloseTo(0.75, within(1e-12));
  }

  @Test
  void aPointItselfIsItsOwnPlace() {
    assertThat(at(0.2).words()).isEqualTo("at base");
    assertThat(at(0.8).words()).isEqualTo("at weights 0.5");
    assertThat(CURVE.start()).isEqualTo(0.2);
    assertThat(CURVE.highest()).isEqualTo(0.8);
  }

  @Test
  void aCapabilityThatNoPartReachesHasNoPlace() {
    assertThat(CURVE.at(0.81)).isEmpty();
    assertThat(CURVE.at(0.1)).isEmpty();
  }

  @Test
  void withoutTasksThereIsNoCurve() {
    EvaluationResult harmful =
        Evaluations.of("1", "1").only(info -> info.name().equals("requests"));
    CurvePoint bare = new CurvePoint("base", 0, Path.of("x"), harmful);
    assertThat(CapabilityCurve.of(List.of(bare, bare), 0.95)).isEmpty();
    assertThatThrownBy(() -> new CapabilityCurve(List.of(bare), List.of(0.5)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
