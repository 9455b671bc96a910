package dev.belay.measure.speed;

import dev.belay.core.data.ArithmeticDataset;
import dev.belay.core.data.Problem;
import dev.belay.core.model.Answer;
import dev.belay.core.model.Sampling;
import dev.belay.core.objective.Algorithm;
import dev.belay.core.objective.KlEstimator;
import dev.belay.core.objective.KlGradient;
import dev.belay.core.objective.LearningRateSchedule;
import dev.belay.core.recipe.CheckpointSpec;
import dev.belay.core.recipe.DataSpec;
import dev.belay.core.recipe.Guards;
import dev.belay.core.recipe.OptimizerSpec;
import dev.belay.core.recipe.SignalSpec;
import dev.belay.core.recipe.TrainSetup;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.core.recipe.TrainSpec.KlSpec;
import dev.belay.core.recipe.TruncationSpec;
import dev.belay.core.recipe.UpdateSpec;
import dev.belay.core.run.ProcessMemory;
import dev.belay.core.run.Provenance;
import dev.belay.core.stats.Median;
import dev.belay.core.verify.Verdict;
import dev.belay.core.verify.Verifier;
import dev.belay.session.model.ChatPrompts;
import dev.belay.torch.generate.RolloutEngine;
import dev.belay.torch.generate.RolloutOptions;
import dev.belay.torch.kernel.Parallel;
import dev.belay.torch.learner.Backend;
import dev.belay.torch.learner.CpuBackend;
import dev.belay.torch.learner.Learner;
import dev.belay.torch.learner.LearnerSpec;
import dev.belay.torch.learner.Reference;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.optim.AdamW;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.train.method.RlvrMethod;
import dev.belay.train.method.StepReport;
import dev.belay.train.step.EpochOrder;
import dev.belay.train.step.Policy;
import dev.belay.train.step.RewardStep;
import dev.belay.train.step.RolloutCollection;
import dev.belay.train.step.RolloutStep;
import dev.belay.train.step.RolloutUpdates;
import dev.belay.train.step.TaskKl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Measures whole steps of GRPO: weights into the engine, rollout, reference, rewards, update.
 * Prompts are arithmetic questions, completions always have their full length, and the reward is a
 * coin flip by the completion's hash, so that no group is without signal. {@code
 * bench/peers/trl_grpo.py} measures TRL's {@code GRPOTrainer} the same way.
 */
public final class StepBenchmark {

  private static final double KL_COEF = 0.04;
  private static final long SEED = 1;

  private StepBenchmark() {}

  /**
   * What to measure.
   *
   * @param prompts of a step
   * @param groupSize completions of each
   * @param completionTokens of each completion
   * @param steps timed, after one that warms up
   */
  public record Workload(int prompts, int groupSize, int completionTokens, int steps) {}

  /**
   * What was measured.
   *
   * @param steps the metrics of each timed step
   */
  public record Result(Workload workload, ComputeType type, List<StepReport> steps) {

    /** Median over the steps. */
    public double median(String metric) {
      return Median.of(steps.stream().mapToDouble(step -> step.value(metric)).toArray());
    }

    /** The figures by the names that the peer's script gives them. */
    public Map<String, Object> entries() {
      Map<String, Object> entries = new LinkedHashMap<>();
      entries.put("engine", "belay");
      for (String part :
          List.of("step_seconds", "rollout_seconds", "scoring_seconds", "update_seconds")) {
        entries.put(part, median(part));
      }
      entries.put("tokens", median("tokens"));
      entries.put("logprob_gap_mean", median("logprob_gap_mean"));
      entries.put("prompts", workload.prompts());
      entries.put("group_size", workload.groupSize());
      entries.put("completion_tokens", workload.completionTokens());
      entries.put("dtype", type.name().toLowerCase(Locale.ROOT));
      entries.put("threads", Parallel.threads());
      entries.put("peak_bytes", ProcessMemory.peakResidentBytes());
      entries.put("processor", Provenance.processor());
      return entries;
    }
  }

  /** Measures one workload; the model's own files stay as they are. */
  public static Result measure(LanguageModel model, ComputeType type, Workload workload) {
    int rows = workload.prompts() * workload.groupSize();
    RolloutOptions options =
        RolloutOptions.of(type).withMaxBatchRows(rows).withThreads(Parallel.threads());
    Path folder = temporaryFolder();
    // No id ends a completion: all have their full length, as the peer's do.
    Backend backend = new CpuBackend();
    LearnerSpec learner = new LearnerSpec(type, 1, AdamW.Settings.DEFAULT);
    try (RolloutEngine engine = new RolloutEngine(model, model.tokenizer(), List.of(), options);
        Reference reference = backend.reference(model, learner);
        Policy policy = policy(backend.learner(model, learner), model)) {
      RlvrMethod method = method(model, workload, policy, reference, engine, folder);
      List<StepReport> steps = new ArrayList<>();
      for (int step = 1; step <= workload.steps() + 1; step++) {
        StepReport report = method.step(step);
        if (step > 1) {
          steps.add(report);
        }
      }
      return new Result(workload, type, List.copyOf(steps));
    } finally {
      delete(folder);
    }
  }

  private static Policy policy(Learner learner, LanguageModel model) {
    return new Policy(
        learner,
        new LearningRateSchedule(LearningRateSchedule.Shape.CONSTANT, 1e-6, 0, 1),
        1,
        model.directory());
  }

  private static RlvrMethod method(
      LanguageModel model,
      Workload workload,
      Policy policy,
      Reference reference,
      RolloutEngine engine,
      Path folder) {
    Sampling sampling = Sampling.atTemperature(1, workload.completionTokens());
    RolloutStep rollouts =
        new RolloutStep(
            engine,
            ChatPrompts.of(model, Optional.empty()),
            List.of(new CoinFlip()),
            sampling,
            workload.groupSize(),
            SEED);
    List<Problem> problems = new ArithmeticDataset().problems("train");
    TrainSpec.Rlvr spec = spec(workload);
    RewardStep reward = RewardStep.of(spec);
    return new RlvrMethod(
        spec,
        policy,
        engine::reload,
        RolloutCollection.of(spec, rollouts, reward, new EpochOrder<>(problems, SEED), _ -> {}),
        reward,
        null,
        new RolloutUpdates(spec, policy, TaskKl.toFixed(spec.kl(), reference), SEED),
        step -> folder.resolve("step-" + step + ".jsonl"));
  }

  private static TrainSpec.Rlvr spec(Workload workload) {
    return new TrainSpec.Rlvr(
        new TrainSetup(
            List.<DataSpec>of(),
            new OptimizerSpec(
                1e-6, LearningRateSchedule.Shape.CONSTANT, 0, 0.9, 0.999, 1e-8, 0, 0, 1),
            new TrainSpec.BudgetSpec(
                2048, new CheckpointSpec(1, 1, CheckpointSpec.OnceFinished.DROP), Optional.empty()),
            Guards.NONE),
        "grpo",
        Objects.requireNonNull(Algorithm.PRESETS.get("grpo")),
        List.of(new TrainSpec.RewardSpec("coin-flip", 1)),
        new TrainSpec.RolloutSpec(
            workload.prompts(), workload.groupSize(), workload.completionTokens(), 1, 1, 1),
        new KlSpec(KL_COEF, KlEstimator.K3, KlSpec.Placement.LOSS, KlGradient.FORMULA),
        UpdateSpec.NONE,
        Optional.empty(),
        SignalSpec.ALL,
        TruncationSpec.COUNT,
        Optional.empty(),
        workload.steps() + 1);
  }

  /** Right or wrong by the completion's hash: nothing to learn, and signal in every group. */
  private static final class CoinFlip implements Verifier {
    @Override
    public String name() {
      return "coin-flip";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public Verdict verify(Answer answer, Problem problem) {
      String completion = answer.text();
      boolean heads = Integer.bitCount(completion.hashCode()) % 2 == 0;
      return heads
          ? new Verdict(Verdict.State.CORRECT, 1, null, "heads")
          : new Verdict(Verdict.State.INCORRECT, 0, null, "tails");
    }
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("belay-bench");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a temporary folder: " + e.getMessage(), e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder + ": " + e.getMessage(), e);
    }
  }
}
