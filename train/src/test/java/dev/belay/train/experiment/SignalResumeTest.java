package dev.belay.train.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.run.Progress;
import dev.belay.train.method.StopRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a run of RLVR keeps of the prompts, groups and references that it trains with. */
class SignalResumeTest extends CutOffRuns {

  /** With a model that hardly finishes, and less often answers: every step draws again. */
  @Test
  void aRunThatReplacesGroupsEndsTheSameWhereverItWasCutOff() throws IOException {
    String selecting =
        "  signal: { groups: with-signal, refill_rounds: 2 }\n  truncation: { handling: mask }\n";
    cutOffAnywhere(RLVR.replace("evaluate:\n", selecting + "evaluate:\n"), List.of(1, 6, 4));
    assertThat(metricsWithoutTimes(temp.resolve("whole")))
        .hasSize(5)
        .allMatch(line -> line.path("groups_sampled").asInt() >= 2);
  }

  @Test
  void aReferenceThatMovesIsPartOfTheState() throws IOException {
    cutOffAnywhere(
        RLVR.replace("kl: { coef: 0.1 }", "kl: { coef: 0.1, target: 1.0e-6, reference: moving }"),
        List.of(1, 6, 4));
    List<JsonNode> lines = metricsWithoutTimes(temp.resolve("whole"));
    for (int i = 0; i < lines.size(); i++) {
      // Nothing has moved before the first step; from then on the KL is above its target.
      double grown = 0.1 * Math.pow(1 + 0.2 * 6 / 1000, Math.max(0, i - 1));
      double first = i == 0 ? 1 : 1 - 0.2 * 6 / 1000;
      assertThat(lines.get(i).path("kl_coef").asDouble()).isCloseTo(first * grown, within(1e-12));
    }
    assertThat(lines.getLast().path("kl_base_sequence_mean").asDouble())
        .isGreaterThan(lines.getLast().path("kl_sequence_mean").asDouble());
  }

  /** Only the last prompts are out of reach: the tiny model never solves any. */
  @Test
  void passRatesAreFoundOnceWhereverTheRunWasCutOff() throws IOException {
    String difficulty =
        "  signal: { difficulty: { completions: 2 } }\n  micro_batch_tokens: 1000\n";
    cutOffAnywhere(
        RLVR.replace("split: train }", "split: train, limit: 40 }")
            .replace("evaluate:\n", difficulty + "evaluate:\n"),
        List.of(3, 6, 4));
    Path rates = Path.of("pass-rates/rates.jsonl");
    assertThat(temp.resolve("cut").resolve(rates))
        .hasSameTextualContentAs(temp.resolve("whole").resolve(rates));
    assertThat(Files.readAllLines(temp.resolve("cut").resolve(rates))).hasSize(40);
  }

  @Test
  void tooFewPromptsThatTeachAreRefusedBeforeTheFirstStep() {
    String yaml =
        RLVR.replace("split: train }", "split: train, limit: 5 }")
            .replace(
                "evaluate:\n",
                "  signal: { difficulty: { completions: 1, never: out } }\nevaluate:\n");
    Path out = temp.resolve("few");
    assertThatThrownBy(() -> run(recipe(yaml), out, false, Progress.SILENT, StopRequest.NEVER))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("train.signal.difficulty: leaves 0 of 5 prompts");
    assertThat(out.resolve("metrics.jsonl")).doesNotExist();
    assertThat(out.resolve("pass-rates")).doesNotExist();
  }
}
