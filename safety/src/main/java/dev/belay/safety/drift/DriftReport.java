package dev.belay.safety.drift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.json.JsonErrors;
import dev.belay.core.run.AtomicFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The content of {@code drift.json}: how far training moved the policy on the prompts of each suite
 * (docs/safety/drift.md has every key).
 *
 * @param version of the format, {@link #VERSION}
 * @param baseSha256 the weights before training
 * @param trainedSha256 the weights after
 * @param temperature that completions were sampled and scored at
 * @param completionsPerPrompt of each policy
 * @param maxTokens where completions were cut off; longer ones are no part of any number here
 * @param margin of the recipe
 * @param confidence of intervals and limits
 * @param suites one a suite
 * @param leftOut suites on which nothing was measured, each with the reason
 */
public record DriftReport(
    int version,
    String baseSha256,
    String trainedSha256,
    double temperature,
    int completionsPerPrompt,
    int maxTokens,
    double margin,
    double confidence,
    List<SuiteDrift> suites,
    List<String> leftOut) {

  /** Of the format that this code writes and reads. */
  public static final int VERSION = 1;

  /** What reports of this version did not hold from the beginning, by what it stands in. */
  private static final Map<String, List<String>> LATER =
      Map.of(
          "", List.of("mirrored_bound", "parts", "worst"),
          "kl", List.of("se_of_these_prompts"),
          "reverse_kl", List.of("se_of_these_prompts"));

  private static final ObjectMapper MAPPER =
      Json.MAPPER
          .copy()
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
          .configure(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES, true);

  public DriftReport {
    suites = List.copyOf(suites);
    leftOut = List.copyOf(leftOut);
  }

  /** Writes the file, whole or not at all. */
  public void write(Path file) {
    try {
      AtomicFiles.write(
          file, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report of numbers and text is always valid JSON", e);
    }
  }

  /**
   * Reads the file.
   *
   * @throws BadInputException if it is no such report, or one of another version
   */
  public static DriftReport read(Path file) {
    try {
      DriftReport report =
          MAPPER.treeToValue(completed(MAPPER.readTree(Files.readString(file))), DriftReport.class);
      if (report.version() != VERSION) {
        throw new BadInputException(
            "%s: is of version %d, and this Belay reads version %d. Measure again, or use the Belay that wrote it."
                .formatted(file, report.version(), VERSION));
      }
      return report;
    } catch (JsonProcessingException e) {
      throw new BadInputException(
          file + ": is no report of a drift: " + JsonErrors.words(e) + ". Measure again.", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Puts null where an older report has nothing. */
  private static JsonNode completed(JsonNode report) {
    for (JsonNode suite : report.path("suites")) {
      LATER.forEach(
          (in, keys) -> {
            JsonNode part = in.isEmpty() ? suite : suite.path(in);
            if (part instanceof ObjectNode object) {
              keys.stream().filter(key -> !object.has(key)).forEach(object::putNull);
            }
          });
    }
    return report;
  }
}
