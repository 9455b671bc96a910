package dev.belay.core.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PreferenceFitTest {

  private static final double LOG_3 = Math.log(3); // σ(log 3) = ¾

  @Test
  void byHand() {
    PreferenceFit fit = PreferenceFit.of(new double[] {LOG_3, LOG_3, -LOG_3, 0});
    assertThat(fit.pairs()).isEqualTo(4);
    assertThat(fit.right()).isEqualTo(2);
    assertThat(fit.ties()).isEqualTo(1);
    assertThat(fit.accuracy()).isEqualTo(new Rate(2, 3));
    assertThat(fit.meanLead()).isCloseTo(LOG_3 / 4, within(1e-15));
    double logLoss = -(2 * Math.log(.75) + Math.log(.25) + Math.log(.5)) / 4;
    assertThat(fit.logLoss()).isCloseTo(logLoss, within(1e-12));
    assertThat(fit.brier()).isCloseTo((2 * .0625 + .5625 + .25) / 4, within(1e-12));
    assertThat(fit.bins()).hasSize(2);
    assertThat(fit.bins().getFirst()).isEqualTo(new PreferenceFit.Bin(1, .5, .5));
    assertThat(fit.bins().getLast().claimed()).isCloseTo(.75, within(1e-12));
    assertThat(fit.bins().getLast().right()).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(fit.calibrationError()).isCloseTo(.75 * (.75 - 2 / 3.0), within(1e-12));
  }

  /** Preferences drawn by the model's own probabilities: it is as right as it says. */
  @Test
  void aTrueModelIsCalibratedAndAnOverconfidentOneIsNot() {
    Random random = new Random(5);
    double[] leads =
        random
            .doubles(20_000, -3, 3)
            .map(lead -> random.nextDouble() < 1 / (1 + Math.exp(-lead)) ? lead : -lead)
            .toArray();
    assertThat(PreferenceFit.of(leads).calibrationError()).isLessThan(.015);
    double[] tripled = Arrays.stream(leads).map(lead -> 3 * lead).toArray();
    PreferenceFit boastful = PreferenceFit.of(tripled);
    assertThat(boastful.calibrationError()).isGreaterThan(.1);
    assertThat(boastful.accuracy()).isEqualTo(PreferenceFit.of(leads).accuracy());
    assertThat(boastful.logLoss()).isGreaterThan(PreferenceFit.of(leads).logLoss());
  }

  @Test
  void tiesAloneHaveNoAccuracy() {
    PreferenceFit fit = PreferenceFit.of(new double[3]);
    assertThat(fit.hasAccuracy()).isFalse();
    assertThatThrownBy(fit::accuracy).isInstanceOf(IllegalArgumentException.class);
    assertThat(fit.logLoss()).isCloseTo(Math.log(2), within(1e-15));
    assertThat(fit.brier()).isEqualTo(.25);
    assertThat(fit.calibrationError()).isZero();
  }

  @Test
  void farLeadsStayFiniteAndNoPairsAreRefused() {
    PreferenceFit fit = PreferenceFit.of(new double[] {2000, -2000});
    assertThat(fit.logLoss()).isEqualTo(1000);
    assertThat(fit.bins()).containsExactly(new PreferenceFit.Bin(2, 1, .5));
    assertThatThrownBy(() -> PreferenceFit.of(new double[0])).hasMessageContaining("no pairs");
  }
}
