package dev.belay.core.drift.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.DidYouMean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reads one case of a file of vectors. */
final class CaseReader {
  private final VectorFormula formula;
  private final String place;
  private final BiConsumer<String, String> issue;
  private boolean bad;

  /**
   * @param place of the case in the file
   * @param issue takes a place and what is wrong there
   */
  CaseReader(VectorFormula formula, String place, BiConsumer<String, String> issue) {
    this.formula = formula;
    this.place = place;
    this.issue = issue;
  }

  /** The case; empty if something was wrong and said. */
  Optional<VectorCase> read(JsonNode node, int index) {
    Map<String, Object> inputs = inputs(node.path("in"));
    boolean refused = node.has("error");
    if (refused == node.has("out")) {
      wrong("", "needs either \"out\" or \"error\".");
    }
    Optional<String> refusal = Optional.empty();
    Map<String, Object> wanted = Map.of();
    if (refused) {
      if (!node.path("error").isTextual()) {
        wrong(".error", "must be a text, was " + VectorFile.found(node.path("error")) + ".");
      }
      refusal = Optional.of(node.path("error").asText());
    } else {
      wanted = outputs(node.path("out"));
    }
    return bad ? Optional.empty() : Optional.of(new VectorCase(index, inputs, wanted, refusal));
  }

  private Map<String, Object> inputs(JsonNode in) {
    Map<String, Object> values = new LinkedHashMap<>();
    if (!in.isObject()) {
      wrong(".in", "must be an object, was " + VectorFile.found(in) + ".");
      return values;
    }
    List<String> names = formula.inputs().stream().map(Field::name).toList();
    checkNames(".in", in, names);
    for (Field field : formula.inputs()) {
      JsonNode node = in.path(field.name());
      @Nullable Object value = value(node, field.kind());
      if (value == null) {
        wrong(
            ".in." + field.name(),
            "must be %s, was %s.".formatted(field.kind().words, VectorFile.found(node)));
      } else {
        values.put(field.name(), value);
      }
    }
    return values;
  }

  private Map<String, Object> outputs(JsonNode out) {
    Map<String, Object> values = new LinkedHashMap<>();
    if (!out.isObject() || out.isEmpty()) {
      wrong(
          ".out", "must be an object with at least one value, was " + VectorFile.found(out) + ".");
      return values;
    }
    checkNames(".out", out, formula.outputs());
    for (Map.Entry<String, JsonNode> entry : out.properties()) {
      JsonNode node = entry.getValue();
      @Nullable Object value = node.isArray() ? numbers(node) : number(node);
      if (value == null) {
        wrong(
            ".out." + entry.getKey(),
            "must be a number or a list of numbers, was " + VectorFile.found(node) + ".");
      } else {
        values.put(entry.getKey(), value);
      }
    }
    return values;
  }

  private void checkNames(String where, JsonNode node, List<String> known) {
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                wrong(
                    where + "." + name,
                    "%s has no such value.%s It has: %s."
                        .formatted(
                            formula.id(), DidYouMean.hint(name, known), String.join(", ", known)));
              }
            });
  }

  private static @Nullable Object value(JsonNode node, Field.Kind kind) {
    return switch (kind) {
      case NUMBER -> number(node);
      case WHOLE -> node.canConvertToLong() && node.isIntegralNumber() ? node.longValue() : null;
      case NUMBERS -> numbers(node);
      case TABLE -> table(node);
      case TEXT -> node.isTextual() ? node.textValue() : null;
    };
  }

  private static @Nullable Double number(JsonNode node) {
    if (node.isNumber()) {
      return node.doubleValue();
    }
    return switch (node.asText()) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> null;
    };
  }

  private static double @Nullable [] numbers(JsonNode node) {
    if (!node.isArray()) {
      return null;
    }
    double[] numbers = new double[node.size()];
    for (int i = 0; i < numbers.length; i++) {
      @Nullable Double number = number(node.get(i));
      if (number == null) {
        return null;
      }
      numbers[i] = number;
    }
    return numbers;
  }

  private static double @Nullable [][] table(JsonNode node) {
    if (!node.isArray()) {
      return null;
    }
    List<double[]> rows = new ArrayList<>();
    for (JsonNode row : node) {
      double @Nullable [] numbers = numbers(row);
      if (numbers == null) {
        return null;
      }
      rows.add(numbers);
    }
    return rows.toArray(double[][]::new);
  }

  private void wrong(String where, String what) {
    bad = true;
    issue.accept(place + where, what);
  }
}
