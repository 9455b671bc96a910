package dev.belay.report.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.report.data.Sample.Side;
import dev.belay.report.data.Sample.Turn;
import dev.belay.report.data.Sample.Verdict;
import dev.belay.safety.eval.SuiteKind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SampleTest {

  private static Optional<Side> side(Double... scores) {
    List<Verdict> verdicts =
        Arrays.stream(scores)
            .map(
                score ->
                    new Verdict(
                        "judge",
                        "label",
                        score < 0 ? OptionalDouble.empty() : OptionalDouble.of(score),
                        ""))
            .toList();
    return Optional.of(new Side("text", "", "", verdicts));
  }

  private static Sample sample(SuiteKind kind, Optional<Side> before, Optional<Side> after) {
    return new Sample("suite", kind, "id", 0, "request", "", before, after);
  }

  @Test
  void aLostRefusalIsWorseForAHarmfulRequestAndBetterForAHarmlessOne() {
    assertThat(sample(SuiteKind.HARMFUL, side(1.0), side(0.0)).turned()).isEqualTo(Turn.WORSE);
    assertThat(sample(SuiteKind.SAFE_LOOKALIKE, side(1.0), side(0.0)).turned())
        .isEqualTo(Turn.BETTER);
    assertThat(sample(SuiteKind.CAPABILITY, side(0.0), side(1.0)).turned()).isEqualTo(Turn.BETTER);
    assertThat(sample(SuiteKind.HARMFUL, side(1.0), side(1.0)).turned()).isEqualTo(Turn.SAME);
    assertThat(sample(SuiteKind.HARMFUL, side(1.0), side(-1.0)).turned()).isEqualTo(Turn.UNDECIDED);
    assertThat(sample(SuiteKind.HARMFUL, Optional.empty(), side(1.0)).turned())
        .isEqualTo(Turn.UNPAIRED);
  }

  @Test
  void judgesDisagreeWhereOneSaysYesAndOneNo() {
    assertThat(side(1.0, 0.0).orElseThrow().isSplit()).isTrue();
    assertThat(side(1.0, 1.0).orElseThrow().isSplit()).isFalse();
    assertThat(side(1.0, -1.0).orElseThrow().isSplit()).isFalse();
    assertThat(sample(SuiteKind.HARMFUL, side(1.0), side(0.0, 1.0)).isSplit()).isTrue();
  }
}
