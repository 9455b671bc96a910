package dev.belay.cli.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.recipe.GateSpec;
import dev.belay.core.verify.Verifier;
import dev.belay.core.verify.Verifiers;
import dev.belay.verify.format.Gates;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who verifies a line: the verifier of its domain, or the one that was asked for. */
final class LineVerifiers {

  /** Forms that are kept compiled; lines usually share a few. */
  private static final int KEPT = 256;

  private final Optional<String> asked;
  private final Map<GateSpec, Verifier> forms = new LinkedHashMap<>();

  /**
   * Verifiers of lines.
   *
   * @param asked the name of the one that verifies every line; empty for each domain's own
   * @throws BadInputException when there is none of that name
   */
  LineVerifiers(Optional<String> asked) {
    asked.ifPresent(name -> Verifiers.load().named(name));
    this.asked = asked;
  }

  Verifier of(Domain domain, Fields fields) {
    if (domain == Domain.FORMAT && asked.isEmpty()) {
      return form(fields);
    }
    String name = asked.orElse(domain.verifier());
    return Verifiers.find(name)
        .orElseThrow(
            () ->
                fields.error(
                    "no verifier \"%s\" is there; known: %s."
                        .formatted(name, String.join(", ", Verifiers.names()))));
  }

  private Verifier form(Fields fields) {
    GateSpec spec =
        new GateSpec(
            fields
                .find("reasoning")
                .filter(node -> node.isBoolean() && node.booleanValue())
                .isPresent(),
            fields.has("tags") ? fields.texts("tags") : List.of(),
            fields.text("pattern", "regex"),
            fields.find("json_schema", "schema").map(node -> schema(fields, node)));
    if (spec.isOpen()) {
      throw fields.missing("a form to check", "tags", "pattern", "json_schema");
    }
    if (forms.size() > KEPT) {
      forms.clear();
    }
    return forms.computeIfAbsent(spec, asks -> compiled(asks, fields));
  }

  private static JsonNode schema(Fields fields, JsonNode node) {
    if (!node.isTextual()) {
      return node;
    }
    try {
      return Json.MAPPER.readTree(node.textValue());
    } catch (JsonProcessingException e) {
      throw fields.wrong("json_schema", "a JSON Schema", node);
    }
  }

  private static Verifier compiled(GateSpec spec, Fields fields) {
    try {
      return Gates.alone(Gates.of(spec));
    } catch (BadInputException e) {
      throw new BadInputException(
          e.issues().stream().map(issue -> fields.error(issue).issues().getFirst()).toList());
    }
  }
}
