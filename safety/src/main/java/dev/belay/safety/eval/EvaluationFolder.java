package dev.belay.safety.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.JsonLines;
import dev.belay.safety.attack.FoundSuffix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files of one evaluation.
 *
 * <pre>
 * evaluation.json     what was run: model, seed, suites, sampling, judges, hash of the prompts
 * SUITE.jsonl         a line a completion, once the suite is finished
 * .SUITE.jsonl.partial  the same while it runs
 * timings.jsonl       a line a batch: completions, tokens, seconds
 * SUITE.suffixes.jsonl  what an attack found by the model's weights, a line a prompt
 * summary.json        rates with intervals, once all is finished
 * </pre>
 */
final class EvaluationFolder {
  private final Path root;

  EvaluationFolder(Path root) {
    this.root = root;
  }

  private Path manifest() {
    return root.resolve("evaluation.json");
  }

  private Path timings() {
    return root.resolve("timings.jsonl");
  }

  private Path suiteFile(String suite) {
    return root.resolve(suite + ".jsonl");
  }

  /**
   * Makes the folder, or opens one that holds the same evaluation.
   *
   * @throws BadInputException when it holds another one, saying what differs
   */
  void open(ObjectNode planned) {
    try {
      Files.createDirectories(root);
    } catch (IOException e) {
      throw new BadInputException(root + ": cannot be made: " + e.getMessage(), e);
    }
    String text = EvaluationManifest.text(planned);
    if (!Files.exists(manifest())) {
      AtomicFiles.write(manifest(), text);
      return;
    }
    List<String> differences =
        EvaluationManifest.differences(
            readManifest(), EvaluationManifest.parse(text, manifest().toString()));
    if (!differences.isEmpty()) {
      throw new BadInputException(
          "%s holds another evaluation: %s. Give another folder, or delete this one to start anew."
              .formatted(root, String.join("; ", differences)));
    }
    dropTornTiming();
  }

  private void dropTornTiming() {
    if (Files.exists(timings())) {
      StringBuilder whole = new StringBuilder();
      JsonLines.readWhole(timings()).forEach(line -> whole.append(line).append('\n'));
      AtomicFiles.write(timings(), whole.toString());
    }
  }

  JsonNode readManifest() {
    if (!Files.exists(manifest())) {
      throw new BadInputException(
          root + ": no evaluation here (there is no evaluation.json). Name the folder of one.");
    }
    try {
      return EvaluationManifest.parse(Files.readString(manifest()), manifest().toString());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + manifest() + ": " + e.getMessage(), e);
    }
  }

  /**
   * The records of a finished suite; empty when it is not finished.
   *
   * @throws BadInputException when the file does not hold what the manifest says
   */
  Optional<List<EvalRecord>> finished(String suite, int completions) {
    Path file = suiteFile(suite);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    List<EvalRecord> records = read(file);
    if (records.size() != completions) {
      throw new BadInputException(
          "%s: holds %d completions, evaluation.json says %d; delete the file to run the suite again."
              .formatted(file, records.size(), completions));
    }
    return Optional.of(records);
  }

  /** The whole batches that an interrupted run left behind; what follows them is dropped. */
  List<EvalRecord> unfinished(String suite, int batch) {
    Path partial = AtomicFiles.temporaryFor(suiteFile(suite));
    List<EvalRecord> records = read(partial);
    List<EvalRecord> kept = records.subList(0, records.size() / batch * batch);
    if (Files.exists(partial)) {
      AtomicFiles.write(partial, lines(kept));
    }
    return new ArrayList<>(kept);
  }

  /** Adds a batch to a suite that is running. */
  void append(String suite, List<EvalRecord> batch, double seconds) {
    append(AtomicFiles.temporaryFor(suiteFile(suite)), lines(batch));
    append(timings(), EvaluationManifest.timing(suite, batch, seconds));
  }

  /** Gives the file of a suite its name. */
  void finish(String suite, List<EvalRecord> records) {
    AtomicFiles.write(suiteFile(suite), lines(records));
    try {
      Files.deleteIfExists(AtomicFiles.temporaryFor(suiteFile(suite)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write in " + root + ": " + e.getMessage(), e);
    }
  }

  void writeSummary(EvaluationResult result) {
    List<JsonNode> timings = JsonLines.readWhole(timings());
    Map<String, ObjectNode> searches = new HashMap<>();
    for (SuiteResult suite : result.suites()) {
      String name = suite.info().name();
      if (Files.exists(suffixesPath(name))) {
        searches.put(name, SuffixFile.summary(suffixes(name).read(), name, timings));
      }
    }
    AtomicFiles.write(
        root.resolve("summary.json"), EvaluationSummary.text(result, timings, searches));
  }

  Path suffixesPath(String suite) {
    return root.resolve(suite + ".suffixes.jsonl");
  }

  SuffixFile suffixes(String suite) {
    return new SuffixFile(suffixesPath(suite));
  }

  void appendSearchTiming(String suite, FoundSuffix found, double seconds) {
    append(timings(), SuffixFile.timing(suite, found, seconds));
  }

  /** The evaluation that the folder holds, every suite finished. */
  EvaluationResult readFinished() {
    List<SuiteResult> results = new ArrayList<>();
    List<String> issues = new ArrayList<>();
    JsonNode manifest = readManifest();
    for (SuiteInfo info : EvaluationManifest.suites(manifest, manifest().toString())) {
      int completions = manifest.path("suites").path(info.name()).path("completions").asInt();
      finished(info.name(), completions)
          .ifPresentOrElse(
              records -> results.add(new SuiteResult(info, records)),
              () -> issues.add(root + ": the suite " + info.name() + " is not finished."));
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
    return new EvaluationResult(results);
  }

  private static List<EvalRecord> read(Path file) {
    List<EvalRecord> records = new ArrayList<>();
    for (JsonNode line : JsonLines.readWhole(file)) {
      records.add(EvalRecordJson.read(line, file + ":" + (records.size() + 1)));
    }
    return records;
  }

  private static String lines(List<EvalRecord> records) {
    StringBuilder text = new StringBuilder();
    records.forEach(record -> text.append(EvalRecordJson.write(record)).append('\n'));
    return text.toString();
  }

  private static void append(Path file, String text) {
    try {
      Files.writeString(
          file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
