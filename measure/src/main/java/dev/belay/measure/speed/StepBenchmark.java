package dev.belay.measure.speed;

import dev.belay.core.data.ArithmeticDataset;
import dev.belay.core.data.Problem;
import dev.belay.core.model.Sampling;
import dev.belay.core.objective.LearningRateSchedule;
import dev.belay.core.recipe.DataSpec;
import dev.belay.core.recipe.OptimizerSpec;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.core.recipe.TrainSpec.KlSpec;
import dev.belay.core.run.ProcessMemory;
import dev.belay.core.run.Provenance;
import dev.belay.core.stats.Median;
import dev.belay.core.verify.Verdict;
import dev.belay.core.verify.Verifier;
import dev.belay.session.model.ChatPrompts;
import dev.belay.torch.decoder.Decoder;
import dev.belay.torch.generate.RolloutEngine;
import dev.belay.torch.generate.RolloutOptions;
import dev.belay.torch.kernel.Parallel;
import dev.belay.torch.loss.ChunkedHead;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.optim.AdamW;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.train.method.RlvrMethod;
import dev.belay.train.step.Policy;
import dev.belay.train.step.RolloutStep;
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
  public record Result(Workload workload, ComputeType type, List<Map<String, Object>> steps) {

    /** Median over the steps. */
    public double median(String metric) {
      return Median.of(steps.stream().mapToDouble(step -> value(step, metric)).toArray());
    }

    private static double value(Map<String, Object> step, String metric) {
      return step.get(metric) instanceof Number value ? value.doubleValue() : Double.NaN;
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
    try (RolloutEngine engine = new RolloutEngine(model, model.tokenizer(), List.of(), options);
        Decoder reference = Decoder.frozen(model, type);
        Policy policy = policy(model, type)) {
      RlvrMethod method = method(model, workload, policy, reference, engine, folder);
      List<Map<String, Object>> steps = new ArrayList<>();
      for (int step = 1; step <= workload.steps() + 1; step++) {
        Map<String, Object> metrics = method.step(step);
        if (step > 1) {
          steps.add(metrics);
        }
      }
      return new Result(workload, type, List.copyOf(steps));
    } finally {
      delete(folder);
    }
  }

  private static Policy policy(LanguageModel model, ComputeType type) {
    return new Policy(
        Decoder.trained(model, type),
        new ChunkedHead(1),
        new AdamW(AdamW.Settings.DEFAULT),
        new LearningRateSchedule(LearningRateSchedule.Shape.CONSTANT, 1e-6, 0, 1),
        1);
  }

  private static RlvrMethod method(
      LanguageModel model,
      Workload workload,
      Policy policy,
      Decoder reference,
      RolloutEngine engine,
      Path folder) {
    Sampling sampling = Sampling.atTemperature(1, workload.completionTokens());
    RolloutStep rollouts =
        new RolloutStep(
            engine,
            ChatPrompts.of(model, Optional.empty()),
            new CoinFlip(),
            sampling,
            workload.groupSize(),
            SEED);
    List<Problem> problems = new ArithmeticDataset().problems("train");
    return new RlvrMethod(
        spec(workload),
        policy,
        reference,
        engine,
        rollouts,
        new RlvrMethod.TrainingProblems(problems, SEED),
        step -> folder.resolve("step-" + step + ".jsonl"));
  }

  private static TrainSpec.Rlvr spec(Workload workload) {
    return new TrainSpec.Rlvr(
        List.<DataSpec>of(),
        new OptimizerSpec(1e-6, OptimizerSpec.Schedule.CONSTANT, 0, 0.9, 0.999, 1e-8, 0, 1),
        new TrainSpec.BudgetSpec(2048, 1, Optional.empty()),
        "grpo",
        List.of(new TrainSpec.RewardSpec("coin-flip", 1)),
        new TrainSpec.RolloutSpec(
            workload.prompts(), workload.groupSize(), workload.completionTokens(), 1, 0, 1, 0, 1),
        new KlSpec(KL_COEF, KlSpec.Estimator.K3, KlSpec.Placement.LOSS),
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
    public Verdict verify(String completion, String gold) {
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
