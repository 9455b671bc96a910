package dev.belay.train.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.AnchorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The controlled coefficient. */
class BudgetRuleTest {

  @TempDir Path folder;

  private static BudgetRule rule(double budget) {
    return new BudgetRule(new AnchorSpec.Bound(budget, 0.1 / budget, 1));
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
      rule.observe(0);
    }
    assertThat(rule.coef()).isZero();
  }

  @Test
  void anExcessActsInTheNextUpdateAndGoesWithIt() {
    BudgetRule rule = rule(.05);
    rule.observe(.04);
    double before = rule.coef();
    rule.observe(.5);
    double above = rule.coef();
    assertThat(above).isGreaterThan(before + 1);
    for (int update = 0; update < 30; update++) {
      rule.observe(0);
    }
    assertThat(rule.coef()).isLessThan(before);
  }

  @Test
  void itsStateIsReadBackToTheSameBits() throws IOException {
    BudgetRule rule = rule(.03);
    for (double kl : new double[] {.1, 1 / 3.0, .01, 1e-7}) {
      rule.observe(kl);
    }
    rule.write(folder);
    BudgetRule read = rule(.03);
    read.read(folder);
    assertThat(read.coef()).isEqualTo(rule.coef());
    rule.observe(.2);
    read.observe(.2);
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
