package dev.belay.core.drift;

import dev.belay.core.advantage.ActorCritic;
import dev.belay.core.advantage.AdvantageEstimator;
import dev.belay.core.advantage.BatchMeanBaseline;
import dev.belay.core.advantage.DrGrpo;
import dev.belay.core.advantage.Gdpo;
import dev.belay.core.advantage.Gpg;
import dev.belay.core.advantage.GreedyBaseline;
import dev.belay.core.advantage.Grpo;
import dev.belay.core.advantage.LeaveOneOutNormalised;
import dev.belay.core.advantage.Opo;
import dev.belay.core.advantage.ReinforcePlusPlus;
import dev.belay.core.advantage.ReinforcePlusPlusBaseline;
import dev.belay.core.advantage.Rloo;
import dev.belay.core.advantage.StdKind;
import dev.belay.core.objective.Algorithm;
import dev.belay.core.objective.KlEstimator;
import dev.belay.core.objective.KlGradient;
import dev.belay.core.objective.KlTerm;
import dev.belay.core.objective.LossAggregation;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the KL coefficient of an algorithm amounts to, and whether the theorem of the tilted optimum
 * is about it (drift specification §8.3–8.6).
 *
 * @param coefficient as the recipe has it; 0 for no anchor
 * @param lowest what it amounts to at least, in the theorem's sense
 * @param highest what it amounts to at most
 * @param fit whether the theorem applies
 * @param bound on the drift of the optimum, {@code tanh(range/(4 coefficient))}; 1 where there is
 *     none
 * @param reasons with their sections, the decisive ones first
 */
public record CoefficientMeaning(
    double coefficient,
    double lowest,
    double highest,
    Fit fit,
    double bound,
    List<Reason> reasons) {

  /** Whether training comes to rest at the tilt. */
  public enum Fit {
    /** Its fixed point is the tilt with that coefficient. */
    TILT,
    /** It is held, at another place. */
    ELSEWHERE,
    /** Nothing holds it. */
    NOTHING
  }

  /**
   * Why.
   *
   * @param section of the drift specification
   * @param text a sentence
   */
  public record Reason(String section, String text) {}

  /**
   * What of a recipe decides it.
   *
   * @param algorithm advantage, loss, aggregation and entropy bonus
   * @param rewardCoef coefficient of k1 in the reward; 0 if it is not there
   * @param lossKl the penalty in the loss, if there is one
   * @param groupSize completions of a prompt
   * @param promptsPerStep prompts of a step
   * @param rewardRange largest less smallest reward, 0 or more; infinite where it is not known
   */
  public record Setting(
      Algorithm algorithm,
      double rewardCoef,
      Optional<KlTerm> lossKl,
      int groupSize,
      int promptsPerStep,
      double rewardRange) {}

  public CoefficientMeaning {
    reasons = List.copyOf(reasons);
  }

  /** Works it out. */
  public static CoefficientMeaning of(Setting of) {
    if (of.rewardCoef() > 0) {
      return inTheReward(of);
    }
    return of.lossKl()
        .map(term -> inTheLoss(of, term))
        .orElseGet(
            () ->
                new CoefficientMeaning(
                    0,
                    0,
                    0,
                    Fit.NOTHING,
                    1,
                    List.of(
                        new Reason(
                            "2.1",
                            "without a KL the optimum is the reference's best completions alone:"
                                + " only what the reference finds equally good keeps its"
                                + " proportions"))));
  }

  /**
   * The same where the reference follows the policy: it is held to where it was, and drifts from
   * the model before training as far as time allows.
   */
  public CoefficientMeaning toMovingReference() {
    List<Reason> all = new ArrayList<>();
    all.add(
        new Reason(
            "8.3",
            "the reference follows the policy, so the policy is held to where it was and not to the"
                + " model before training: no bound on the drift from that applies"));
    all.addAll(reasons);
    return new CoefficientMeaning(coefficient, lowest, highest, Fit.ELSEWHERE, 1, all);
  }

  /** A line for a plan. */
  public String summary() {
    return switch (fit) {
      case NOTHING -> "kl.coef 0: nothing holds the policy, and no bound on its drift applies";
      case TILT ->
          String.format(
              Locale.ROOT,
              "kl.coef %s means what the theory calls it: the optimum is the reference tilted by"
                  + " reward/%s, whose drift on the training prompts is at most %.3f%s",
              shown(coefficient),
              shown(coefficient),
              bound,
              bound > 0.95 ? ", which says nothing" : "");
      case ELSEWHERE ->
          "kl.coef %s amounts to %s; the theorem of the tilted optimum does not apply: %s"
              .formatted(shown(coefficient), amount(), reasons.getFirst().text());
    };
  }

  private String amount() {
    if (Double.isInfinite(highest)) {
      return shown(lowest) + " or more, by the deviation of rewards that have no known range";
    }
    return lowest == highest
        ? "about " + shown(highest)
        : "%s to %s, by how often the policy succeeds".formatted(shown(lowest), shown(highest));
  }

  private static String shown(double value) {
    return new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros().toPlainString();
  }

  private static CoefficientMeaning inTheReward(Setting of) {
    List<Reason> reasons = new ArrayList<>();
    Algorithm algorithm = of.algorithm();
    boolean lengths =
        !algorithm.advantage().needsGroup()
            && algorithm.aggregation() == LossAggregation.SEQ_MEAN_TOKEN_MEAN;
    if (lengths) {
      reasons.add(
          new Reason(
              "8.4",
              "a baseline that is not of the prompt's own group leaves each prompt an advantage"
                  + " that is not 0 at the tilt, and dividing by each completion's length turns it"
                  + " into a pull on lengths"));
    }
    boolean entropy = entropy(algorithm, reasons);
    reasons.add(
        new Reason(
            "8.3",
            "k1 summed over the completion and taken off the reward: the objective is E g - coef"
                + " KL(policy || reference)"));
    if (isDivided(algorithm.advantage())) {
      reasons.add(
          new Reason(
              "8.6",
              "the KL is inside of what is divided by a deviation: at the tilt every advantage is"
                  + " 0, so the division changes the speed and not the place"));
    }
    if (algorithm.advantage() instanceof ActorCritic critic && critic.gae().lambda() < 1) {
      reasons.add(
          new Reason(
              "8.3",
              "with lambda below 1 a critic stands for part of what is still to be earned: the"
                  + " gradient is that of the objective as far as the critic is right"));
    }
    if (!lengths && algorithm.aggregation() == LossAggregation.SEQ_MEAN_TOKEN_MEAN) {
      reasons.add(
          new Reason(
              "8.4",
              "each completion is divided by its own length, which changes the speed and not the"
                  + " place: at the tilt every advantage is 0"));
    }
    boolean bounded = Double.isFinite(of.rewardRange());
    if (!bounded) {
      reasons.add(
          new Reason(
              "2.3",
              "a reward model's rewards have no range that is known, so neither has the drift a"
                  + " bound"));
    }
    reasons.add(scope());
    boolean tilt = !lengths && !entropy;
    return new CoefficientMeaning(
        of.rewardCoef(),
        of.rewardCoef(),
        of.rewardCoef(),
        tilt ? Fit.TILT : Fit.ELSEWHERE,
        tilt && bounded ? RangeBound.totalVariation(of.rewardRange(), of.rewardCoef()) : 1,
        reasons);
  }

  /** By a deviation. */
  private static boolean isDivided(AdvantageEstimator advantage) {
    return advantage instanceof Grpo
        || advantage instanceof LeaveOneOutNormalised
        || advantage instanceof ReinforcePlusPlusBaseline;
  }

  private static CoefficientMeaning inTheLoss(Setting of, KlTerm term) {
    List<Reason> reasons = new ArrayList<>();
    reasons.add(direction(term));
    reasons.add(
        new Reason(
            "8.5",
            "a loss of tokens holds each state that was visited and gives no token credit for the"
                + " KL that comes after it: safety can move even where it is independent of"
                + " success"));
    entropy(of.algorithm(), reasons);
    double[] factor = factor(of, reasons);
    if (of.algorithm().aggregation() == LossAggregation.SEQ_MEAN_TOKEN_MEAN) {
      reasons.add(
          new Reason(
              "8.4",
              "reward and KL are both divided by the completion's length: the coefficient stays if"
                  + " all are of one length, else long completions gain"));
    } else {
      reasons.add(
          new Reason("8.3", "reward and KL are summed alike over tokens: the coefficient stays"));
    }
    reasons.add(scope());
    return new CoefficientMeaning(
        term.coef(), term.coef() * factor[0], term.coef() * factor[1], Fit.ELSEWHERE, 1, reasons);
  }

  private static Reason direction(KlTerm term) {
    boolean formula = term.gradient() == KlGradient.FORMULA;
    if (term.estimator() == KlEstimator.K3 && formula) {
      return new Reason(
          "8.5",
          "k3 in the loss has the gradient of KL(reference || policy), the other direction, whose"
              + " optimum can gain and lose more than tanh(range/(4 coef))");
    }
    if (term.estimator() == KlEstimator.K2 && term.gradient() == KlGradient.SCORE_FUNCTION) {
      return new Reason(
          "8.5", "k2 with its score term is the gradient of a mean that is no KL, but near one");
    }
    return new Reason(
        "8.5",
        "the KL in the loss has the right direction, KL(policy || reference), and that at each"
            + " token by itself");
  }

  private static boolean entropy(Algorithm algorithm, List<Reason> reasons) {
    if (algorithm.entropyCoef() == 0) {
      return false;
    }
    reasons.add(
        new Reason(
            "0", "the entropy bonus is part of what is maximised, and flattens the optimum"));
    return true;
  }

  private static Reason scope() {
    return new Reason(
        "9",
        "all of this is of the training prompts, for a policy that can change each by itself;"
            + " shared weights, early stopping and clipping leave it");
  }

  /** What a coefficient outside of the advantage is multiplied by: the lowest and the highest. */
  private static double[] factor(Setting of, List<Reason> reasons) {
    AdvantageEstimator advantage = of.algorithm().advantage();
    int g = of.groupSize();
    double rest = (double) g / Math.max(1, g - 1);
    return switch (advantage) {
      case Grpo grpo -> normalised(grpo, g, reasons);
      case Rloo _ -> same(1, reasons, "the baseline leaves the gradient of success as it is");
      case DrGrpo _ -> same(rest, reasons, mean("group", g));
      case Opo _ -> same(rest, reasons, mean("group, weighted by length,", g));
      case BatchMeanBaseline _ -> {
        int all = Math.max(2, g * of.promptsPerStep());
        yield same(all / (all - 1.0), reasons, mean("batch", all));
      }
      case GreedyBaseline _ ->
          same(
              1,
              reasons,
              "the greedy completion is no part of what is sampled: the gradient of"
                  + " success stays as it is");
      case Gpg _ -> {
        reasons.add(
            new Reason(
                "8.6",
                "advantages are stretched by how few groups carry signal, the KL is not: the"
                    + " coefficient counts times the share of groups with signal"));
        yield new double[] {0, rest};
      }
      case LeaveOneOutNormalised _ -> leftOut(g, reasons);
      case ReinforcePlusPlusBaseline _ -> byBatch(of, reasons);
      case ReinforcePlusPlus _ -> byBatch(of, reasons);
      case ActorCritic critic ->
          critic.whitened()
              ? byBatch(of, reasons)
              : same(
                  1,
                  reasons,
                  "a critic that is right leaves the gradient of success as it is; one that is"
                      + " wrong biases it where lambda is below 1");
      case Gdpo _ -> {
        reasons.add(
            new Reason(
                "8.6",
                "every term is divided by its group's deviation and their sum by the batch's, the"
                    + " KL is not: the coefficient counts the less, the rarer success is"));
        yield new double[] {0, of.rewardRange() / 2};
      }
    };
  }

  private static double[] byBatch(Setting of, List<Reason> reasons) {
    reasons.add(
        new Reason(
            "8.6",
            "advantages are divided by the batch's deviation, the KL is not: the coefficient"
                + " counts times that deviation, at most half of the reward's range"));
    return new double[] {0, of.rewardRange() / 2};
  }

  /** Near 0 and 1 the odd completion is not divided, in between by the others' deviation. */
  private static double[] leftOut(int groupSize, List<Reason> reasons) {
    double half = LeftOutNormalisation.coefficient(groupSize, 0.5);
    reasons.add(
        new Reason(
            "8.6",
            String.format(
                Locale.ROOT,
                "advantages are divided by the deviation of the group's others, the KL is not: for"
                    + " a reward of 0 or 1 the gradient of success counts %.3g times at a success"
                    + " of one half and once near 0 and 1",
                half)));
    return new double[] {Math.min(1, 1 / half), Math.max(1, 1 / half)};
  }

  private static String mean(String of, int n) {
    return "the mean of the %s holds each completion itself: 1/%d of the gradient of success is lost"
        .formatted(of, n);
  }

  private static double[] same(double factor, List<Reason> reasons, String text) {
    reasons.add(new Reason("8.6", text));
    return new double[] {factor, factor};
  }

  private static double[] normalised(Grpo grpo, int groupSize, List<Reason> reasons) {
    if (groupSize < 2) {
      return same(1, reasons, "a group of one has no advantage");
    }
    double larger = grpo.std() == StdKind.SAMPLE ? Math.sqrt(groupSize / (groupSize - 1.0)) : 1;
    GroupNormalisation groups = new GroupNormalisation(groupSize, grpo.eps() / larger);
    reasons.add(
        new Reason(
            "8.6",
            String.format(
                Locale.ROOT,
                "advantages are divided by their group's deviation, the KL is not: for a reward of"
                    + " two values the gradient of success counts %.3g times at a success of one"
                    + " half and %.3g times near 0 and 1, whatever the reward's weight",
                groups.coefficient(0.5) / larger,
                groups.coefficient(0) / larger)));
    return new double[] {larger / groups.coefficient(0), larger / groups.coefficient(0.5)};
  }
}
