package dev.belay.safety.eval;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.error.BadInputException;
import dev.belay.safety.attack.Query;
import dev.belay.safety.attack.SuffixAttack;
import dev.belay.safety.attack.SuffixSearch;
import dev.belay.safety.eval.CompletionSource.Wanted;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs suites and writes them down as it goes.
 *
 * <p>Completions are drawn in batches that depend on the plan alone, and only whole batches are
 * kept, so an evaluation that was interrupted anywhere ends with the same bytes as one that was
 * not, even where a model's arithmetic depends on what shares its batch.
 */
public final class Evaluation {
  /** Completions a batch of a model in this process. */
  static final int BATCH = 128;

  private final CompletionSource source;
  private final EvaluationProgress progress;

  /** An evaluation of one model. */
  public Evaluation(CompletionSource source, EvaluationProgress progress) {
    this.source = source;
    this.progress = progress;
  }

  /**
   * Runs the suites, or what is left of them.
   *
   * @param suites with distinct names
   * @param folder where the evaluation is kept; made when missing
   * @throws dev.belay.core.error.BadInputException when the folder holds another evaluation, or
   *     prompts cannot be encoded
   * @throws NoAnswersException when the model answers nothing
   */
  public EvaluationResult run(List<PlannedSuite> suites, Path folder) {
    return run(suites, folder, () -> {});
  }

  /**
   * The same.
   *
   * @param onOpened called once the folder is this evaluation's, before anything is asked
   */
  public EvaluationResult run(List<PlannedSuite> suites, Path folder, Runnable onOpened) {
    checkNames(suites);
    checkSearch(suites);
    List<List<Wanted>> wanted = suites.stream().map(source::wanted).toList();
    ObjectNode manifest = EvaluationManifest.of(source.settings(), source.batch(), suites, wanted);
    try (EvaluationFolder files = EvaluationFolder.open(folder, manifest)) {
      onOpened.run();
      return run(suites, wanted, files);
    }
  }

  /**
   * What an evaluation is, before anything is asked for it.
   *
   * @param text what {@code evaluation.json} will hold
   * @param decisive everything that decides the records beside the arithmetic of whoever completes,
   *     as JSON; evaluations that differ in nothing but seeds that draw nothing have the same
   */
  public record Manifest(String text, String decisive) {}

  /**
   * What an evaluation of these suites is.
   *
   * @throws BadInputException when prompts cannot be encoded
   */
  public Manifest manifest(List<PlannedSuite> suites) {
    List<List<Wanted>> wanted = suites.stream().map(source::wanted).toList();
    ObjectNode manifest = EvaluationManifest.of(source.settings(), source.batch(), suites, wanted);
    return new Manifest(
        EvaluationManifest.text(manifest),
        EvaluationManifest.decisive(manifest, suites, wanted).toString());
  }

  private EvaluationResult run(
      List<PlannedSuite> suites, List<List<Wanted>> wanted, EvaluationFolder files) {
    List<SuiteResult> results = new ArrayList<>();
    for (int i = 0; i < suites.size(); i++) {
      PlannedSuite planned = suites.get(i);
      List<Wanted> all = wanted.get(i);
      Optional<List<EvalRecord>> finished = files.finished(planned.name(), all);
      List<EvalRecord> records =
          finished.orElseGet(() -> run(planned, fitted(planned, all, files), files));
      source.goOnAfter(records);
      results.add(new SuiteResult(planned.suite().info(), records));
    }
    EvaluationResult result = new EvaluationResult(results);
    files.writeSummary(result);
    List<EvalRecord> all = results.stream().flatMap(suite -> suite.records().stream()).toList();
    if (UnansweredPrompts.isAll(all)) {
      throw UnansweredPrompts.exception(all);
    }
    return result;
  }

  private List<EvalRecord> run(PlannedSuite planned, List<Wanted> wanted, EvaluationFolder files) {
    List<EvalRecord> records = files.unfinished(planned.name(), wanted, source.batch());
    source.goOnAfter(records);
    SpeedMeter meter = new SpeedMeter(planned.name(), wanted.size());
    meter.report(records.size());
    try (BatchesAhead ahead = new BatchesAhead(source, planned, wanted, records.size())) {
      long start = System.nanoTime();
      while (ahead.hasNext()) {
        BatchesAhead.Drawn drawn = ahead.next(meter::report);
        List<EvalRecord> fresh = source.judged(planned, drawn.wanted(), drawn.completions());
        long end = System.nanoTime();
        double seconds =
            (end - start) / 1e9; // Since the batch before: they are drawn side by side.
        start = end;
        files.append(planned.name(), fresh, seconds);
        records.addAll(fresh);
        meter.add(fresh, seconds);
        meter.report(ahead.finished());
      }
    }
    files.finish(planned.name(), records);
    return records;
  }

  /** What is asked; of an attack that is fitted to the model, what it found. */
  private List<Wanted> fitted(PlannedSuite planned, List<Wanted> wanted, EvaluationFolder files) {
    Optional<SuffixAttack> attack = planned.suite().suffixAttack();
    if (attack.isEmpty()) {
      return wanted;
    }
    SuffixSearch search = source.search().orElseThrow();
    Map<String, List<Query>> queries =
        new SuffixStage(planned, attack.get(), search, progress)
            .run(files, source.settings().seed());
    return source.wanted(planned, (prompt, seed) -> queries.getOrDefault(prompt.id(), List.of()));
  }

  private void checkSearch(List<PlannedSuite> suites) {
    for (PlannedSuite planned : suites) {
      Optional<SuffixAttack> attack = planned.suite().suffixAttack();
      if (attack.isPresent() && source.search().isEmpty()) {
        throw new BadInputException(
            ("%s: the attack %s looks into the model's weights, which are not at hand. Name the"
                    + " model's directory, or leave the attack out.")
                .formatted(planned.name(), attack.get().info().name()));
      }
    }
  }

  private static void checkNames(List<PlannedSuite> suites) {
    Set<String> names = new HashSet<>();
    for (PlannedSuite suite : suites) {
      if (!names.add(suite.name())) {
        throw new IllegalArgumentException("two suites are named " + suite.name());
      }
    }
  }

  /** Tokens a second of one suite, told to the listener one call at a time. */
  private final class SpeedMeter {
    private final String suite;
    private final int total;
    private long tokens;
    private double seconds;
    private int reported = -1;
    private boolean speedReported;

    SpeedMeter(String suite, int total) {
      this.suite = suite;
      this.total = total;
    }

    synchronized void add(List<EvalRecord> batch, double batchSeconds) {
      tokens += batch.stream().mapToLong(EvalRecord::tokens).sum();
      seconds += batchSeconds;
    }

    synchronized void report(int done) {
      // Counts from several threads may arrive out of order; progress never goes back. The speed is
      // known once the first batch is through, whose last count was told before.
      boolean speedIsNew = done == reported && seconds > 0 && !speedReported;
      if (done > reported || speedIsNew) {
        reported = done;
        speedReported = seconds > 0;
        progress.update(suite, done, total, seconds > 0 ? tokens / seconds : 0);
      }
    }
  }
}
