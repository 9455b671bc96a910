package dev.belay.train.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.AnchorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The controlled coefficient. */
class BudgetRuleTest {

  @TempDir Path folder;

  private static BudgetRule rule(double budget) {
    return new BudgetRule(new AnchorSpec.Bound(budget, 0.1 / budget, 1), .9);
  }

  @Test
  void dualAscentIsAsWorkedOutByHand() {
    assertThat(BudgetRule.ascend(3, 50, .002, .001)).isCloseTo(3.05, within(1e-12));
    assertThat(BudgetRule.ascend(.01, 50, 0, .001)).as("never below 0").isZero();
  }

  @Test
  void aPolicyThatIsTheReferenceNeedsNoCoefficientInTheEnd() {
    BudgetRule rule = rule(.05);
    assertThat(rule.coef()).isEqualTo(1);
    for (int update = 0; update < 100; update++) {
      rule.observe(0, OptionalDouble.empty());
    }
    assertThat(rule.coef()).isZero();
  }

  @Test
  void anExcessActsInTheNextUpdateAndGoesWithIt() {
    BudgetRule rule = rule(.05);
    rule.observe(.04, OptionalDouble.empty());
    double before = rule.coef();
    rule.observe(.5, OptionalDouble.empty());
    double above = rule.coef();
    assertThat(above).isGreaterThan(before + 1);
    for (int update = 0; update < 30; update++) {
      rule.observe(0, OptionalDouble.empty());
    }
    assertThat(rule.coef()).isLessThan(before);
  }

  @Test
  void aGradientThatWillGoTooFarMakesTheNextStepShorter() {
    BudgetRule rule = rule(.04);
    // From .2² to .14² in a step is a way of .6 in the end; the longest is .2 + ½ · .2 = .3.
    rule.observe(.04, OptionalDouble.of(.0196));
    assertThat(rule.rateShare()).isCloseTo(.5, within(1e-12));
    // From .2² to .175² will be .25, which is near the longest.
    rule.observe(.04, OptionalDouble.of(.030625));
    assertThat(rule.rateShare()).isCloseTo(.5, within(1e-12));
    // From .2² to .19² will be .1, well shorter.
    rule.observe(.04, OptionalDouble.of(.0361));
    assertThat(rule.rateShare()).isCloseTo(.55, within(1e-12));
    assertThat(rule.metrics()).containsEntry("anchor_rate_share", rule.rateShare());
  }

  @Test
  void aStepThatRaisedItsOwnPromptsAboveTheBudgetMakesTheNextShorter() {
    BudgetRule rule = rule(.1);
    rule.observe(.02, OptionalDouble.of(.4));
    assertThat(rule.rateShare()).isEqualTo(.5); // √(.1 / .4)
    rule.observe(.02, OptionalDouble.of(.05));
    assertThat(rule.rateShare()).as("raised, and within the budget").isCloseTo(.55, within(1e-12));
  }

  @Test
  void theShareHasALeastAndIsNeverMoreThanAll() {
    BudgetRule rule = rule(.1);
    for (int update = 0; update < 20; update++) {
      rule.observe(1, OptionalDouble.of(10));
    }
    assertThat(rule.rateShare()).isEqualTo(.05);
    for (int update = 0; update < 40; update++) {
      rule.observe(.02, OptionalDouble.of(.02));
    }
    assertThat(rule.rateShare()).isEqualTo(1);
  }

  @Test
  void whereNothingWasMeasuredAfterTheStepTheRateIsLeftAlone() {
    BudgetRule rule = rule(.1);
    rule.observe(5, OptionalDouble.empty());
    assertThat(rule.rateShare()).isEqualTo(1);
  }

  @Test
  void itsStateIsReadBackToTheSameBits() throws IOException {
    BudgetRule rule = rule(.03);
    for (double kl : new double[] {.1, 1 / 3.0, .01, 1e-7}) {
      rule.observe(kl, OptionalDouble.of(.9));
    }
    rule.write(folder);
    BudgetRule read = rule(.03);
    read.read(folder);
    assertThat(read.coef()).isEqualTo(rule.coef());
    rule.observe(.2, OptionalDouble.of(.2));
    read.observe(.2, OptionalDouble.of(.2));
    assertThat(read.rateShare()).isEqualTo(rule.rateShare());
    assertThat(read.coef()).isEqualTo(rule.coef());
    assertThat(read.metrics()).isEqualTo(rule.metrics());
  }

  @Test
  void anotherStateIsRefused() throws IOException {
    Files.writeString(folder.resolve("budget.json"), "{\"multiplier\": 1}");
    assertThatThrownBy(() -> rule(1).read(folder))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("budget.json: is no state of an anchor");
    Files.writeString(folder.resolve("budget.json"), "nothing");
    assertThatThrownBy(() -> rule(1).read(folder)).isInstanceOf(BadInputException.class);
  }
}
