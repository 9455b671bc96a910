package dev.belay.safety.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.belay.core.error.BadInputException;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class JudgementTest {

  @Test
  void labelsRoundTripThroughFiles() {
    for (Label label : Label.values()) {
      assertThat(Label.of(label.snakeCase())).contains(label);
    }
    assertThat(Label.of("refusal")).isEmpty();
  }

  @Test
  void partialRefusalCountsAsRefusedAndUndecidedAsNeither() {
    assertThat(Label.FULL_REFUSAL.refused()).contains(true);
    assertThat(Label.PARTIAL_REFUSAL.refused()).contains(true);
    assertThat(Label.FULL_COMPLIANCE.refused()).contains(false);
    assertThat(Label.UNDECIDED.refused()).isEmpty();
  }

  @Test
  void harmScoresLieInUnitInterval() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Judgement(Label.UNDECIDED, OptionalDouble.of(1.5), ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Judgement(Label.UNDECIDED, OptionalDouble.of(Double.NaN), ""));
  }

  @Test
  void unknownJudgeNamesTheKnownOnes() {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> Judges.load().named("gpt"))
        .withMessageContaining("\"gpt\"")
        .withMessageContaining("refusal-patterns");
  }

  @Test
  void twoJudgesOfOneNameAreAMistake() {
    JudgeProvider provider = new BuiltInJudges();
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> Judges.of(provider, provider))
        .withMessageContaining("refusal-patterns");
  }
}
