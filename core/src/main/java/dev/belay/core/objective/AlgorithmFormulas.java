package dev.belay.core.objective;

import dev.belay.core.advantage.ActorCritic;
import dev.belay.core.advantage.AdvantageEstimator;
import dev.belay.core.advantage.BatchMeanBaseline;
import dev.belay.core.advantage.DrGrpo;
import dev.belay.core.advantage.Gdpo;
import dev.belay.core.advantage.Gpg;
import dev.belay.core.advantage.GreedyBaseline;
import dev.belay.core.advantage.Grpo;
import dev.belay.core.advantage.LeaveOneOutNormalised;
import dev.belay.core.advantage.LoneReward;
import dev.belay.core.advantage.Opo;
import dev.belay.core.advantage.ReinforcePlusPlus;
import dev.belay.core.advantage.ReinforcePlusPlusBaseline;
import dev.belay.core.advantage.Rloo;
import dev.belay.core.advantage.StdKind;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * An algorithm's parts as formulas, for readers of papers. {@code r_i} is the reward of completion
 * i, {@code mean_q} and {@code std_q} are over the completions of its prompt, {@code ρ = π /
 * π_old}.
 */
public final class AlgorithmFormulas {

  private static final String REINFORCE_PP = "arXiv:2501.03262";

  private AlgorithmFormulas() {}

  /** How a reward becomes an advantage. */
  public static Formula of(AdvantageEstimator advantage) {
    return switch (advantage) {
      case Grpo grpo -> grpo(grpo);
      case DrGrpo _ -> new Formula("A_i = r_i − mean_q", "arXiv:2503.20783 §3.2");
      case Rloo _ ->
          new Formula(
              "A_i = r_i − mean of the other G − 1 = G/(G − 1) (r_i − mean_q)",
              "arXiv:2402.14740 eq. 7");
      case LeaveOneOutNormalised loo ->
          new Formula(
              "A_i = (r_i − m) / (s + %s), mean and sample deviation of the other G − 1; not divided where these are equal"
                  .formatted(shown(loo.eps())),
              "NeMo RL");
      case Opo _ ->
          new Formula("A_i = r_i − Σ len_j r_j / Σ len_j over the group", "arXiv:2505.23585");
      case Gpg _ ->
          new Formula(
              "A_i = (B / completions in groups with signal) (r_i − mean_q)",
              "arXiv:2504.02546 eq. 7");
      case ReinforcePlusPlus r ->
          new Formula(
              "A_t = (R_t − mean) / sqrt(var + 1e-8) over all tokens, R_t = what is earned from"
                  + " token t on; "
                  + deviation(r.std()),
              REINFORCE_PP);
      case ReinforcePlusPlusBaseline r ->
          new Formula(
              "A_i = (x_i − mean) / sqrt(var + 1e-8) over all tokens, x_i = r_i − mean_q; "
                  + deviation(r.std()),
              REINFORCE_PP);
      case Gdpo gdpo ->
          new Formula(
              "A = norm over the step of Σ_k weight_k norm_q(term_k), norm(x) = (x − mean) / (std + %s); %s"
                  .formatted(shown(gdpo.eps()), deviation(gdpo.std())),
              "arXiv:2601.05242");
      case GreedyBaseline _ ->
          new Formula(
              "A_t = R_t − score of a greedy completion of the prompt, R_t = what is earned from"
                  + " token t on",
              "arXiv:2310.10505");
      case BatchMeanBaseline _ ->
          new Formula("A_i = r_i − mean of the step", "Williams 1992, Machine Learning 8");
      case ActorCritic critic -> actorCritic(critic);
    };
  }

  private static Formula actorCritic(ActorCritic critic) {
    return new Formula(
        "A_t = δ_t + %s A_(t+1), δ_t = r_t + %s V_(t+1) − V_t%s"
            .formatted(
                shown(critic.gae().gamma() * critic.gae().lambda()),
                shown(critic.gae().gamma()),
                critic.whitened()
                    ? ", then whitened over all tokens; " + deviation(critic.std())
                    : ""),
        "arXiv:1506.02438 eq. 16");
  }

  private static Formula grpo(Grpo grpo) {
    String alone = grpo.alone() == LoneReward.ZERO ? "0" : "r_i";
    return new Formula(
        "A_i = (r_i − mean_q) / (std_q + %s); %s of the scores; %s in a group of one"
            .formatted(shown(grpo.eps()), deviation(grpo.std()), alone),
        "arXiv:2402.03300 §4.1.2");
  }

  private static String deviation(StdKind std) {
    return std == StdKind.SAMPLE ? "sample deviation" : "population deviation";
  }

  /** The loss of a token, to be minimised. */
  public static Formula of(PolicyLoss loss) {
    return switch (loss) {
      case ClippedPolicyLoss clipped -> clipped(clipped);
      case CispoLoss cispo ->
          new Formula(
              "ℓ = −c A log π, constant c = clip(ρ, %s, %s)"
                  .formatted(shown(1 - cispo.clipLow()), shown(1 + cispo.clipHigh())),
              "arXiv:2506.13585 eq. 4");
      case DppoLoss dppo ->
          new Formula(
              "ℓ = −A ρ + %s (log ρ)², of which the first term is left out where π − π_old > %s for A > 0, or < −%s else"
                  .formatted(
                      shown(dppo.ratioPenalty()), shown(dppo.clipHigh()), shown(dppo.clipLow())),
              "prime-rl, default loss");
      case SapoLoss sapo ->
          new Formula(
              "ℓ = −(4/τ) σ(τ(ρ − 1)) A, τ = %s for A > 0, else %s"
                  .formatted(shown(sapo.tauPositive()), shown(sapo.tauNegative())),
              "arXiv:2511.20347 eq. 5");
      case GmpoLoss gmpo ->
          new Formula(
              "ℓ = −s A, s = exp(mean over tokens of log ρ, kept %s for A > 0, else %s)"
                  .formatted(
                      "at most " + shown(gmpo.clipHigh()), "at least " + shown(-gmpo.clipLow())),
              "arXiv:2507.20673 eq. 4");
      case ReinforceLoss _ -> new Formula("ℓ = −A log π", "Williams 1992, Machine Learning 8");
    };
  }

  private static Formula clipped(ClippedPolicyLoss clipped) {
    String ratio =
        switch (clipped.ratioLevel()) {
          case TOKEN -> "ρ of each token";
          case SEQUENCE_MEAN -> "ρ = exp(mean of the completion's log-ratios)";
          case SEQUENCE_SUM -> "ρ = exp(sum of the completion's log-ratios)";
        };
    String dual =
        clipped.dualClip() == 0
            ? ""
            : ", and at most −%s A for A < 0 (arXiv:1912.09729)"
                .formatted(shown(clipped.dualClip()));
    String source =
        clipped.ratioLevel() == RatioLevel.SEQUENCE_MEAN
            ? "arXiv:2507.18071 eq. 5"
            : "arXiv:1707.06347 eq. 7";
    return new Formula(
        "ℓ = −min(ρA, clip(ρ, %s, %s)A)%s; %s"
            .formatted(shown(1 - clipped.clipLow()), shown(1 + clipped.clipHigh()), dual, ratio),
        source);
  }

  /** How token losses become one number. */
  public static Formula of(LossAggregation aggregation) {
    return switch (aggregation) {
      case TOKEN_MEAN -> new Formula("L = Σ ℓ / N, all tokens alike", "arXiv:2503.14476 eq. 12");
      case SEQ_MEAN_TOKEN_MEAN ->
          new Formula(
              "L = (1/B) Σ_i (1/len_i) Σ_t ℓ, all completions alike", "arXiv:2402.03300 eq. 3");
      case SEQ_MEAN_TOKEN_SUM ->
          new Formula("L = (1/B) Σ_i Σ_t ℓ", "Williams 1992, Machine Learning 8");
      case CONSTANT ->
          new Formula("L = Σ ℓ / (B · max_completion_tokens)", "arXiv:2503.20783 §3.2");
      case SUM_CONSTANT -> new Formula("L = Σ ℓ / max_completion_tokens", "verl");
    };
  }

  /** What makes up for another law of the rollout. */
  public static Formula of(RolloutCorrection correction) {
    String of =
        switch (correction.level()) {
          case TOKEN -> "of each token";
          case SEQUENCE_MEAN -> "of the completion, by the mean of its log-ratios";
          case SEQUENCE_SUM -> "of the completion, by the sum of its log-ratios";
        };
    String outside =
        correction.mode() == RolloutCorrection.Mode.TRUNCATE ? "set to the bound" : "set to 0";
    return new Formula(
        "ℓ counts w = π_old / π_sampled times, %s; outside of [%s, %s] it is %s"
            .formatted(of, shown(correction.floor()), shown(correction.cap()), outside),
        "truncated importance sampling");
  }

  /** A number as people write it. */
  static String shown(double value) {
    return new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros().toPlainString();
  }
}
