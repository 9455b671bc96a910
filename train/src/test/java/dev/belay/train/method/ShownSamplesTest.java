package dev.belay.train.method;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShownSamplesTest {

  private static ObjectNode completion(int group, String text, double reward, String state) {
    ObjectNode line = new ObjectMapper().createObjectNode();
    line.put("id", "p" + group).put("group", group).put("prompt", "question " + group);
    line.put("completion", text).put("reward", reward).put("finish_reason", "eos");
    line.putObject("verdicts").putObject("math").put("state", state);
    return line;
  }

  @Test
  void theGoodAndTheBadAreOfThePromptWhoseCompletionsDifferMost() {
    List<JsonNode> step =
        List.of(
            completion(0, "a", 0.5, "incorrect"),
            completion(0, "b", 0.6, "incorrect"),
            completion(1, "twelve", 0, "incorrect").put("finish_reason", "length"),
            completion(1, "3 + 4 = 7", 1, "correct"),
            completion(2, "left out", 9, "correct").putNull("reward"));
    assertThat(ShownSamples.lines(20, step))
        .containsExactly(
            "step 20, a good and a bad one of 5 completions",
            "  prompt",
            "    | question 1",
            "  good: reward 1.00, math correct",
            "    | 3 + 4 = 7",
            "  bad: reward 0.00, math incorrect, cut off",
            "    | twelve");
  }

  @Test
  void equalRewardsShowOneAndNoRewardsAreSaid() {
    List<JsonNode> equal =
        List.of(completion(0, "x", 0, "incorrect"), completion(1, "y", 1, "correct"));
    assertThat(ShownSamples.lines(1, equal))
        .first()
        .asString()
        .contains("no two of one prompt with different rewards");
    assertThat(ShownSamples.lines(1, equal)).contains("    | x").doesNotContain("    | y");
    List<JsonNode> none = List.of(completion(0, "x", 0, "error").putNull("reward"));
    assertThat(ShownSamples.lines(3, none))
        .containsExactly("step 3: none of 1 completions has a reward.");
  }

  @Test
  void hostileTextIsShownAndDoesNothing() {
    String hostile =
        "\u001b[2J\u001b]0;owned\u0007 <script> \u202eright to left\r over\n"
            + "step 21, a good one\n"
            + "x".repeat(300)
            + "\n".repeat(40)
            + "end";
    List<JsonNode> step =
        List.of(completion(0, hostile, 1, "correct"), completion(0, "bad", 0, "incorrect"));
    List<String> lines = ShownSamples.lines(20, step);
    assertThat(lines)
        .allMatch(line -> line.length() <= 80)
        .allMatch(line -> line.chars().noneMatch(Character::isISOControl))
        .noneMatch(line -> line.contains("\u202e"))
        .contains("    | step 21, a good one")
        .anyMatch(line -> line.startsWith("    | \\u001b[2J\\u001b]0;owned\\u0007 <script>"))
        .anyMatch(line -> line.matches("    … \\d+ more lines"));
    assertThat(lines.indexOf("  bad: reward 0.00, math incorrect")).isEqualTo(17);
  }

  @Test
  void aReasonerWithoutAnAnswerShowsItsReasoning() {
    List<JsonNode> step =
        List.of(
            completion(0, "", 0, "incorrect").put("reasoning", "let me think"),
            completion(0, "7", 1, "correct"));
    assertThat(ShownSamples.lines(1, step)).contains("    | let me think");
  }
}
