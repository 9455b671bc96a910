package dev.belay.train.experiment;

import dev.belay.core.model.Seeds;
import dev.belay.core.recipe.Recipe;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.Progress;
import dev.belay.core.run.RunDirectory;
import dev.belay.safety.compare.Comparison;
import dev.belay.safety.drift.DriftPlot;
import dev.belay.safety.drift.DriftReport;
import dev.belay.safety.drift.EvaluatedChange;
import dev.belay.safety.drift.ScoredCompletion;
import dev.belay.safety.drift.SuiteDrift;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.SuiteResult;
import dev.belay.session.drift.CompletionScores;
import dev.belay.session.evaluate.EvaluationRun;
import dev.belay.session.evaluate.EvaluationStore;
import dev.belay.session.evaluate.ModelEvaluation;
import dev.belay.session.model.ModelSession;
import dev.belay.session.plan.DriftPlan;
import dev.belay.session.plan.ExperimentPlan;
import dev.belay.torch.learner.FrozenPair;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.model.WeightsHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The drift of the policy on the prompts that measure safety: both policies complete them, each
 * before the engine takes other weights; then both sets of weights score the completions.
 */
final class DriftStage {

  private final RunDirectory run;
  private final DriftPlan drift;
  private final Recipe recipe;
  private final ModelSession session;
  private final Progress progress;

  DriftStage(RunDirectory run, ExperimentPlan plan, ModelSession session, Progress progress) {
    this.run = run;
    this.drift = plan.drift();
    this.recipe = plan.recipe();
    this.session = session;
    this.progress = progress;
  }

  /**
   * Samples completions of the weights that the engine has, or reads what was sampled.
   *
   * @param store where what was sampled of the same weights may be
   */
  Optional<EvaluationResult> sample(String stage, Path weights, Optional<EvaluationStore> store) {
    if (drift.isEmpty()) {
      return Optional.empty();
    }
    EvaluationRun sampled =
        new EvaluationRun(
            weights,
            Seeds.derive(recipe.seed(), "drift"),
            drift.completions(),
            "at temperature 1 " + stage,
            run.drift().resolve(stage));
    return Optional.of(new ModelEvaluation(session, drift.suites(), progress, store).run(sampled));
  }

  /**
   * Scores what was sampled and writes {@code drift.json} and its chart.
   *
   * @param trained the weights after training
   * @param comparison of the evaluations before and after
   */
  DriftReport report(
      EvaluationResult before,
      EvaluationResult after,
      LanguageModel trained,
      Optional<Comparison> comparison) {
    if (Files.exists(run.driftReport())) {
      return DriftReport.read(run.driftReport());
    }
    List<SuiteDrift> suites = new ArrayList<>();
    try (TrainedAndBase pair = new TrainedAndBase(trained, session)) {
      CompletionScores scores =
          new CompletionScores(session.prompts(), pair::open, DriftPlan.TOKENS_PER_PASS, progress);
      for (SuiteResult first : before.suites()) {
        SuiteResult second = after.suite(first.info().name()).orElseThrow();
        suites.add(
            SuiteDrift.of(
                first,
                second,
                scored(scores, second, FrozenPair.Order.FIRST, "kl"),
                scored(scores, first, FrozenPair.Order.SECOND, "reverse-kl"),
                evaluated(first, comparison),
                recipe.evaluate().confidence()));
      }
    }
    DriftReport report =
        new DriftReport(
            DriftReport.VERSION,
            WeightsHash.of(session.model().directory()),
            WeightsHash.of(run.model()),
            DriftPlan.TEMPERATURE,
            drift.completions(),
            drift.suites().getFirst().sampling().maxTokens(),
            recipe.evaluate().margin(),
            recipe.evaluate().confidence(),
            suites,
            drift.leftOut());
    AtomicFiles.write(run.driftPlot(), DriftPlot.byPosition(report).svg());
    report.write(run.driftReport());
    return report;
  }

  private List<ScoredCompletion> scored(
      CompletionScores scores, SuiteResult suite, FrozenPair.Order order, String kind) {
    Path folder = run.drift().resolve(kind);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + folder + ": " + e.getMessage(), e);
    }
    String name = suite.info().name();
    return scores.of(suite.records(), order, folder.resolve(name + ".jsonl"), kind + " of " + name);
  }

  private static @Nullable EvaluatedChange evaluated(
      SuiteResult suite, Optional<Comparison> comparison) {
    return comparison.stream()
        .flatMap(all -> all.suites().stream())
        .filter(one -> one.info().name().equals(suite.info().name()))
        .findFirst()
        .flatMap(EvaluatedChange::of)
        .orElse(null);
  }
}
