package dev.belay.train.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.testkit.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of SFT on the tiny model: what they learn, and what they refuse before they begin. */
class SftRunTest {

  private static final String CONVERSATIONS =
      """
      train:
        method: sft
        data: { source: jsonl, path: %s }
        batch_size: 2
        epochs: 1
      """;

  private static String verified(Object... values) {
    return """
    train:
      method: sft
      data: { source: jsonl, path: %s, completions: verified }
      verified: { samples: 2, max_completion_tokens: 3 }
    """
        .formatted(values);
  }

  @TempDir Path temp;
  private Path conversations;

  @BeforeEach
  void write() throws IOException {
    conversations =
        Files.writeString(
            temp.resolve("turns.jsonl"),
            """
            {"messages": [{"role": "user", "content": "one"}, {"role": "assistant", "content": "two"}, {"role": "user", "content": "three"}, {"role": "assistant", "content": "four and five"}]}
            {"messages": [{"role": "user", "content": "six"}, {"role": "assistant", "content": "seven"}]}
            """);
  }

  @Test
  void everyTurnOfTheAssistantIsLearnedAndNothingElse() {
    TinyRun run = TinyRun.of(CONVERSATIONS.formatted(conversations), temp);
    TinyRun last =
        TinyRun.on(
            TinyModel.LLAMA.directory(),
            CONVERSATIONS.formatted(conversations) + "  loss_on: completion\n",
            temp,
            "last");
    double learned = run.metric("learned_tokens")[0];
    assertThat(learned).isLessThan(run.metric("completion_tokens")[0]);
    // Without the first turn of the one conversation that has two.
    assertThat(last.metric("learned_tokens")[0]).isEqualTo(last.metric("completion_tokens")[0]);
    assertThat(last.metric("learned_tokens")[0]).isLessThan(learned);
    assertThat(run.metric("tokens")).isEqualTo(last.metric("tokens"));
    assertThat(run.metric("loss")[0]).isNotEqualTo(last.metric("loss")[0]).isPositive();
  }

  @Test
  void tasksReportPassAtKBeforeAndAfter() throws IOException {
    String evaluate =
        """
        evaluate: { capability: [ arithmetic:3 ], capability_max_tokens: 4, capability_samples: 2 }
        """;
    TinyRun run = TinyRun.of(CONVERSATIONS.formatted(conversations) + evaluate, temp);
    JsonNode change =
        Json.MAPPER
            .readTree(Files.readString(run.folder().resolve("result.json")))
            .path("capability")
            .path(0);
    assertThat(change.path("suite").asText()).isEqualTo("arithmetic");
    for (String side : List.of("before", "after")) {
      assertThat(change.path(side).path("completions").asInt()).isEqualTo(6);
      assertThat(change.path(side).at("/pass_at_k/1/k").asInt()).isEqualTo(2);
      assertThat(change.path(side).at("/truncated/share").isNumber()).isTrue();
    }
  }

  @Test
  void whatNothingAcceptsIsBadInputBeforeTheFirstStep() {
    Path problems = TinyRun.problems(temp.resolve("hard.jsonl"), "one=123456", "two=654321");
    assertThatThrownBy(() -> TinyRun.of(verified(problems), temp))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("none of 4 completions of 2 problems was accepted");
    assertThat(temp.resolve("run/metrics.jsonl")).doesNotExist();
    assertThat(temp.resolve("run/verified-completions.jsonl")).doesNotExist();
  }

  @Test
  void keysThatDoNotFitAreRefusedTogether() {
    String recipe =
        """
        train:
          method: sft
          data: { source: jsonl, path: %s }
          verified: { samples: 2, keep: 3, verifier: maths }
          second_measure: { data: { source: jsonl, path: %s }, verifier: maht }
        """
            .formatted(conversations, conversations);
    assertThatThrownBy(() -> TinyRun.of(recipe, temp))
        .isInstanceOfSatisfying(
            BadInputException.class,
            e ->
                assertThat(e.issues())
                    .anySatisfy(issue -> assertThat(issue).contains("train.verified.keep: found 3"))
                    .anySatisfy(
                        issue -> assertThat(issue).contains("no data have completions: verified"))
                    .anySatisfy(
                        issue ->
                            assertThat(issue)
                                .contains("train.second_measure.verifier")
                                .contains("maht"))
                    .anySatisfy(
                        issue ->
                            assertThat(issue)
                                .contains("train.second_measure.data")
                                .contains("gold")));
  }

  @Test
  void theSecondMeasureMustBeOfOtherProblems() {
    Path problems = TinyRun.problems(temp.resolve("same.jsonl"), "one=1", "two=2");
    String recipe =
        """
        train:
          method: sft
          data: { source: jsonl, path: %s }
          second_measure: { data: { source: jsonl, path: %s } }
        """
            .formatted(problems, problems);
    assertThatThrownBy(() -> TinyRun.of(recipe, temp))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("train.second_measure.data")
        .hasMessageContaining("2 of 2 evaluation prompts are also training prompts");
  }
}
