package dev.belay.measure.drift;

import dev.belay.core.advantage.AdvantageEstimator;
import dev.belay.core.advantage.DrGrpo;
import dev.belay.core.advantage.Grpo;
import dev.belay.core.advantage.Opo;
import dev.belay.core.advantage.Rloo;
import dev.belay.core.advantage.StdKind;
import dev.belay.core.drift.ForwardKlAnchor;
import dev.belay.core.drift.GroupNormalisation;
import dev.belay.core.drift.LengthAveragedAnchor;
import dev.belay.core.drift.TiltedOptimum;
import dev.belay.core.drift.TokenLossTree;
import dev.belay.core.model.Seeds;
import dev.belay.core.objective.Algorithm;
import dev.belay.core.objective.KlEstimator;
import dev.belay.core.objective.KlTerm;
import dev.belay.core.objective.LossAggregation;
import dev.belay.core.objective.ReinforceLoss;
import dev.belay.core.run.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Where Belay's own RL code takes a policy that can be written down, beside what the theory says:
 * the tilt for a KL in the reward, and section 8's fixed points for the others.
 */
public final class TabularStudy {
  /** Completions that a drift is measured on, of each policy. */
  private static final int MEASURED = 20_000;

  private static final double[] BETAS = {0.5, 1};

  /** Two classes of success with two completions each; success .4, safety .5 and .75 in them. */
  private static final double[] LAW = {0.2, 0.2, 0.45, 0.15};

  private static final double[] SUCCESS = {1, 1, 0, 0};
  private static final double[] SAFETY = {1, 0, 1, 0};

  /** Safety that is independent of success, after first tokens that differ in success. */
  private static final double[] FIRST = {0.5, 0.25, 0.25};

  private static final double[] FIRST_SUCCESS = {0.5, 0.9, 0.1};
  private static final double[] FIRST_SAFETY = {0, 1, 1};

  private final List<Supplier<TabularResult>> settings = new ArrayList<>();

  private TabularStudy() {}

  /**
   * Trains in every setting.
   *
   * @param seed decides the samples of the last settings
   */
  public static List<TabularResult> run(long seed, Progress progress) {
    TabularStudy study = new TabularStudy();
    for (double beta : BETAS) {
      study.inTheReward(beta);
      study.inTheLoss(beta);
      study.normalised(beta);
      study.byToken(beta);
      study.byLength(beta);
    }
    study.sampled(seed);
    progress.start("training tabular policies", study.settings.size());
    List<TabularResult> results = new ArrayList<>();
    for (Supplier<TabularResult> setting : study.settings) {
      results.add(setting.get());
      progress.update(results.size(), results.getLast().setting());
    }
    progress.finish(results.size() + " settings");
    return results;
  }

  private static TabularTask oneToken() {
    return TabularTask.ofOneToken(LAW, SUCCESS, SAFETY);
  }

  private static Algorithm algorithm(AdvantageEstimator advantage, LossAggregation aggregation) {
    return new Algorithm(advantage, new ReinforceLoss(), aggregation, 0);
  }

  /** The drift of the tilt. */
  private static double tilt(TabularTask task, double beta) {
    return TiltedOptimum.of(task.law(task.reference()), task.g(), task.s(), beta).drift();
  }

  private static double drift(TabularTask task, double[] law) {
    return RandomPrompt.mean(law, task.s())
        - RandomPrompt.mean(task.law(task.reference()), task.s());
  }

  /** Exact training of one setting; {@code predicted} is what section 8 says of its drift. */
  private void exact(
      String setting, String section, TabularTrainer trainer, double beta, double predicted) {
    settings.add(
        () -> {
          TabularTask task = trainer.task();
          double[] law = trainer.converge(0.1 / beta);
          return new TabularResult(
              setting,
              section,
              beta,
              tilt(task, beta),
              predicted,
              drift(task, law),
              TabularResult.EXACT_TOLERANCE);
        });
  }

  /** Whatever the baseline, the deviation and the mean: the tilt. */
  private void inTheReward(double beta) {
    TabularTask task = oneToken();
    double tilt = tilt(task, beta);
    for (AdvantageEstimator advantage :
        List.of(new Rloo(), new DrGrpo(), new Opo(), new Grpo(StdKind.SAMPLE, 1e-4))) {
      Algorithm algorithm = algorithm(advantage, LossAggregation.SEQ_MEAN_TOKEN_MEAN);
      exact(
          "k1 in the reward, " + Algorithm.nameOf(advantage),
          "8.3",
          new TabularTrainer(task, algorithm, beta, Optional.empty(), 4),
          beta,
          tilt);
    }
    TabularTask tree = TabularTask.ofTwoTokens(FIRST, FIRST_SUCCESS, FIRST_SAFETY);
    Algorithm sums = algorithm(new Rloo(), LossAggregation.SEQ_MEAN_TOKEN_SUM);
    exact(
        "k1 in the reward, two tokens",
        "8.3",
        new TabularTrainer(tree, sums, beta, Optional.empty(), 3),
        beta,
        0);
  }

  private void inTheLoss(double beta) {
    TabularTask task = oneToken();
    Algorithm algorithm = algorithm(new Rloo(), LossAggregation.SEQ_MEAN_TOKEN_SUM);
    double change = (0.5 - 0.75) * ForwardKlAnchor.of(0.4, beta).gain();
    exact(
        "k2 in the loss, one token",
        "8.5",
        loss(task, algorithm, KlEstimator.K2, beta, 4),
        beta,
        tilt(task, beta));
    exact(
        "exact KL in the loss, one token",
        "8.5",
        loss(task, algorithm, KlEstimator.EXACT, beta, 4),
        beta,
        tilt(task, beta));
    exact(
        "k3 in the loss, one token",
        "8.5",
        loss(task, algorithm, KlEstimator.K3, beta, 4),
        beta,
        change);
  }

  private static TabularTrainer loss(
      TabularTask task, Algorithm algorithm, KlEstimator estimator, double beta, int groupSize) {
    return new TabularTrainer(
        task, algorithm, 0, Optional.of(KlTerm.of(estimator, beta)), groupSize);
  }

  /** Advantages are divided by the group's deviation, the KL in the loss is not. */
  private void normalised(double beta) {
    TabularTask task = oneToken();
    for (int groupSize : new int[] {4, 8}) {
      double eps = 1e-4;
      GroupNormalisation population = new GroupNormalisation(groupSize, eps);
      // The sample deviation is larger by √(G/(G − 1)), for which beta and eps can make up.
      double larger = Math.sqrt(groupSize / (groupSize - 1.0));
      GroupNormalisation sample = new GroupNormalisation(groupSize, eps / larger);
      exact(
          "k2 in the loss, population deviation, G=" + groupSize,
          "8.6",
          loss(task, grpo(StdKind.POPULATION, eps), KlEstimator.K2, beta, groupSize),
          beta,
          (0.5 - 0.75) * population.fixedPoint(0.4, beta).gain());
      exact(
          "k2 in the loss, sample deviation, G=" + groupSize,
          "8.6",
          loss(task, grpo(StdKind.SAMPLE, eps), KlEstimator.K2, beta, groupSize),
          beta,
          (0.5 - 0.75) * sample.fixedPoint(0.4, beta * larger).gain());
    }
    // Without the deviation the mean of the group still takes 1/G of the gradient.
    exact(
        "k2 in the loss, group mean, G=4",
        "8.6",
        loss(task, algorithm(new DrGrpo(), LossAggregation.TOKEN_MEAN), KlEstimator.K2, beta, 4),
        beta,
        tilt(task, beta * 4 / 3));
  }

  private static Algorithm grpo(StdKind kind, double eps) {
    return algorithm(new Grpo(kind, eps), LossAggregation.SEQ_MEAN_TOKEN_MEAN);
  }

  private void byToken(double beta) {
    TabularTask task = TabularTask.ofTwoTokens(FIRST, FIRST_SUCCESS, FIRST_SAFETY);
    Algorithm algorithm = algorithm(new Rloo(), LossAggregation.SEQ_MEAN_TOKEN_SUM);
    double predicted = TokenLossTree.of(FIRST, FIRST_SUCCESS, FIRST_SAFETY, beta).driftTokenLoss();
    for (KlEstimator estimator : List.of(KlEstimator.K2, KlEstimator.EXACT)) {
      exact(
          (estimator == KlEstimator.K2 ? "k2" : "exact KL") + " in the loss, two tokens",
          "8.5",
          loss(task, algorithm, estimator, beta, 3),
          beta,
          predicted);
    }
  }

  private void byLength(double beta) {
    double[] law = {0.2, 0.2, 0.3, 0.3};
    double[] shortIsSafe = {1, 0, 1, 0};
    int[] lengths = {2, 10, 2, 10};
    TabularTask task = TabularTask.ofLengths(law, SUCCESS, shortIsSafe, lengths);
    double[] fixed =
        LengthAveragedAnchor.of(law, SUCCESS, new double[] {2, 10, 2, 10}, beta).policy();
    exact(
        "k2 in the loss, each completion by its length",
        "8.4",
        loss(
            task,
            algorithm(new Rloo(), LossAggregation.SEQ_MEAN_TOKEN_MEAN),
            KlEstimator.K2,
            beta,
            3),
        beta,
        fixed[0] + fixed[2] - 0.5);
    exact(
        "k2 in the loss, tokens summed",
        "8.4",
        loss(
            task,
            algorithm(new Rloo(), LossAggregation.SEQ_MEAN_TOKEN_SUM),
            KlEstimator.K2,
            beta,
            3),
        beta,
        0);
    exact(
        "k1 in the reward, each completion by its length",
        "8.3",
        new TabularTrainer(
            task,
            algorithm(new Rloo(), LossAggregation.SEQ_MEAN_TOKEN_MEAN),
            beta,
            Optional.empty(),
            3),
        beta,
        0);
  }

  /**
   * Groups are drawn, and so are the completions that the drift is measured on: it has an error,
   * from repetitions.
   */
  private void sampled(long seed) {
    TabularTask task = oneToken();
    for (double beta : BETAS) {
      for (String preset : List.of("rloo", "grpo")) {
        Algorithm algorithm = Algorithm.PRESETS.get(preset);
        if (algorithm == null) {
          throw new IllegalStateException("no preset " + preset);
        }
        TabularTrainer trainer = new TabularTrainer(task, algorithm, beta, Optional.empty(), 8);
        settings.add(() -> repeated(trainer, preset, beta, seed));
      }
    }
  }

  /** Safety of a law, from completions drawn from it. */
  private static double measured(TabularTask task, double[] law, SplittableRandom random) {
    TabularGroups drawn = TabularGroups.drawn(law, MEASURED, 1, random);
    double sum = 0;
    for (int path : drawn.paths()) {
      sum += task.s()[path];
    }
    return sum / MEASURED;
  }

  private static TabularResult repeated(
      TabularTrainer trainer, String preset, double beta, long seed) {
    int repetitions = 16;
    TabularTask task = trainer.task();
    double[] reference = task.law(task.reference());
    double[] drifts = new double[repetitions];
    for (int i = 0; i < repetitions; i++) {
      SplittableRandom random = new SplittableRandom(Seeds.derive(seed, "tabular " + preset, i));
      double[] trained = trainer.sample(0.2 / beta, 400, 16, random);
      drifts[i] = measured(task, trained, random) - measured(task, reference, random);
    }
    double mean = 0;
    for (double each : drifts) {
      mean += each / repetitions;
    }
    double squares = 0;
    for (double each : drifts) {
      squares += (each - mean) * (each - mean);
    }
    double error = Math.sqrt(squares / (repetitions - 1) / repetitions);
    double tilt = tilt(task, beta);
    return new TabularResult(
        "k1 in the reward, " + preset + ", sampled groups",
        "8.3",
        beta,
        tilt,
        tilt,
        mean,
        4 * error + TabularResult.EXACT_TOLERANCE);
  }
}
