package dev.belay.safety.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.FolderLock;
import dev.belay.core.run.JsonLines;
import dev.belay.core.text.GivenPath;
import dev.belay.safety.attack.FoundSuffix;
import dev.belay.safety.eval.CompletionSource.Wanted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
 * .lock               held while a process works on the evaluation
 * </pre>
 */
final class EvaluationFolder implements AutoCloseable {
  private final Path root;
  private final Optional<FolderLock> lock;

  /** A folder to read. */
  EvaluationFolder(Path root) {
    this(root, Optional.empty());
  }

  private EvaluationFolder(Path root, Optional<FolderLock> lock) {
    this.root = root;
    this.lock = lock;
  }

  /**
   * Makes the folder, or opens one that holds the same evaluation; until it is closed, no other
   * process can.
   *
   * @throws BadInputException when another process works on it, or it holds another evaluation: it
   *     says what differs
   */
  static EvaluationFolder open(Path root, ObjectNode planned) {
    GivenPath.makeFolder(root);
    FolderLock lock = FolderLock.of(root, "evaluation");
    try {
      EvaluationFolder folder = new EvaluationFolder(root, Optional.of(lock));
      folder.begin(planned);
      return folder;
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  @Override
  public void close() {
    lock.ifPresent(FolderLock::close);
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

  private void begin(ObjectNode planned) {
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
      String why = e instanceof CharacterCodingException ? "it is not UTF-8" : e.getMessage();
      throw new BadInputException(
          "%s: cannot be read: %s. Name the folder of an evaluation.".formatted(manifest(), why),
          e);
    }
  }

  /**
   * The records of a finished suite; empty when it is not finished.
   *
   * @throws BadInputException when the file does not hold what is wanted, completion by completion
   */
  Optional<List<EvalRecord>> finished(String suite, List<Wanted> wanted) {
    Optional<List<EvalRecord>> found = finished(suite, wanted.size());
    found.ifPresent(records -> requireWanted(suite, records, wanted));
    return found;
  }

  private Optional<List<EvalRecord>> finished(String suite, int completions) {
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

  private void requireWanted(String suite, List<EvalRecord> records, List<Wanted> wanted) {
    int agreeing = agreeing(suite, records, wanted);
    if (agreeing < records.size()) {
      throw new BadInputException(
          "%s:%d: holds completion %d of prompt %s, where completion %d of prompt %s belongs; delete the file to run the suite again."
              .formatted(
                  suiteFile(suite),
                  agreeing + 1,
                  records.get(agreeing).sample(),
                  records.get(agreeing).prompt().id(),
                  wanted.get(agreeing).sample(),
                  wanted.get(agreeing).prompt().id()));
    }
  }

  /** How many records, from the first on, are of what is wanted in their place. */
  private static int agreeing(String suite, List<EvalRecord> records, List<Wanted> wanted) {
    int most = Math.min(records.size(), wanted.size());
    int agreeing = 0;
    while (agreeing < most
        && records.get(agreeing).suite().equals(suite)
        && records.get(agreeing).prompt().id().equals(wanted.get(agreeing).prompt().id())
        && records.get(agreeing).sample() == wanted.get(agreeing).sample()) {
      agreeing++;
    }
    return agreeing;
  }

  /**
   * The whole batches that an interrupted run left behind, as far as they are of what is wanted;
   * what follows them is dropped and will be asked again.
   */
  List<EvalRecord> unfinished(String suite, List<Wanted> wanted, int batch) {
    Path partial = AtomicFiles.temporaryFor(suiteFile(suite));
    if (!Files.exists(partial) || Files.isSymbolicLink(partial)) {
      deleteIfExists(partial);
      return new ArrayList<>();
    }
    List<EvalRecord> records = read(partial);
    List<EvalRecord> kept = records.subList(0, agreeing(suite, records, wanted) / batch * batch);
    AtomicFiles.write(partial, lines(kept));
    return new ArrayList<>(kept);
  }

  /** Adds a batch to a suite that is running. */
  void append(String suite, List<EvalRecord> batch, double seconds) {
    JsonLines.append(AtomicFiles.temporaryFor(suiteFile(suite)), lines(batch));
    JsonLines.append(timings(), EvaluationManifest.timing(suite, batch, seconds));
  }

  /** Gives the file of a suite its name. */
  void finish(String suite, List<EvalRecord> records) {
    AtomicFiles.write(suiteFile(suite), lines(records));
    deleteIfExists(AtomicFiles.temporaryFor(suiteFile(suite)));
  }

  private void deleteIfExists(Path file) {
    try {
      Files.deleteIfExists(file);
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
    JsonLines.append(timings(), SuffixFile.timing(suite, found, seconds));
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
              records -> {
                requireDistinct(info.name(), records);
                results.add(new SuiteResult(info, records));
              },
              () -> issues.add(root + ": the suite " + info.name() + " is not finished."));
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
    return new EvaluationResult(results);
  }

  private void requireDistinct(String suite, List<EvalRecord> records) {
    Set<Map.Entry<String, Integer>> seen = new HashSet<>();
    for (EvalRecord record : records) {
      if (!record.suite().equals(suite)
          || !seen.add(Map.entry(record.prompt().id(), record.sample()))) {
        throw new BadInputException(
            "%s: holds completion %d of prompt %s of %s twice, or by mistake; the evaluation has to be made again."
                .formatted(
                    suiteFile(suite), record.sample(), record.prompt().id(), record.suite()));
      }
    }
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
}
