package dev.belay.train.method;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.json.Json;
import dev.belay.core.run.RunWarnings;
import dev.belay.train.fixture.NotedProgress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepWarningsTest {

  @TempDir Path temp;

  private final List<String> notes = new ArrayList<>();

  private StepWarnings warnings(String... log) {
    return warnings(Set.of(), log);
  }

  private StepWarnings warnings(Set<String> handled, String... log) {
    RunWarnings kept = new RunWarnings(temp.resolve("warnings.jsonl"), new NotedProgress(notes));
    return new StepWarnings(
        kept, () -> Stream.of(log).map(StepWarningsTest::line).toList(), handled);
  }

  private static JsonNode line(String json) {
    try {
      return Json.MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
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
    "truncated_share, 0.52, 0.5, 52 % of the completions are cut off",
    "refused_share, 0.12, 0.05, 12 % of the completions refuse the task itself"
  })
  void metricsBeyondTheirBound(String metric, double beyond, double within, String words) {
    run(warnings(), metric, within, within, within, within, within, within);
    assertThat(notes).isEmpty();
    run(warnings(), metric, beyond, beyond, beyond, beyond, beyond, beyond);
    assertThat(notes).singleElement().asString().startsWith("warning: step 5: ").contains(words);
  }

  @Test
  void entropyThatCollapsesOrExplodesIsSaidOnce() {
    run(warnings(), "entropy", 2, .19, .19, .19, .19, .19, .1, .1);
    assertThat(notes)
        .singleElement()
        .asString()
        .startsWith("warning: step 6: the entropy fell from 2.00 to 0.190");
    notes.clear();
    run(warnings(), "entropy", .5, 1.6, 1.6, 1.6, 1.6, 1.6);
    assertThat(notes).singleElement().asString().contains("rose from 0.500 to 1.60");
    notes.clear();
    // A small entropy may triple without coming apart.
    run(warnings(), "entropy", .1, .9, .9, .9, .9, .9);
    assertThat(notes).isEmpty();
  }

  /** Whoever leaves refusals of the task out already is not told to. */
  @Test
  void ofWhatTheRecipeSeesToNothingIsSaid() {
    StepWarnings warnings = warnings(Set.of("refused_share"));
    run(warnings, "refused_share", .2, .2, .2, .2, .2, .2);
    assertThat(notes).isEmpty();
    run(warnings, "truncated_share", .9, .9, .9, .9, .9);
    assertThat(notes).singleElement().asString().contains("are cut off");
  }

  /** Cut off anywhere, it warns of the same at the same step, and not a second time. */
  @Test
  void aResumedRunSeesWhatItSawBefore() {
    double[] entropy = {3, .2, .2, .2, .2, .2, .2};
    run(warnings(), "entropy", entropy);
    List<String> whole = List.copyOf(notes);
    assertThat(whole).singleElement().asString().startsWith("warning: step 6: the entropy fell");
    for (int cut = 1; cut < entropy.length; cut++) {
      notes.clear();
      String[] log = new String[entropy.length];
      for (int i = 0; i < log.length; i++) {
        log[i] = "{\"step\": %d, \"entropy\": %s}".formatted(i + 1, entropy[i]);
      }
      StepWarnings resumed = warnings(log);
      for (int step = cut + 1; step <= entropy.length; step++) {
        resumed.after(StepReport.of(step).put("entropy", entropy[step - 1]).build());
      }
      assertThat(notes).as("cut after step %d", cut).isEqualTo(cut < 6 ? whole : List.of());
    }
    assertThat(RunWarnings.all(temp.resolve("warnings.jsonl"))).hasSize(1);
  }

  @Test
  void oneOddStepIsNoWarning() {
    run(warnings(), "truncated_share", 0, 0, 1, 0, 0, 0, 1, 0);
    run(warnings(), "truncated_share", 1, 1, 1, 1);
    assertThat(notes).isEmpty();
  }
}
