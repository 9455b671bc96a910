package dev.belay.safety.curve;

import static dev.belay.safety.curve.Evaluations.point;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.stats.ClusteredPairs;
import dev.belay.core.stats.Interval;
import dev.belay.safety.compare.CapabilityGap;
import dev.belay.safety.compare.SuiteChange;
import dev.belay.safety.compare.SuiteComparison;
import dev.belay.safety.eval.EvaluationResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Arms at one capability, worked out by hand. */
class EqualCapabilityTest {

  private static CapabilityCurve curve(CurvePoint... points) {
    return CapabilityCurve.of(List.of(points), 0.95).orElseThrow();
  }

  private static final CurvePoint BASE = point("base", 0, "1100000000", "1111111111");

  /** From 0.2 solved to 0.6, refusing all but two at the end. */
  private static final CapabilityCurve GENTLE =
      curve(BASE, point("tuned", 1, "1111110000", "1111111100"));

  /** From 0.2 over 0.4 to 1.0, refusing half on the way and nothing at the end. */
  private static final CapabilityCurve STEEP =
      curve(
          BASE,
          point("weights 0.5", 0.5, "1111000000", "1111100000"),
          point("tuned", 1, "1111111111", "0000000000"));

  private static EqualCapability of(boolean interpolate, CapabilityCurve... curves) {
    Map<String, CapabilityCurve> named = new LinkedHashMap<>();
    for (CapabilityCurve curve : curves) {
      named.put(List.of("gentle", "steep", "third").get(named.size()), curve);
    }
    return EqualCapability.of(named, interpolate, 0.95).orElseThrow();
  }

  private static CapabilityCurve.Place place(EqualCapability equal, String arm) {
    return Objects.requireNonNull(equal.places().get(arm));
  }

  private static SuiteChange.Measured change(ArmPair pair) {
    SuiteComparison suite = pair.harmful().getFirst();
    return (SuiteChange.Measured) suite.change();
  }

  @Test
  void armsMeetAtTheHighestCapabilityThatAllReach() {
    EqualCapability equal = of(true, GENTLE, STEEP);
    assertThat(equal.capability()).hasValue(0.6);
    assertThat(equal.start()).isEqualTo(0.2);
    assertThat(place(equal, "gentle").words()).isEqualTo("at tuned");
    // 0.6 is a third of the way from 0.4 to 1.0.
    assertThat(place(equal, "steep").weight()).isCloseTo(1.0 / 3, within(1e-12));
    assertThat(equal.sentence("weights between"))
        .isEqualTo("Compared at 60.0 % solved, the highest that all reach, along weights between.");
  }

  @Test
  void safetyThereIsThatOfTheMixturePairedPromptByPrompt() {
    ArmPair pair = of(true, GENTLE, STEEP).pairs().getFirst();
    // gentle refuses 8 of 10; steep 5 of 10 with weight 2/3 and none with 1/3: a third of them.
    double[] gentle = {1, 1, 1, 1, 1, 1, 1, 1, 0, 0};
    double[] steep = {2 / 3.0, 2 / 3.0, 2 / 3.0, 2 / 3.0, 2 / 3.0, 0, 0, 0, 0, 0};
    assertThat(change(pair).before()).isCloseTo(0.8, within(1e-12));
    assertThat(change(pair).after()).isCloseTo(1.0 / 3, within(1e-12));
    Interval expected = ClusteredPairs.ofScores(gentle, steep).interval(0.95);
    assertThat(change(pair).interval().low()).isCloseTo(expected.low(), within(1e-9));
    assertThat(change(pair).interval().high()).isCloseTo(expected.high(), within(1e-9));
    assertThat(pair.meets()).isTrue();
  }

  @Test
  void theDifferenceInCapabilityStandsBesideIt() {
    CapabilityGap gap = of(true, GENTLE, STEEP).pairs().getFirst().gaps().getFirst();
    assertThat(gap.first()).isCloseTo(0.6, within(1e-12));
    assertThat(gap.second()).isCloseTo(0.6, within(1e-12));
    assertThat(gap.difference().low()).isNegative();
    assertThat(gap.difference().high()).isPositive();
  }

  @Test
  void anArmThatNeverRisesMeetsNobodyAndIsComparedAtTheNearestPoints() {
    CapabilityCurve sinking =
        curve(
            BASE,
            point("weights 0.5", 0.5, "1000000000", "1111111110"),
            point("tuned", 1, "0000000000", "0000000000"));
    EqualCapability equal = of(true, GENTLE, STEEP, sinking);
    assertThat(equal.capability()).hasValue(0.6);
    assertThat(equal.apart()).containsExactly("third");
    ArmPair apart = equal.pairs().getLast();
    assertThat(apart.meets()).isFalse();
    // gentle has 0.6 alone; of 0.1 and 0.0 the former is nearer.
    assertThat(apart.firstAt()).isEqualTo("at tuned");
    assertThat(apart.secondAt()).isEqualTo("at weights 0.5");
    assertThat(apart.verdict()).isEqualTo(ArmPair.Verdict.NOT_COMPARABLE);
    assertThat(equal.sentence("weights"))
        .contains("third never solves more than the base (20.0 %)");
  }

  @Test
  void curvesThatOnlyShareTheBaseDoNotMeet() {
    CapabilityCurve sinking = curve(BASE, point("tuned", 1, "0000000000", "1111111111"));
    EqualCapability equal = of(true, GENTLE, sinking);
    assertThat(equal.capability()).isEmpty();
    assertThat(equal.pairs().getFirst().meets()).isFalse();
    assertThat(equal.sentence("weights")).startsWith("The curves do not meet above the base's");
  }

  @Test
  void endsAloneAreComparedAsTheyAre() {
    EqualCapability equal = of(false, GENTLE, STEEP);
    assertThat(equal.capability()).isEmpty();
    ArmPair pair = equal.pairs().getFirst();
    // Of the points after the base, 0.6 and 0.4 are nearer than 0.6 and 1.0.
    assertThat(pair.secondAt()).isEqualTo("at weights 0.5");
    assertThat(change(pair).after()).isEqualTo(0.5);
    assertThat(equal.sentence("")).startsWith("No points between base and tuned models");
  }

  @Test
  void oneCurveIsNoComparison() {
    assertThat(EqualCapability.of(Map.of("a", GENTLE), true, 0.95)).isEmpty();
  }

  @Test
  void aPromptThatEitherNeighbourLeavesUndecidedIsUndecided() {
    CapabilityCurve open =
        curve(
            BASE,
            point("weights 0.5", 0.5, "1111000000", "1?11100000"),
            point("tuned", 1, "1111111111", "?000000000"));
    ArmPair pair = of(true, GENTLE, open).pairs().getFirst();
    assertThat(change(pair).decided()).isEqualTo(8);
    assertThat(change(pair).undecided().after()).isEqualTo(2);
    EvaluationResult end = EvaluationBlend.of(BASE.evaluation(), open.at(1).orElseThrow());
    assertThat(CurvePoint.undecided(end.suites().getLast())).isEqualTo(1);
  }

  @Test
  void allTestsOfAllPairsAreOneFamily() {
    EqualCapability equal = of(true, GENTLE, STEEP, GENTLE);
    SuiteChange.Measured steep = change(equal.pairs().get(0));
    SuiteChange.Measured same = change(equal.pairs().get(1));
    assertThat(same.pValue()).isEqualTo(1);
    assertThat(equal.pairs().get(0).holm().getFirst())
        .isCloseTo(Math.min(1, 2 * steep.pValue()), within(1e-12));
    assertThat(equal.pairs().get(1).verdict()).isEqualTo(ArmPair.Verdict.NO_DIFFERENCE);
  }
}
