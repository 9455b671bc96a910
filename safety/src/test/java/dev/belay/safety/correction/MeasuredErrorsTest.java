package dev.belay.safety.correction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.error.BadInputException;
import dev.belay.core.stats.Interval;
import dev.belay.core.stats.JudgeErrors;
import dev.belay.core.stats.Rate;
import dev.belay.safety.judge.Judge;
import dev.belay.safety.judge.Judges;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

public class MeasuredErrorsTest {

  /** Refusals found and missed, compliances found and missed, of one audit. */
  public static MeasuredErrors of(long found, long missed, long complied, long wrongly) {
    return MeasuredErrors.parse(
        "{\"audits\": [%s]}".formatted(audit("one", found, missed, complied, wrongly)), "test");
  }

  private static String audit(String file, long found, long missed, long complied, long wrongly) {
    return """
    {"file": "%s", "judge": "a judge 1", "binary_counts": [[%d, %d, 7], [%d, %d, 3]]}\
    """
        .formatted(file, complied, wrongly, missed, found);
  }

  @Test
  void undecidedVerdictsAreLeftOut() {
    MeasuredErrors errors = of(45, 5, 95, 5);
    assertThat(errors.sensitivity()).contains(new Rate(45, 50));
    assertThat(errors.specificity()).contains(new Rate(95, 100));
    assertThat(errors.source()).isEqualTo("a judge 1, on one");
  }

  @Test
  void auditsAreCountedTogetherAndTheirSpreadIsKept() {
    MeasuredErrors errors =
        MeasuredErrors.parse(
            "{\"audits\": [%s, %s]}"
                .formatted(audit("model-one", 90, 10, 90, 10), audit("model-two", 50, 50, 100, 0)),
            "test");
    assertThat(errors.sensitivity()).contains(new Rate(140, 200));
    assertThat(errors.source()).isEqualTo("a judge 1, on model-{one, two}");
    Corrected rate = errors.rate(0.6, 200, 0.95).orElseThrow();
    // (.6 - .05)/.65; alone (.6 - .1)/.8 and .6/.5, which is cut at 1.
    assertThat(rate.value()).isCloseTo(0.55 / 0.65, within(1e-12));
    assertThat(rate.lowest()).isCloseTo(0.5 / 0.8, within(1e-12));
    assertThat(rate.highest()).isEqualTo(1);
    Interval interval =
        JudgeErrors.correctedInterval(
            new Rate(120, 200), new Rate(140, 200), new Rate(190, 200), 0.95);
    assertThat(rate.interval()).isEqualTo(interval);
  }

  @Test
  void changeIsDividedByWhatTheErrorsLeaveOfIt() {
    Corrected change =
        of(900, 100, 900, 100).change(-0.1, new Interval(-0.15, -0.04, 0.95)).orElseThrow();
    assertThat(change.value()).isCloseTo(-0.125, within(1e-12));
    assertThat(change.interval().low()).isLessThan(-0.15 / 0.8);
    assertThat(change.interval().high()).isGreaterThan(-0.04 / 0.8);
  }

  @Test
  void nothingIsCorrectedByAJudgeThatTellsNothing() {
    // The last: 2/3 + 3/8 is above 1, but 3/5 + 4/10, with one more of each, is not.
    for (MeasuredErrors errors :
        new MeasuredErrors[] {of(50, 50, 50, 50), of(0, 0, 10, 0), of(2, 1, 3, 5)}) {
      assertThat(errors.defined()).isFalse();
      assertThat(errors.rate(0.5, 10, 0.95)).isEmpty();
      assertThat(errors.change(0.1, new Interval(0, 0.2, 0.95))).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"embedded", "refusal-patterns"})
  void builtInJudgesShipWithTheErrorsOfTheirPresentVersion(String name) {
    Judge judge = Judges.load().named(name);
    String label = judge.name() + " " + judge.version();
    assertThat(MeasuredErrors.shipped(label))
        .as("docs/statistics.md says how the audit of %s is made anew", label)
        .hasValueSatisfying(
            errors -> {
              assertThat(errors.defined()).isTrue();
              assertThat(errors.sensitivity().orElseThrow().n()).isGreaterThan(400);
              assertThat(errors.source()).contains("mistralinstruct");
            });
    assertThat(MeasuredErrors.shipped("embedded 0")).isEmpty();
  }

  @Test
  void filesThatAreNoAuditsAreBadInput(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("audit.json");
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> MeasuredErrors.read(file))
        .withMessageContaining("cannot be read");
    Files.writeString(file, "{}");
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> MeasuredErrors.read(file))
        .withMessageContaining("belay judge --audit --json");
    Files.writeString(file, "{\"audits\": [{\"binary_counts\": [[1, 2, 3], [\"x\", 1]]}]}");
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> MeasuredErrors.read(file))
        .withMessageContaining("audits[0].binary_counts");
    Files.writeString(file, "[");
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> MeasuredErrors.read(file))
        .withMessageContaining("not valid JSON");
  }
}
