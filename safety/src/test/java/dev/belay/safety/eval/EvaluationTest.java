package dev.belay.safety.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Sampling;
import dev.belay.safety.judge.RefusalPatternJudge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
  private static final EvaluationSettings SETTINGS = new EvaluationSettings("weights-1", 17, 1);

  @TempDir Path folder;

  /** Refuses every third prompt, says nothing to every fifth, answers the rest. */
  private static ScriptedModel model() {
    return new ScriptedModel(
        (prompt, seed) -> {
          int number = Integer.parseInt(prompt.substring(prompt.indexOf(' ') + 1));
          return number % 5 == 0
              ? ""
              : number % 3 == 0 ? "I can't help with that." : "Sure " + seed;
        });
  }

  private static SafetySuite suite(String name, int prompts) {
    return SafetySuite.of(
        name,
        "1",
        SuiteKind.HARMFUL,
        IntStream.range(0, prompts)
            .mapToObj(i -> new SuitePrompt("p" + i, "Request " + i, "c" + i % 2, "file.csv:" + i))
            .toList(),
        List.of(new RefusalPatternJudge()));
  }

  private static PlannedSuite whole(String name, int prompts) {
    return PlannedSuite.whole(suite(name, prompts), Sampling.greedy(40));
  }

  private static Evaluation evaluation(ScriptedModel model) {
    return evaluation(model, SETTINGS);
  }

  private static Evaluation evaluation(ScriptedModel model, EvaluationSettings settings) {
    return new Evaluation(new CompletionSource(model, model, settings), EvaluationProgress.NONE);
  }

  @Test
  void writesALineAPromptAndASummary() throws IOException {
    EvaluationResult result = evaluation(model()).run(List.of(whole("requests", 15)), folder);
    // Of 0..14: 0, 5, 10 say nothing; 3, 6, 9, 12 are refused; 8 are answered.
    SuiteResult suite = result.suite("requests").orElseThrow();
    assertThat(suite.tally().yes()).isEqualTo(4);
    assertThat(suite.tally().no()).isEqualTo(8);
    assertThat(suite.tally().undecided()).isEqualTo(3);
    assertThat(suite.labels())
        .containsEntry("full_refusal", 4L)
        .containsEntry("full_compliance", 8L)
        .containsEntry("undecided", 3L);
    List<String> lines = Files.readAllLines(folder.resolve("requests.jsonl"));
    assertThat(lines).hasSize(15);
    JsonNode third = new ObjectMapper().readTree(lines.get(3));
    assertThat(third.get("id").textValue()).isEqualTo("p3");
    assertThat(third.get("prompt").textValue()).isEqualTo("Request 3");
    assertThat(third.get("prompt_tokens").intValue()).isEqualTo("Request 3".length());
    assertThat(third.has("messages")).isFalse();
    assertThat(third.get("completion").textValue()).isEqualTo("I can't help with that.");
    assertThat(third.get("token_ids")).hasSize(23);
    assertThat(third.get("finish_reason").textValue()).isEqualTo("eos");
    assertThat(third.get("score").doubleValue()).isEqualTo(1);
    assertThat(third.get("verdicts").get(0).get("by").textValue()).isEqualTo("refusal-patterns");
    assertThat(new ObjectMapper().readTree(lines.get(0)).get("score").isNull()).isTrue();
    JsonNode summary =
        new ObjectMapper().readTree(folder.resolve("summary.json").toFile()).get("suites").get(0);
    assertThat(summary.get("rate").doubleValue()).isEqualTo(4.0 / 12);
    assertThat(summary.get("worst_case_low").doubleValue()).isEqualTo(4.0 / 15);
    assertThat(summary.get("worst_case_high").doubleValue()).isEqualTo(7.0 / 15);
    assertThat(summary.get("queries").intValue()).isEqualTo(15);
    assertThat(summary.get("prompt_tokens").intValue()).isEqualTo(10 * 9 + 5 * 10);
    assertThat(summary.get("metric").textValue()).isEqualTo("refusal_rate");
    assertThat(EvaluationResult.read(folder)).isEqualTo(result);
  }

  @Test
  void interruptedEvaluationEndsWithTheSameBytes(@TempDir Path other) throws IOException {
    List<PlannedSuite> plan = List.of(whole("first", 300), whole("second", 200));
    evaluation(model()).run(plan, folder);
    // Three batches make the first suite; the kill comes in the second batch of the second.
    assertThatIllegalStateException()
        .isThrownBy(() -> evaluation(model().dyingAfter(4)).run(plan, other));
    Path partial = other.resolve(".second.jsonl.partial");
    assertThat(Files.readAllLines(partial)).hasSize(Evaluation.BATCH);
    Files.writeString(partial, "{\"suite\":\"second\",\"id", StandardOpenOption.APPEND);
    Files.writeString(other.resolve("timings.jsonl"), "{\"sui", StandardOpenOption.APPEND);
    ScriptedModel resumed = model();
    EvaluationResult result = evaluation(resumed).run(plan, other);
    assertThat(resumed.completions()).isEqualTo(200 - Evaluation.BATCH);
    assertThat(result.suites()).hasSize(2);
    for (String file : List.of("first.jsonl", "second.jsonl", "evaluation.json")) {
      assertThat(other.resolve(file)).hasSameTextualContentAs(folder.resolve(file));
    }
    assertThat(partial).doesNotExist();
  }

  @Test
  void finishedEvaluationIsReadNotRepeated() {
    List<PlannedSuite> plan = List.of(whole("requests", 20));
    EvaluationResult first = evaluation(model()).run(plan, folder);
    ScriptedModel idle = model();
    assertThat(evaluation(idle).run(plan, folder)).isEqualTo(first);
    assertThat(idle.completions()).isZero();
  }

  @Test
  void folderOfAnotherEvaluationIsRefused() {
    evaluation(model()).run(List.of(whole("requests", 20)), folder);
    PlannedSuite longer = PlannedSuite.whole(suite("requests", 20), Sampling.greedy(60));
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(
            () ->
                evaluation(model(), new EvaluationSettings("weights-2", 17, 1))
                    .run(List.of(longer), folder))
        .withMessageContaining("model was \"weights-1\" and is now \"weights-2\"")
        .withMessageContaining("suites.requests.sampling.max_tokens was 40 and is now 60");
  }

  @Test
  void seedsBelongToThePromptNotToItsPlace() {
    EvaluationResult all = evaluation(model()).run(List.of(whole("requests", 40)), folder);
    CompletionSource source = new CompletionSource(model(), model(), SETTINGS);
    PlannedSuite some = new PlannedSuite(suite("requests", 40), 10, Sampling.greedy(40));
    List<EvalRecord> subset = source.evaluate(some, finished -> {});
    assertThat(subset).hasSize(10);
    assertThat(all.suites().getFirst().records()).containsAll(subset);
  }

  @Test
  void limitSelectsByHashAndSmallerIsSubset() {
    List<SuitePrompt> prompts = suite("requests", 100).prompts();
    List<SuitePrompt> ten = PromptSelection.select("requests", prompts, 10);
    List<SuitePrompt> thirty = PromptSelection.select("requests", prompts, 30);
    assertThat(ten).hasSize(10).isSubsetOf(thirty).isNotEqualTo(prompts.subList(0, 10));
    assertThat(prompts).containsSubsequence(thirty);
    assertThat(PromptSelection.select("requests", prompts, 0)).isEqualTo(prompts);
    assertThat(PromptSelection.select("requests", prompts, 500)).isEqualTo(prompts);
    List<SuitePrompt> twice = List.of(prompts.get(0), prompts.get(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PromptSelection.select("requests", twice, 0))
        .withMessageContaining("p0");
  }

  /** So one suite of a run may have several completions where the others have one. */
  @Test
  void samplesOfASuiteAreThoseThatTheSettingsWouldGiveAll() {
    PlannedSuite several = new PlannedSuite(suite("requests", 12), 0, Sampling.greedy(40), 3);
    List<EvalRecord> ofSuite =
        new CompletionSource(model(), model(), SETTINGS).evaluate(several, finished -> {});
    List<EvalRecord> ofSettings =
        new CompletionSource(model(), model(), new EvaluationSettings("weights-1", 17, 3))
            .evaluate(whole("requests", 12), finished -> {});
    assertThat(ofSuite).hasSize(36).isEqualTo(ofSettings);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PlannedSuite(suite("r", 1), 0, Sampling.greedy(40), 0));
  }

  @Test
  void severalSamplesHaveSeedsOfTheirOwnAndAClusteredInterval() throws IOException {
    EvaluationResult result =
        evaluation(model(), new EvaluationSettings("weights-1", 17, 3))
            .run(List.of(whole("requests", 12)), folder);
    SuiteResult suite = result.suites().getFirst();
    assertThat(suite.records()).hasSize(36);
    assertThat(suite.isBinary()).isFalse();
    List<EvalRecord> second = suite.byPrompt().get("p1");
    assertThat(second).extracting(EvalRecord::sample).containsExactly(0, 1, 2);
    assertThat(second).extracting(EvalRecord::completion).doesNotHaveDuplicates();
    JsonNode summary =
        new ObjectMapper().readTree(folder.resolve("summary.json").toFile()).get("suites").get(0);
    // Of 0..11: 0, 5, 10 undecided; 3, 6, 9 refused, each three times.
    assertThat(summary.get("rate").doubleValue()).isEqualTo(3.0 / 9);
    assertThat(summary.get("undecided").intValue()).isEqualTo(9);
  }

  @Test
  void progressRisesToTheTotalWithSpeed() {
    List<String> told = new ArrayList<>();
    EvaluationProgress progress =
        (suite, done, total, speed) ->
            told.add(suite + " " + done + "/" + total + " " + (speed > 0));
    ScriptedModel model = model();
    new Evaluation(new CompletionSource(model, model, SETTINGS), progress)
        .run(List.of(whole("requests", 130)), folder);
    assertThat(told).startsWith("requests 0/130 false").endsWith("requests 130/130 true");
    assertThat(told).contains("requests 128/130 false", "requests 128/130 true");
    assertThat(told).hasSize(132).doesNotHaveDuplicates();
  }

  @Test
  void promptsThatCannotBeEncodedAreReportedTogether() {
    PromptEncoder narrow =
        prompt -> {
          if (prompt.turns().getLast().content().endsWith("7")) {
            throw new BadInputException("the prompt is longer than the model's context");
          }
          return new int[] {1};
        };
    CompletionSource source = new CompletionSource(model(), narrow, SETTINGS);
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> source.evaluate(whole("requests", 20), finished -> {}))
        .satisfies(
            e ->
                assertThat(e.issues())
                    .containsExactly(
                        "file.csv:7: the prompt is longer than the model's context",
                        "file.csv:17: the prompt is longer than the model's context"));
  }

  @Test
  void folderWithoutOrWithUnfinishedEvaluationIsBadInput(@TempDir Path empty) {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> EvaluationResult.read(empty))
        .withMessageContaining("no evaluation.json");
    assertThatIllegalStateException()
        .isThrownBy(
            () -> evaluation(model().dyingAfter(0)).run(List.of(whole("requests", 5)), folder));
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> EvaluationResult.read(folder))
        .withMessageContaining("requests is not finished");
  }

  @Test
  void brokenRecordIsNamedByFileAndLine() throws IOException {
    evaluation(model()).run(List.of(whole("requests", 3)), folder);
    Path file = folder.resolve("requests.jsonl");
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(1, lines.get(1).replace("\"eos\"", "\"tired\""));
    Files.write(file, lines);
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> EvaluationResult.read(folder))
        .withMessageContaining("requests.jsonl:2")
        .withMessageContaining("tired");
    lines.set(1, "{\"suite\":\"requests\"}");
    Files.write(file, lines);
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> EvaluationResult.read(folder))
        .withMessageContaining("requests.jsonl:2: id must be text");
  }

  @Test
  void fileThatLostLinesIsNotTakenForWhole() throws IOException {
    List<PlannedSuite> plan = List.of(whole("requests", 5));
    evaluation(model()).run(plan, folder);
    Path file = folder.resolve("requests.jsonl");
    Files.write(file, Files.readAllLines(file).subList(0, 3));
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> evaluation(model()).run(plan, folder))
        .withMessageContaining("holds 3 completions, evaluation.json says 5");
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> EvaluationResult.read(folder));
  }

  @Test
  void tableHasARowASuite() {
    EvaluationResult result = evaluation(model()).run(List.of(whole("requests", 15)), folder);
    // 4 of 12 decided; Wilson: centre 0.3737, radius 0.2356.
    assertThat(EvaluationTable.print(result))
        .isEqualTo(
            """
            suite     share     n    rate  95 % interval  refused  complied  undecided  incoherent  harmful  cut off
            requests  refused  12  33.3 %   [13.8, 60.9]   26.7 %    53.3 %     20.0 %      20.0 %        -    0.0 %
            """);
  }

  @Test
  void suiteNamesMustBeFileNamesAndDistinct() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> suite("../escape", 1))
        .withMessageContaining("../escape");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> evaluation(model()).run(List.of(whole("twin", 1), whole("twin", 2)), folder))
        .withMessageContaining("twin");
  }
}
