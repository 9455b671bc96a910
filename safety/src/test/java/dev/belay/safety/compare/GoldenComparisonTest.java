package dev.belay.safety.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.EvaluationSummary;
import dev.belay.safety.eval.EvaluationTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Reports are, byte for byte, what they were before their renderers became one. */
class GoldenComparisonTest {
  private static final EvaluationResult BEFORE = GoldenEvaluations.before();
  private static final EvaluationResult AFTER = GoldenEvaluations.after();
  private static final Comparison COMPARISON = Comparison.of(BEFORE, AFTER, 0.02, 0.95);
  private static final Breakdown CATEGORIES = Breakdown.byCategory(BEFORE, AFTER, 0.95);
  private static final Breakdown ATTACKS = Breakdown.byAttack(BEFORE, AFTER, 0.95);

  @Test
  void comparisonAsText() {
    String text =
        ComparisonTable.print(COMPARISON)
            + "\n"
            + ComparisonTable.print(CATEGORIES)
            + "\n"
            + ComparisonTable.print(ATTACKS);
    assertThat(text).isEqualTo(golden("comparison.txt"));
  }

  @Test
  void comparisonAsJson() throws IOException {
    ObjectNode node = ComparisonJson.write(COMPARISON);
    node.set("by_category", ComparisonJson.write(CATEGORIES));
    node.set("by_attack", ComparisonJson.write(ATTACKS));
    String json = new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(node);
    assertThat(json + "\n").isEqualTo(golden("comparison.json"));
  }

  @Test
  void evaluationAsText() {
    assertThat(EvaluationTable.print(BEFORE) + "\n" + EvaluationTable.printBounds(BEFORE))
        .isEqualTo(golden("evaluation.txt"));
  }

  @Test
  void evaluationAsJson() {
    String json =
        BEFORE.suites().stream()
            .map(suite -> EvaluationSummary.json(suite).toPrettyString() + "\n")
            .collect(Collectors.joining());
    assertThat(json).isEqualTo(golden("evaluation.json"));
  }

  private static String golden(String name) {
    try (InputStream in = GoldenComparisonTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
