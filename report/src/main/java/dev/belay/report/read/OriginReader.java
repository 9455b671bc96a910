package dev.belay.report.read;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.report.data.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Provenance in words, and the command that makes a folder again. */
final class OriginReader {

  private static final int LONGEST = 300;

  private OriginReader() {}

  static Origin run(Path folder) {
    return new Origin(
        folder.toString(),
        facts(folder.resolve("provenance.json")),
        recipe(folder.resolve("recipe.resolved.yaml")),
        List.of("belay run recipe.resolved.yaml --out NEW-FOLDER"));
  }

  /** An evaluation: what it asked, with which seed. */
  static Origin evaluation(Path folder) {
    JsonNode manifest = Facts.file(folder.resolve("evaluation.json"));
    Map<String, String> facts = new LinkedHashMap<>(facts(folder.resolve("provenance.json")));
    facts.putIfAbsent("model", manifest.path("model").asText("?"));
    facts.putIfAbsent("seed", manifest.path("seed").asText("?"));
    return new Origin(
        folder.toString(), facts, Optional.empty(), List.of(command(manifest, facts)));
  }

  private static String command(JsonNode manifest, Map<String, String> facts) {
    List<String> suites = new ArrayList<>();
    for (var suite : manifest.path("suites").properties()) {
      long limit = suite.getValue().path("limit").asLong();
      suites.add(suite.getKey() + (limit > 0 ? ":" + limit : ""));
    }
    return "belay eval --model %s --suite %s --seed %s --samples %s --out NEW-FOLDER"
        .formatted(
            facts.getOrDefault("model", "MODEL"),
            String.join(",", suites),
            manifest.path("seed").asText("0"),
            manifest.path("samples").asText("1"));
  }

  /** Every value of a provenance; empty without the file. */
  static Map<String, String> facts(Path file) {
    return Files.exists(file) ? flat(Facts.file(file)) : Map.of();
  }

  static Map<String, String> flat(JsonNode node) {
    Map<String, String> facts = new LinkedHashMap<>();
    for (var entry : node.properties()) {
      JsonNode value = entry.getValue();
      boolean known = !value.isNull() && !(value.isContainerNode() && value.isEmpty());
      if (known && !entry.getKey().equals("commands")) {
        facts.put(entry.getKey().replace('_', ' '), shortened(words(value)));
      }
    }
    return facts;
  }

  private static String words(JsonNode value) {
    if (!value.isContainerNode()) {
      return value.asText();
    }
    List<String> parts = new ArrayList<>();
    if (value.isObject()) {
      for (var entry : value.properties()) {
        JsonNode version = entry.getValue().path("version");
        parts.add(
            entry.getKey()
                + (version.isMissingNode() ? ": " : " ")
                + words(version.isMissingNode() ? entry.getValue() : version));
      }
    } else {
      value.forEach(one -> parts.add(words(one)));
    }
    return String.join(", ", parts);
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "\u2026";
  }

  private static Optional<String> recipe(Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
