package dev.belay.verify.instruction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.core.data.Reference.Constraint;
import dev.belay.core.data.Reference.Constraints;
import dev.belay.core.model.Answer;
import dev.belay.core.verify.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Texts written by hand for each kind, on both sides of each of its edges; IFEval's own evaluator
 * agrees with every line of {@code cases.jsonl}.
 */
class InstructionCasesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  static List<JsonNode> cases() throws IOException {
    try (InputStream in = InstructionCasesTest.class.getResourceAsStream("cases.jsonl")) {
      String lines = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      List<JsonNode> cases = new ArrayList<>();
      for (String line : lines.lines().toList()) {
        cases.add(JSON.readTree(line));
      }
      return cases;
    }
  }

  private static Verdict verdict(JsonNode given, InstructionVerifier.Measure measure) {
    Map<String, JsonNode> arguments = new HashMap<>();
    given.get("kwargs").properties().forEach(e -> arguments.put(e.getKey(), e.getValue()));
    Constraints one =
        new Constraints(List.of(new Constraint(given.get("id").textValue(), arguments)));
    Answer answer = new Answer("", given.get("response").textValue(), Answer.Ending.COMPLETE);
    return new InstructionVerifier(measure)
        .verify(answer, InstructionVerifierTest.problem(given.get("prompt").textValue(), one));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isJudgedAsByIfeval(JsonNode given) {
    Verdict verdict = verdict(given, InstructionVerifier.Measure.ALL);
    assertThat(followed(verdict, "strict").get(0).booleanValue())
        .as("strict: " + verdict)
        .isEqualTo(given.get("strict").booleanValue());
    assertThat(followed(verdict, "loose").get(0).booleanValue())
        .as("loose: " + verdict)
        .isEqualTo(given.get("loose").booleanValue());
    assertThat(verdict.score()).isEqualTo(given.get("strict").booleanValue() ? 1 : 0);
    assertThat(verdict(given, InstructionVerifier.Measure.LOOSE).score())
        .isEqualTo(given.get("loose").booleanValue() ? 1 : 0);
  }

  @Test
  void everyKindIsFollowedBySomeTextAndNotByAnother() throws IOException {
    Set<String> followed = new HashSet<>();
    Set<String> missed = new HashSet<>();
    for (JsonNode given : cases()) {
      (given.get("strict").booleanValue() ? followed : missed).add(given.get("id").textValue());
    }
    assertThat(Instructions.ids()).hasSize(25);
    assertThat(followed).containsExactlyInAnyOrderElementsOf(Instructions.ids());
    assertThat(missed).containsExactlyInAnyOrderElementsOf(Instructions.ids());
  }

  private static JsonNode followed(Verdict verdict, String how) {
    return Objects.requireNonNull(verdict.details().get(how));
  }
}
