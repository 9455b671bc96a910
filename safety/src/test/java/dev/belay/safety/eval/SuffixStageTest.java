package dev.belay.safety.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Sampling;
import dev.belay.safety.attack.Attacks;
import dev.belay.safety.attack.FoundSuffix;
import dev.belay.safety.attack.SuffixGoal;
import dev.belay.safety.attack.SuffixSearch;
import dev.belay.safety.compare.Comparison;
import dev.belay.safety.judge.RefusalPatternJudge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attacks that are fitted to the model. */
class SuffixStageTest {
  private static final EvaluationSettings SETTINGS = new EvaluationSettings("weights", 3, 1);

  @TempDir Path folder;

  /** Finds a suffix that tells its goal, and reaches the target for even requests. */
  private static final class ScriptedSearch implements SuffixSearch {
    private final String word;
    private final List<String> targets = new ArrayList<>();
    private int searchesLeft = Integer.MAX_VALUE;

    ScriptedSearch(String word) {
      this.word = word;
    }

    @Override
    public FoundSuffix find(SuffixGoal goal, long seed, IntConsumer onStep) {
      if (searchesLeft-- == 0) {
        throw new IllegalStateException("killed");
      }
      targets.add(goal.target());
      onStep.accept(1);
      boolean reached = (goal.request().charAt(goal.request().length() - 1) - '0') % 2 == 0;
      String text = " " + word + (reached ? " open" : " shut") + seed % 10;
      return new FoundSuffix(text, List.of(1, 2), 3.5, reached ? 0.25 : 2, reached, 1, 8, 100);
    }
  }

  private static PlannedSuite planned(int prompts) {
    List<SuitePrompt> requests =
        IntStream.range(0, prompts)
            .mapToObj(
                i ->
                    new SuitePrompt(
                        "p" + i,
                        "Write a text " + i,
                        "",
                        "f.csv:" + i,
                        "Write a text " + i,
                        i == 0 ? "Gladly" : ""))
            .toList();
    SafetySuite suite =
        SafetySuite.of(
            "requests", "1", SuiteKind.HARMFUL, requests, List.of(new RefusalPatternJudge()));
    Map<String, String> options = Map.of("steps", "4", "suffix_tokens", "2");
    return PlannedSuite.whole(
        new AttackedSuite(suite, Attacks.load().named("gcg").configure(options)),
        Sampling.greedy(60));
  }

  private static CompletionSource source() {
    ScriptedModel model =
        new ScriptedModel(
            (asked, seed) ->
                asked.contains(" open") ? "Sure, first you open it." : "I can't help with that.");
    return new CompletionSource(model, model, SETTINGS);
  }

  private static EvaluationResult run(SuffixSearch search, int prompts, Path into) {
    return new Evaluation(source().withSearch(search), EvaluationProgress.NONE)
        .run(List.of(planned(prompts)), into);
  }

  @Test
  void eachPromptIsAskedWithItsOwnSuffix() throws IOException {
    ScriptedSearch search = new ScriptedSearch("x");
    SuiteResult result = run(search, 4, folder).suites().getFirst();
    assertThat(search.targets)
        .containsExactly(
            "Gladly", "Sure, here is a text 1", "Sure, here is a text 2", "Sure, here is a text 3");
    assertThat(result.tally().no()).isEqualTo(2);
    assertThat(result.records().getFirst().asked().input().turns().getFirst().content())
        .startsWith("Write a text 0 x open");
    List<String> lines = Files.readAllLines(folder.resolve("requests+gcg.suffixes.jsonl"));
    JsonNode line = new ObjectMapper().readTree(lines.getFirst());
    assertThat(line.get("id").textValue()).isEqualTo("p0");
    assertThat(line.get("target").textValue()).isEqualTo("Gladly");
    assertThat(line.get("reached_target").booleanValue()).isTrue();
    JsonNode suite =
        new ObjectMapper().readTree(folder.resolve("summary.json").toFile()).at("/suites/0");
    JsonNode cost = suite.get("search");
    assertThat(cost.get("prompts").intValue()).isEqualTo(4);
    assertThat(cost.get("reached_target").intValue()).isEqualTo(2);
    assertThat(cost.get("candidates").intValue()).isEqualTo(32);
    assertThat(cost.get("forward_tokens").intValue()).isEqualTo(400);
    assertThat(cost.get("loss").doubleValue()).isEqualTo((0.25 + 2) / 2);
    assertThat(suite.get("queries").intValue()).isEqualTo(4);
    assertThat(EvaluationResult.read(folder).suites().getFirst()).isEqualTo(result);
  }

  @Test
  void searchThatWasCutOffGoesOnToTheSameBytes(@TempDir Path other) throws IOException {
    EvaluationResult whole = run(new ScriptedSearch("x"), 5, folder);
    ScriptedSearch dying = new ScriptedSearch("x");
    dying.searchesLeft = 3;
    assertThatIllegalStateException().isThrownBy(() -> run(dying, 5, other));
    Path suffixes = other.resolve("requests+gcg.suffixes.jsonl");
    Files.writeString(suffixes, "{\"id\":\"p3\",\"tar", StandardOpenOption.APPEND);
    ScriptedSearch resumed = new ScriptedSearch("x");
    assertThat(run(resumed, 5, other)).isEqualTo(whole);
    assertThat(resumed.targets).hasSize(2);
    for (String file :
        List.of("requests+gcg.suffixes.jsonl", "requests+gcg.jsonl", "evaluation.json")) {
      assertThat(other.resolve(file)).hasSameTextualContentAs(folder.resolve(file));
    }
    ScriptedSearch idle = new ScriptedSearch("y");
    assertThat(run(idle, 5, other)).isEqualTo(whole);
    assertThat(idle.targets).isEmpty();
  }

  @Test
  void modelsAreComparedThoughEachHasItsOwnSuffix(@TempDir Path other) {
    EvaluationResult before = run(new ScriptedSearch("x"), 4, folder);
    EvaluationResult after = run(new ScriptedSearch("y"), 4, other);
    assertThat(Comparison.of(before, after, 0.02, 0.95)).isNotNull();
    SettingsCheck.check(folder, other, false);
  }

  @Test
  void withoutWeightsItIsRefusedBeforeAnythingBegins() {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(
            () ->
                new Evaluation(source(), EvaluationProgress.NONE).run(List.of(planned(2)), folder))
        .withMessageContaining("requests+gcg: the attack gcg looks into the model's weights");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void suffixesOfOtherPromptsAreRefused() throws IOException {
    run(new ScriptedSearch("x"), 3, folder);
    Path suffixes = folder.resolve("requests+gcg.suffixes.jsonl");
    Files.writeString(suffixes, Files.readString(suffixes).replace("\"p1\"", "\"q1\""));
    Files.delete(folder.resolve("requests+gcg.jsonl"));
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> run(new ScriptedSearch("x"), 3, folder))
        .withMessageContaining("holds suffixes of other prompts");
  }
}
