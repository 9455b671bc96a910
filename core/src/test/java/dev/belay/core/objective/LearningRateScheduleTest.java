package dev.belay.core.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.objective.LearningRateSchedule.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LearningRateScheduleTest {

  @ParameterizedTest
  @EnumSource(Shape.class)
  void warmUpRisesFromTheFirstStepToThePeak(Shape shape) {
    LearningRateSchedule schedule = new LearningRateSchedule(shape, 1e-3, 4, 20);
    for (int step = 0; step < 4; step++) {
      assertThat(schedule.at(step)).isCloseTo((step + 1) * 2.5e-4, within(1e-18));
    }
    assertThat(schedule.at(4)).isEqualTo(1e-3);
  }

  @Test
  void linearFallsEvenlyAndReachesNothingAfterTheLastStep() {
    LearningRateSchedule schedule = new LearningRateSchedule(Shape.LINEAR, 8, 2, 10);
    assertThat(schedule.at(2)).isEqualTo(8);
    assertThat(schedule.at(3)).isEqualTo(7);
    assertThat(schedule.at(9)).isEqualTo(1);
    assertThat(schedule.at(10)).isZero();
    assertThat(schedule.at(11)).isZero();
  }

  @Test
  void cosineIsHalfWayDownInTheMiddle() {
    LearningRateSchedule schedule = new LearningRateSchedule(Shape.COSINE, 8, 0, 12);
    assertThat(schedule.at(0)).isEqualTo(8);
    assertThat(schedule.at(4)).isCloseTo(6, within(1e-12));
    assertThat(schedule.at(6)).isCloseTo(4, within(1e-12));
    assertThat(schedule.at(12)).isZero();
    assertThat(schedule.at(100)).isZero();
  }

  @Test
  void constantStays() {
    LearningRateSchedule schedule = new LearningRateSchedule(Shape.CONSTANT, 3, 0, 1);
    assertThat(schedule.at(0)).isEqualTo(3);
    assertThat(schedule.at(1000)).isEqualTo(3);
  }

  @Test
  void warmUpAsLongAsTheRunNeverDecays() {
    LearningRateSchedule schedule = new LearningRateSchedule(Shape.COSINE, 3, 5, 5);
    assertThat(schedule.at(4)).isEqualTo(3);
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertThatThrownBy(() -> new LearningRateSchedule(Shape.LINEAR, -1, 0, 1))
        .hasMessageContaining("learning_rate");
    assertThatThrownBy(() -> new LearningRateSchedule(Shape.LINEAR, Double.NaN, 0, 1))
        .hasMessageContaining("learning_rate");
    assertThatThrownBy(() -> new LearningRateSchedule(Shape.LINEAR, 1, -1, 1))
        .hasMessageContaining("-1 of warm-up");
  }
}
