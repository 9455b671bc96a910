package dev.belay.train.method;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.run.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepWarningsTest {

  private final List<String> notes = new ArrayList<>();

  private StepWarnings warnings(OptionalDouble firstEntropy) {
    return new StepWarnings(
        new Progress() {
          @Override
          public void start(String what, long total) {}

          @Override
          public void update(long done, String details) {}

          @Override
          public void finish(String summary) {}

          @Override
          public void note(String line) {
            notes.add(line);
          }
        },
        firstEntropy);
  }

  private static void run(StepWarnings warnings, String metric, double... values) {
    for (int i = 0; i < values.length; i++) {
      StepReport report = StepReport.of(i + 1).put(metric, values[i]).build();
      assertThat(warnings.after(report)).isEqualTo(StepObserver.Decision.GO_ON);
    }
  }

  /** Five steps whose mean is beyond the bound, and five whose mean is just within it. */
  @ParameterizedTest
  @CsvSource({
    "groups_without_signal, 0.9, 0.89, 90 % of the groups carry no signal",
    "logprob_gap_mean, 0.11, 0.1, differ by 0.11 nats",
    "verdicts_error, 0.4, 0, a verifier failed on 0.4 completions a step",
    "truncated_share, 0.52, 0.5, 52 % of the completions are cut off"
  })
  void metricsBeyondTheirBound(String metric, double beyond, double within, String words) {
    run(warnings(OptionalDouble.empty()), metric, within, within, within, within, within, within);
    assertThat(notes).isEmpty();
    run(warnings(OptionalDouble.empty()), metric, beyond, beyond, beyond, beyond, beyond, beyond);
    assertThat(notes).singleElement().asString().startsWith("warning at step 5: ").contains(words);
  }

  @Test
  void entropyThatCollapsesOrExplodesIsSaidOnce() {
    run(warnings(OptionalDouble.empty()), "entropy", 2, .19, .19, .19, .19, .19, .1, .1);
    assertThat(notes)
        .singleElement()
        .asString()
        .startsWith("warning at step 6: the entropy fell from 2.00 to 0.190");
    notes.clear();
    run(warnings(OptionalDouble.empty()), "entropy", .5, 1.6, 1.6, 1.6, 1.6, 1.6);
    assertThat(notes).singleElement().asString().contains("rose from 0.500 to 1.60");
    notes.clear();
    // A small entropy may triple without coming apart.
    run(warnings(OptionalDouble.empty()), "entropy", .1, .9, .9, .9, .9, .9);
    assertThat(notes).isEmpty();
  }

  @Test
  void aResumedRunKnowsWhereItsEntropyBegan() {
    run(warnings(OptionalDouble.of(3)), "entropy", .2, .2, .2, .2, .2);
    assertThat(notes).singleElement().asString().contains("fell from 3.00");
  }

  @Test
  void oneOddStepIsNoWarning() {
    run(warnings(OptionalDouble.empty()), "truncated_share", 0, 0, 1, 0, 0, 0, 1, 0);
    run(warnings(OptionalDouble.empty()), "truncated_share", 1, 1, 1, 1);
    assertThat(notes).isEmpty();
  }
}
