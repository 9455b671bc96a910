package dev.belay.cli.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.data.CodeTests;
import dev.belay.core.data.Ifeval;
import dev.belay.core.data.Reference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a line's completion is checked against, by the line's domain. */
final class LineReferences {

  private static final String[] GOLD = {"gold", "answer", "reference", "ground_truth", "target"};

  /** Options of a question whose texts are not known; more where the right letter is later. */
  private static final int USUAL_OPTIONS = 4;

  private LineReferences() {}

  static Reference read(Domain domain, Fields fields) {
    return switch (domain) {
      case MATHEMATICS -> expression(fields);
      case CHOICE -> choice(fields);
      case CODE -> CodeTests.of(fields.row());
      case INSTRUCTIONS -> Ifeval.constraints(fields.row());
      case LOGIC -> puzzle(fields);
      case FORMAT -> new Reference.Expression("");
    };
  }

  /** Of a worked solution as GSM8K has them, what stands after its mark. */
  private static Reference expression(Fields fields) {
    String gold = gold(fields);
    int mark = gold.lastIndexOf("####");
    return new Reference.Expression(mark < 0 ? gold : gold.substring(mark + 4).strip());
  }

  /** Two names of it that say two things are an error: nobody would know which was meant. */
  private static String gold(Fields fields) {
    String gold = fields.requiredScalar(GOLD);
    if (fields.has("gold") && fields.has("answer")) {
      String other = fields.requiredScalar("answer");
      if (!other.strip().equals(gold.strip())) {
        throw fields.error(
            "has \"gold\" and \"answer\", which differ; keep the one that is right.");
      }
    }
    return gold;
  }

  /** The right option as a letter, a place from 0 on, or its text. */
  private static Reference choice(Fields fields) {
    List<String> options = options(fields);
    String gold = gold(fields).strip();
    Optional<JsonNode> given = fields.find(GOLD);
    int right = -1;
    if (given.isPresent() && given.get().isIntegralNumber()) {
      right = gold.length() <= 2 && !gold.startsWith("-") ? Integer.parseInt(gold) : -1;
    } else if (gold.matches("[(\\[]?[A-Za-z][)\\].:]?")) {
      char letter = gold.charAt(gold.startsWith("(") || gold.startsWith("[") ? 1 : 0);
      right = Character.toUpperCase(letter) - 'A';
    } else {
      right = options.indexOf(gold);
    }
    int count = options.isEmpty() ? 26 : options.size();
    if (right < 0 || right >= count) {
      throw fields.error(
          "found the gold \"%s\", must be the letter of an option%s, its place from 0 on as a number, or its text."
              .formatted(
                  gold.length() <= 40 ? gold : gold.substring(0, 37) + "\u2026",
                  options.isEmpty() ? "" : " from A to " + (char) ('A' + options.size() - 1)));
    }
    return new Reference.Choice(
        String.valueOf((char) ('A' + right)),
        options.isEmpty() ? Collections.nCopies(Math.max(USUAL_OPTIONS, right + 1), "") : options);
  }

  /** A list of texts, or an object of them by letter; none where the line has none. */
  private static List<String> options(Fields fields) {
    Optional<JsonNode> found = fields.find("choices", "options");
    if (found.isEmpty()) {
      return List.of();
    }
    JsonNode given = found.get().path("text").isArray() ? found.get().path("text") : found.get();
    List<String> options = new ArrayList<>();
    if (given.isObject()) {
      Map<String, JsonNode> byLetter = new TreeMap<>();
      given.properties().forEach(entry -> byLetter.put(entry.getKey(), entry.getValue()));
      char letter = 'A';
      for (Map.Entry<String, JsonNode> entry : byLetter.entrySet()) {
        if (!entry.getKey().equals(String.valueOf(letter++))) {
          throw fields.wrong("choices", "a list, or an object with the keys A, B, …", given);
        }
        options.add(entry.getValue().asText());
      }
    } else {
      given.forEach(item -> options.add(item.asText()));
    }
    if (options.size() < 2 || options.size() > 26 || options.contains("")) {
      throw fields.wrong("choices", "2 to 26 texts", given);
    }
    return options;
  }

  private static Reference puzzle(Fields fields) {
    String generator = fields.requiredText("generator", "task", "source", "dataset");
    JsonNode state =
        fields
            .find("state")
            .orElseThrow(() -> fields.missing("what the generator keeps of a puzzle", "state"));
    return new Reference.Puzzle(
        generator,
        state.isTextual() ? state.textValue() : state.toString(),
        fields.has(GOLD) ? gold(fields) : "");
  }
}
