package dev.belay.core.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.json.Json;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code gates}: the form that a completion must have to earn anything. */
final class GateSpecReader {

  private static final String PAGE = "verifiers/README.md";

  private static final Key GATES =
      Key.of(
              "gates",
              "the form that a completion must have before its verifier is asked; without it the"
                  + " completion is incorrect, and the form alone earns nothing")
          .source(PAGE);

  private static final Key REASONING =
      Key.of("reasoning", "whether it must have a reasoning trace, and an answer after it")
          .source(PAGE);

  private static final Key TAGS =
      Key.of(
              "tags",
              "the elements that it consists of, each once, in this order, such as [ think, answer"
                  + " ]")
          .source(PAGE);

  private static final Key PATTERN =
      Key.of("pattern", "a regular expression of RE2 that it matches as a whole").source(PAGE);

  private static final Key SCHEMA =
      Key.of("json_schema", "the JSON Schema of the JSON that it is, nothing round it")
          .source(PAGE);

  private GateSpecReader() {}

  /** The gates of a term; none where the recipe gives none. */
  static GateSpec read(Section section) {
    return section.optionalSection(GATES, GateSpecReader::gates).orElse(GateSpec.NONE);
  }

  /** A reward model's number has no gate. */
  static void refuse(Section section) {
    section.refuse(
        GATES, "stands in front of verifiers alone; a reward model judges every completion.");
  }

  /** A failed gate earns 0, which would be more than a negative reward. */
  static void refuseNegative(Section section, GateSpec gates, double weight) {
    if (weight < 0 && !gates.isOpen()) {
      section.issue(
          GATES.name(),
          "found gates before a weight of %s: a completion that fails them earns 0, and so more than one that passes. Take a weight above 0, or no gates."
              .formatted(weight));
    }
  }

  private static GateSpec gates(Section section) {
    GateSpec gates =
        new GateSpec(
            section.flag(REASONING, false),
            section.texts(TAGS, List.of()),
            section.optionalText(PATTERN),
            schema(section));
    if (gates.isOpen()) {
      section.issue(
          REASONING.name(),
          "the gates ask for nothing; give reasoning: true, tags, pattern or json_schema, or leave"
              + " gates out.");
    }
    return gates;
  }

  private static Optional<JsonNode> schema(Section section) {
    @Nullable YamlValue given = section.given(SCHEMA, "mapping", "", "absent");
    if (given == null) {
      return Optional.empty();
    }
    if (!(given instanceof YamlValue.Mapping)) {
      section.issue(
          SCHEMA.name(),
          "found %s, must be a mapping, such as { type: object, required: [ answer ] }."
              .formatted(given.describe()));
      return Optional.empty();
    }
    Object plain = YamlValue.plain(given);
    section.resolve(SCHEMA, plain == null ? "" : plain);
    return Optional.of(Json.MAPPER.valueToTree(plain));
  }
}
