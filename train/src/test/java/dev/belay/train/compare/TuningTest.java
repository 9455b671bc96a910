package dev.belay.train.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The try that is chosen, by validation problems alone. */
class TuningTest {

  private static Tuning.Try of(String name, boolean met, double accuracy, long step) {
    return new Tuning.Try(List.of(name), met, accuracy, 100, step, Optional.empty(), "");
  }

  private static Tuning.Try refusing(String name, boolean met, long step, double refused) {
    Tuning.Refused requests = new Tuning.Refused(refused, 0, 1, 50, 0);
    return new Tuning.Try(List.of(name), met, 0.5, 100, step, Optional.of(requests), "");
  }

  private static List<String> chosen(Tuning.Try... tries) {
    return new Tuning(List.of(tries)).chosen().map(Tuning.Try::set).orElse(List.of());
  }

  @Test
  void whoeverComesToTheAccuracyInTheFewestStepsIsChosen() {
    assertThat(chosen(of("a", true, 0.6, 9), of("b", true, 0.51, 6), of("c", false, 0.49, 3)))
        .containsExactly("b");
  }

  @Test
  void ofThoseThatComeToItTheOneThatRefusesMostIs() {
    assertThat(
            chosen(
                refusing("a", true, 9, 0.7),
                refusing("b", true, 12, 0.8),
                refusing("c", true, 6, 0.6),
                refusing("d", false, 12, 0.9)))
        .containsExactly("b");
    assertThat(chosen(refusing("a", true, 9, 0.7), refusing("b", true, 6, 0.7)))
        .containsExactly("b");
    // One that was asked nothing refuses nothing that is known.
    assertThat(chosen(of("a", true, 0.6, 3), refusing("b", true, 6, 0.1))).containsExactly("b");
  }

  @Test
  void whereNoneComesToItTheNearestIs() {
    assertThat(chosen(of("a", false, 0.1, 9), of("b", false, 0.3, 9), of("c", false, 0.2, 3)))
        .containsExactly("b");
  }

  @Test
  void ofEqualsTheFirstIs() {
    assertThat(chosen(of("a", true, 0.5, 6), of("b", true, 0.6, 6))).containsExactly("a");
  }

  @Test
  void aTryThatFailedIsNot() {
    assertThat(chosen(Tuning.Try.failed(List.of("a"), "it diverged."), of("b", false, 0, 9)))
        .containsExactly("b");
    assertThat(chosen(Tuning.Try.failed(List.of("a"), "it diverged."))).isEmpty();
  }
}
