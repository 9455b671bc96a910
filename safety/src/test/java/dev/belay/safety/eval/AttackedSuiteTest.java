package dev.belay.safety.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.core.data.DataLocations;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Sampling;
import dev.belay.safety.attack.Attack;
import dev.belay.safety.attack.AttackKind;
import dev.belay.safety.attack.Attacks;
import dev.belay.safety.compare.Comparison;
import dev.belay.safety.judge.RefusalPatternJudge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttackedSuiteTest {

  @TempDir Path folder;

  private static final SafetySuite REQUESTS =
      SafetySuite.of(
          "requests",
          "1",
          SuiteKind.HARMFUL,
          IntStream.range(0, 9)
              .mapToObj(i -> new SuitePrompt("p" + i, "Request " + i, "", "f.csv:" + i))
              .toList(),
          List.of(new RefusalPatternJudge()));

  private static Suite attacked(String name) {
    Attack attack = Attacks.load().named(name).prepare(DataLocations.of());
    return new AttackedSuite(REQUESTS, attack);
  }

  /** Refuses unless its completion was begun for it. */
  private static EvaluationResult run(Path into, Suite... suites) {
    ScriptedModel model =
        new ScriptedModel(
            (asked, seed) -> asked.contains("|") ? " pour it in." : "I can't help with that.");
    EvaluationSettings settings = new EvaluationSettings("weights", 3, 1);
    return new Evaluation(new CompletionSource(model, model, settings), EvaluationProgress.NONE)
        .run(
            List.of(suites).stream()
                .map(suite -> new PlannedSuite(suite, 4, Sampling.greedy(50)))
                .toList(),
            into);
  }

  @Test
  void benchmarkAndAttackAreToldApartByTheInfo() {
    SuiteInfo prefill = attacked("prefill").info();
    assertThat(prefill.benchmark()).isEqualTo("requests");
    assertThat(prefill.attack().orElseThrow().name()).isEqualTo("prefill");
    assertThat(REQUESTS.info().benchmark()).isEqualTo("requests");
    assertThat(REQUESTS.info().attack()).isEmpty();
    // Options are in the label; a plus in a name alone makes no attack.
    SuiteInfo chosen =
        new SuiteInfo(
            "a+b+best-of-n",
            "1",
            SuiteKind.HARMFUL,
            List.of("judge 1"),
            Optional.of(SuiteAttack.read("best-of-n 1 (n=32, sigma=0.4)", AttackKind.ANY_QUERY)),
            null);
    assertThat(chosen.benchmark()).isEqualTo("a+b");
    assertThat(chosen.attack().orElseThrow().name()).isEqualTo("best-of-n");
    assertThat(chosen.attackKind()).isEqualTo(AttackKind.ANY_QUERY);
    assertThat(new SuiteInfo("a+b", "1", SuiteKind.HARMFUL, List.of("judge 1")).benchmark())
        .isEqualTo("a+b");
  }

  @Test
  void attackIsASuiteOfItsOwnOverTheSamePrompts() throws IOException {
    EvaluationResult result = run(folder, REQUESTS, attacked("prefill"), attacked("many-shot"));
    assertThat(result.suites())
        .extracting(suite -> suite.info().name())
        .containsExactly("requests", "requests+prefill", "requests+many-shot");
    assertThat(result.suites())
        .extracting(suite -> suite.byPrompt().keySet())
        .allMatch(ids -> ids.size() == 4)
        .allMatch(ids -> ids.equals(result.suites().getFirst().byPrompt().keySet()));
    assertThat(result.suites())
        .extracting(suite -> suite.tally().yes())
        .containsExactly(4L, 0L, 4L);
    assertThat(EvaluationResult.read(folder)).isEqualTo(result);
    List<String> lines = Files.readAllLines(folder.resolve("requests+prefill.jsonl"));
    JsonNode line = new ObjectMapper().readTree(lines.getFirst());
    assertThat(line.get("prompt").textValue()).startsWith("Request ");
    assertThat(line.get("prefill").textValue()).startsWith("Sure");
    assertThat(line.get("completion").textValue()).isEqualTo(" pour it in.");
    assertThat(line.has("messages")).isFalse();
    lines = Files.readAllLines(folder.resolve("requests+many-shot.jsonl"));
    assertThat(new ObjectMapper().readTree(lines.getFirst()).get("messages")).hasSize(33);
    JsonNode manifest =
        new ObjectMapper().readTree(folder.resolve("evaluation.json").toFile()).get("suites");
    assertThat(manifest.get("requests+prefill").get("attack").textValue()).isEqualTo("prefill 1");
    assertThat(manifest.get("requests").has("attack")).isFalse();
  }

  @Test
  void differentAttacksAreNotCompared(@TempDir Path other) {
    EvaluationResult first = run(folder, attacked("prefill"));
    EvaluationResult second = run(other, attacked("role-play"));
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> Comparison.of(first, second, 0.02, 0.95))
        .withMessageContaining("suite requests+prefill was run before, and not after");
  }
}
