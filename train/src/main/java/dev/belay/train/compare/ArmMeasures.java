package dev.belay.train.compare;

import dev.belay.core.chat.TemplateTime;
import dev.belay.core.model.Seeds;
import dev.belay.core.run.Progress;
import dev.belay.safety.curve.CurvePoint;
import dev.belay.safety.drift.KlEstimate;
import dev.belay.safety.drift.ScoredCompletion;
import dev.belay.safety.eval.EvalRecord;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.SuiteResult;
import dev.belay.session.drift.CompletionScores;
import dev.belay.session.evaluate.EvaluationRun;
import dev.belay.session.evaluate.EvaluationStore;
import dev.belay.session.evaluate.MixedEvaluation;
import dev.belay.session.evaluate.ModelEvaluation;
import dev.belay.session.model.ModelSession;
import dev.belay.session.plan.DriftPlan;
import dev.belay.session.plan.ExperimentPlan;
import dev.belay.torch.learner.FrozenPair;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.model.ModelPair;
import dev.belay.train.experiment.TrainedAndBase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a comparison measures of an arm that has ended, beside what its run did: weights between the
 * base and the tuned model, and the KL on the prompts of tasks. All of it is kept, and gone on
 * with.
 */
final class ArmMeasures {

  private final ExperimentPlan plan;
  private final Path tuned;
  private final Progress progress;
  private final Optional<EvaluationStore> store;

  /**
   * Measures of an arm.
   *
   * @param plan with its model here
   * @param tuned the directory of the trained model
   */
  ArmMeasures(ExperimentPlan plan, Path tuned, Progress progress, Optional<EvaluationStore> store) {
    this.plan = plan;
    this.tuned = tuned;
    this.progress = progress;
    this.store = store;
  }

  private ModelSession session() {
    return ModelSession.open(
        plan.model().orElseThrow().directory(),
        plan.recipe().model().at(TemplateTime.recorded(tuned.resolveSibling("provenance.json"))));
  }

  /**
   * The points between base and tuned model: {@code base + share (tuned − base)}, weight by weight.
   * Attacks that look into weights are left out of them, since these stand in no file.
   */
  List<CurvePoint> weights(List<Double> shares, String arm, ArmFolders folders) {
    Path base = plan.model().orElseThrow().directory();
    List<CurvePoint> points = new ArrayList<>();
    try (ModelSession session = session();
        ModelPair pair = ModelPair.open(base, tuned)) {
      MixedEvaluation evaluation =
          new MixedEvaluation(session, pair, plan.suites().planned(), progress, store);
      for (double share : shares) {
        Path folder = folders.weights(arm, share);
        String name = ArmFolders.share(share);
        EvaluationRun run =
            new EvaluationRun(tuned, plan.recipe().seed(), 1, "at " + name + " of the way", folder);
        points.add(new CurvePoint("weights " + name, share, folder, evaluation.at(share, run)));
      }
    }
    return points;
  }

  /** The KL on the prompts of tasks, from completions of the tuned model at temperature 1. */
  List<TaskKl> taskKl(Path folder) {
    DriftPlan drift = plan.taskDrift();
    if (drift.isEmpty()) {
      return List.of();
    }
    List<TaskKl> kls = new ArrayList<>();
    try (ModelSession session = session();
        LanguageModel trained = LanguageModel.open(tuned);
        TrainedAndBase pair = new TrainedAndBase(trained, session)) {
      EvaluationResult sampled = sampled(session, trained, drift, folder.resolve("after"));
      CompletionScores scores =
          new CompletionScores(session.prompts(), pair::open, DriftPlan.TOKENS_PER_PASS, progress);
      Files.createDirectories(folder.resolve("kl"));
      for (SuiteResult suite : sampled.suites()) {
        kls.add(taskKl(suite, scores, folder.resolve("kl")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + folder + ": " + e.getMessage(), e);
    }
    return kls;
  }

  private EvaluationResult sampled(
      ModelSession session, LanguageModel trained, DriftPlan drift, Path folder) {
    if (!EvaluationResult.isFinished(folder)) {
      session.engine().reload(trained);
    }
    EvaluationRun run =
        new EvaluationRun(
            tuned,
            Seeds.derive(plan.recipe().seed(), "task drift"),
            drift.completions(),
            "at temperature 1 after",
            folder);
    return new ModelEvaluation(session, drift.suites(), progress).run(run);
  }

  private TaskKl taskKl(SuiteResult suite, CompletionScores scores, Path folder) {
    String name = suite.info().name();
    List<EvalRecord> records = suite.records();
    List<ScoredCompletion> scored =
        scores.of(
            records, FrozenPair.Order.FIRST, folder.resolve(name + ".jsonl"), "kl of " + name);
    Map<String, List<ScoredCompletion>> byPrompt = new LinkedHashMap<>();
    scored.forEach(one -> byPrompt.computeIfAbsent(one.prompt(), _ -> new ArrayList<>()).add(one));
    return new TaskKl(
        name,
        byPrompt.size(),
        scored.size(),
        KlEstimate.of(List.copyOf(byPrompt.values()), plan.recipe().evaluate().confidence()));
  }
}
