package dev.belay.cli.gate;

import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.run.AtomicFiles;
import dev.belay.safety.gate.GateJUnit;
import dev.belay.safety.gate.GateJson;
import dev.belay.safety.gate.GateMarkdown;
import dev.belay.safety.gate.GateResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The files that a gate leaves for a build server. They are written whatever the answer is, also
 * when the input could not be judged: a file of an earlier build must not be taken for this one's.
 */
final class GateReports {

  /** Where GitHub Actions takes Markdown for the page of a job. */
  static final String SUMMARY = "GITHUB_STEP_SUMMARY";

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "writes JUnit XML, a test case a suite that decides")
  private @Nullable Path junit;

  @Option(names = "--json-file", paramLabel = "FILE", description = "writes what --json prints")
  private @Nullable Path json;

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      description =
          "writes a summary in Markdown; it is also added to the file that GITHUB_STEP_SUMMARY"
              + " names, where that is set")
  private @Nullable Path markdown;

  /** Every file that cannot be written, a sentence each; folders are made. */
  List<String> issues() {
    List<String> issues = new ArrayList<>();
    Stream.of(named("--junit", junit), named("--json-file", json), named("--markdown", markdown))
        .flatMap(List::stream)
        .forEach(option -> check(option.getKey(), option.getValue(), issues));
    return issues;
  }

  private static List<Map.Entry<String, Path>> named(String option, @Nullable Path file) {
    return file == null ? List.of() : List.of(Map.entry(option, file.toAbsolutePath()));
  }

  private static void check(String option, Path file, List<String> issues) {
    Path folder = file.getParent();
    if (Files.isDirectory(file) || folder == null) {
      issues.add("%s %s: is a folder; name a file.".formatted(option, file));
      return;
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      issues.add("%s %s: its folder cannot be made.".formatted(option, file));
      return;
    }
    if (!Files.isWritable(folder) || (Files.exists(file) && !Files.isWritable(file))) {
      issues.add("%s %s: cannot be written.".formatted(option, file));
    }
  }

  void write(GateResult result, Map<String, String> environment) {
    write(
        GateJUnit.write(result),
        Json.pretty(GateJson.write(result)),
        GateMarkdown.write(result),
        environment);
  }

  void write(BadInputException bad, Map<String, String> environment) {
    write(
        GateJUnit.badInput(bad.issues()),
        Json.pretty(GateJson.badInput(bad.issues())),
        GateMarkdown.badInput(bad.issues()),
        environment);
  }

  private void write(
      String asJUnit, String asJson, String asMarkdown, Map<String, String> environment) {
    if (junit != null) {
      AtomicFiles.write(junit, asJUnit);
    }
    if (json != null) {
      AtomicFiles.write(json, asJson + "\n");
    }
    if (markdown != null) {
      AtomicFiles.write(markdown, asMarkdown);
    }
    String summary = environment.getOrDefault(SUMMARY, "");
    if (!summary.isBlank()) {
      append(Path.of(summary), asMarkdown);
    }
  }

  private static void append(Path file, String text) {
    try {
      Files.writeString(file, text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot add to %s (%s): %s".formatted(file, SUMMARY, e.getMessage()), e);
    }
  }
}
