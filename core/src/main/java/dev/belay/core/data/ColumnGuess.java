package dev.belay.core.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a record lacks, in words that end with what to write in a recipe: guesses by the names that
 * columns of public files have.
 */
final class ColumnGuess {

  private static final Map<String, List<String>> OFTEN =
      Map.of(
          "prompt",
          List.of("question", "problem", "query", "instruction", "input", "user", "goal", "task"),
          "messages",
          List.of("conversations", "conversation", "dialogue", "dialog", "chat"),
          "gold",
          List.of(
              "ground_truth",
              "answer",
              "final_answer",
              "expected_answer",
              "reference_answer",
              "solution",
              "target",
              "label"),
          "completion",
          List.of("response", "output", "answer", "solution", "target", "assistant", "generation"),
          "chosen",
          List.of("chosen_response", "preferred", "winner", "response_chosen", "good"),
          "rejected",
          List.of("rejected_response", "dispreferred", "loser", "response_rejected", "bad"));

  private ColumnGuess() {}

  /**
   * Refuses a record without any of several columns.
   *
   * @param row by Belay's names
   * @param original as the file has it
   * @throws BadInputException with the columns found, and what they may be
   */
  static void require(DataRow row, DataRow original, List<String> names) {
    if (names.stream().noneMatch(name -> isGiven(row.fields().path(name)))) {
      throw new BadInputException(
          "%s: no column \"%s\"; found: %s.%s"
              .formatted(
                  row.source(),
                  String.join("\" or \"", names),
                  original.columns(),
                  names.stream().anyMatch(row.fields()::has)
                      ? " It needs a value."
                      : hint(original, names)));
    }
  }

  private static boolean isGiven(JsonNode value) {
    return !value.isMissingNode() && !value.isNull();
  }

  private static String hint(DataRow original, List<String> names) {
    List<String> lines = new ArrayList<>();
    List<String> paths = ColumnNames.paths(original);
    for (String name : names) {
      found(name, paths).ifPresent(path -> lines.add(name + ": " + path));
    }
    return lines.isEmpty()
        ? ""
        : " If it has another name, say so in the recipe: columns: { %s }."
            .formatted(lines.getFirst());
  }

  private static Optional<String> found(String name, List<String> paths) {
    return OFTEN.getOrDefault(name, List.of()).stream()
        .flatMap(often -> paths.stream().filter(path -> last(path).equals(often)))
        .findFirst();
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
