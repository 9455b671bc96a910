package dev.belay.core.verify.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hand-written pairs of a reference and an answer, a file a category. */
final class MathAnswerCasesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "numbers",
        "fractions",
        "radicals",
        "constants",
        "expressions",
        "relations",
        "intervals",
        "sets",
        "matrices",
        "complex",
        "units",
        "other",
        "spellings",
        "differences",
        "readings",
        "equivalences"
      })
  void anAnswerIsComparedAsAReaderWould(String category) throws IOException {
    List<String> wrong =
        lines(category).stream().filter(line -> !verdict(line).equals(expected(line))).toList();

    assertThat(wrong).isEmpty();
  }

  static List<String> lines(String category) throws IOException {
    String name = category + ".tsv";
    try (InputStream file = MathAnswerCasesTest.class.getResourceAsStream(name)) {
      assertThat(file).as(name).isNotNull();
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  static String[] columns(String line) {
    String[] columns = line.split("\t", -1);
    assertThat(columns).as(line).hasSize(3);
    return columns;
  }

  private static String expected(String line) {
    return columns(line)[2];
  }

  private static String verdict(String line) {
    String[] columns = columns(line);
    Optional<MathAnswer> reference = MathAnswer.read(columns[0]);
    Optional<MathAnswer> answer = MathAnswer.read(columns[1]);
    if (reference.isEmpty() || answer.isEmpty()) {
      return "?";
    }
    return switch (reference.get().compare(answer.get())) {
      case EQUAL -> "=";
      case DIFFERENT -> "!";
      case UNKNOWN -> "?";
    };
  }
}
