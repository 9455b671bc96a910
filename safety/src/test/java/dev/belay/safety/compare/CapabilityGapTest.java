package dev.belay.safety.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.chat.ChatInput;
import dev.belay.core.model.FinishReason;
import dev.belay.core.stats.PairedOutcomes;
import dev.belay.core.stats.TangoInterval;
import dev.belay.safety.compare.CapabilityGap.Verdict;
import dev.belay.safety.eval.Asked;
import dev.belay.safety.eval.EvalRecord;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.ScoredVerdict;
import dev.belay.safety.eval.SuiteInfo;
import dev.belay.safety.eval.SuiteKind;
import dev.belay.safety.eval.SuitePrompt;
import dev.belay.safety.eval.SuiteResult;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CapabilityGapTest {

  /** Solves the problems from {@code from} on, so many of them, of 300. */
  private static EvaluationResult solving(int from, int solved) {
    return new EvaluationResult(
        List.of(
            suite("sums", SuiteKind.CAPABILITY, from, solved),
            suite("requests", SuiteKind.HARMFUL, 0, 300)));
  }

  private static SuiteResult suite(String name, SuiteKind kind, int from, int yes) {
    List<EvalRecord> records =
        IntStream.range(0, 300)
            .mapToObj(i -> record(name, i, i >= from && i < from + yes ? 1 : 0))
            .toList();
    return new SuiteResult(new SuiteInfo(name, "1", kind, List.of("judge 1")), records);
  }

  private static EvalRecord record(String suite, int i, double score) {
    return new EvalRecord(
        suite,
        new SuitePrompt("p" + i, "Prompt " + i, "", "file:" + (i + 1)),
        0,
        new Asked(ChatInput.user("Prompt " + i), 5),
        "text",
        List.of(1),
        FinishReason.EOS,
        List.of(
            new ScoredVerdict(
                "judge", "1", "label", OptionalDouble.of(score), OptionalDouble.empty(), "")));
  }

  private static CapabilityGap gap(int first, int second) {
    List<CapabilityGap> gaps =
        CapabilityGap.between(solving(0, first), solving(0, second), 0.1, 0.95);
    assertThat(gaps).hasSize(1);
    return gaps.getFirst();
  }

  @Test
  void theDifferenceIsThatOfTheSameProblems() {
    CapabilityGap gap =
        CapabilityGap.between(solving(0, 60), solving(30, 69), 0.1, 0.95).getFirst();
    assertThat(gap.suite()).isEqualTo("sums");
    assertThat(gap.first()).isEqualTo(0.2, within(1e-15));
    assertThat(gap.second()).isEqualTo(0.23, within(1e-15));
    // Both solve 30 to 59, the one 30 more, the other 39 more.
    assertThat(gap.difference())
        .isEqualTo(TangoInterval.interval(new PairedOutcomes(30, 30, 39, 201), 0.95));
  }

  @Test
  void armsWithinTheMarginAreComparable() {
    assertThat(gap(60, 66).verdict()).isEqualTo(Verdict.COMPARABLE);
    assertThat(gap(60, 66).sentence("a", "b"))
        .startsWith("sums solved: 20.0 % by a, 22.0 % by b, difference +2.0 points [")
        .endsWith("]: comparable, within 10 points");
  }

  @Test
  void armsFarApartAreNotAndItIsSaid() {
    // As a demonstration once printed one under the other: 28.3 % and 51.0 %.
    assertThat(gap(85, 153).verdict()).isEqualTo(Verdict.NOT_COMPARABLE);
    assertThat(gap(153, 85).verdict()).isEqualTo(Verdict.NOT_COMPARABLE);
    assertThat(gap(85, 153).sentence("a", "b")).contains("NOT COMPARABLE, more than 10 points");
  }

  @Test
  void anIntervalOverTheMarginCannotTell() {
    assertThat(gap(60, 90).verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(gap(60, 90).sentence("a", "b")).contains("cannot tell whether");
  }
}
