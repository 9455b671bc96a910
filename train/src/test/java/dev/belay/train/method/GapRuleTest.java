package dev.belay.train.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class GapRuleTest {

  private static GapRule.Window window(double... values) {
    GapRule.Window window = GapRule.Window.EMPTY;
    for (double value : values) {
      window = window.plus(value);
    }
    return window;
  }

  private static GapRule.Look look(long step, int solved, int of, double... trained) {
    String outcomes = "1".repeat(solved) + "0".repeat(of - solved);
    return new GapRule.Look(step, outcomes, window(trained));
  }

  @Test
  void aWindowHasMeanAndStandardError() {
    GapRule.Window window = window(1, 2, 3, 6);
    assertThat(window.mean()).isEqualTo(3);
    // Sample variance 14/3 over 4.
    assertThat(window.squaredError()).isCloseTo(14.0 / 12, within(1e-12));
    assertThat(window(4).squaredError()).isZero();
    assertThat(window(2, 4).roseSince(window(0, 2))).isFalse(); // 2 against 2·√2.
    assertThat(window(4, 6).roseSince(window(0, 2))).isTrue();
    assertThat(GapRule.Window.EMPTY.roseSince(window(0))).isFalse();
  }

  /** Of three looks there are three comparisons: 6 of 6 gives 1/64, above .05/3; 2⁻⁶ < .05/3. */
  @Test
  void theRewardRoseAndTheTaskFell() {
    GapRule rule = new GapRule(3);
    assertThat(rule.add(look(1, 10, 20, 0.1))).isEmpty();
    assertThat(rule.add(look(10, 5, 20, 0.3))).isEmpty(); // 5 of 5: 2⁻⁵ = .031 is above .0167.
    GapRule.Alarm alarm = rule.add(look(20, 4, 20, 0.4)).orElseThrow();
    assertThat(alarm.earlier().step()).isEqualTo(1);
    assertThat(alarm.p()).isCloseTo(Math.pow(0.5, 6), within(1e-12));
  }

  @Test
  void oneOfTheTwoAloneIsNoAlarm() {
    GapRule both = new GapRule(2);
    both.add(look(1, 10, 20, 0.5));
    assertThat(both.add(look(10, 0, 20, 0.4))).isEmpty(); // Both fell: nothing is gamed.
    GapRule better = new GapRule(2);
    better.add(look(1, 10, 20, 0.5));
    assertThat(better.add(look(10, 15, 20, 0.9))).isEmpty();
  }

  @Test
  void theUndecidedCountForNeither() {
    GapRule rule = new GapRule(2);
    rule.add(new GapRule.Look(1, "1111111111", window(0.1)));
    GapRule.Look unknown = new GapRule.Look(9, "??????????", window(0.9));
    assertThat(unknown.accuracy()).isZero();
    assertThat(rule.add(unknown)).isEmpty();
  }

  @Test
  void aRestoredRuleGoesOn() {
    GapRule first = new GapRule(3);
    first.add(look(1, 12, 20, 0.1));
    GapRule again = new GapRule(3);
    again.restore(first.looks());
    assertThat(again.add(look(9, 2, 20, 0.6)).orElseThrow().earlier().step()).isEqualTo(1);
  }

  /** A reward that always rises beside a second measure that only wavers. */
  @Test
  void falseAlarmsAreAsRareAsPromised() {
    Random random = new Random(11);
    int alarms = 0;
    for (int run = 0; run < 400; run++) {
      GapRule rule = new GapRule(6);
      boolean alarmed = false;
      for (int look = 0; look < 6; look++) {
        StringBuilder outcomes = new StringBuilder();
        for (int i = 0; i < 60; i++) {
          outcomes.append(random.nextDouble() < 0.4 ? '1' : '0');
        }
        GapRule.Look now = new GapRule.Look(look, outcomes.toString(), window(look));
        alarmed |= rule.add(now).isPresent();
      }
      alarms += alarmed ? 1 : 0;
    }
    assertThat(alarms).isLessThanOrEqualTo(20); // 5 % of 400.
  }
}
