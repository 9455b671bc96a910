package dev.belay.core.objective;

import static dev.belay.core.objective.LossAggregation.CONSTANT;
import static dev.belay.core.objective.LossAggregation.SEQ_MEAN_TOKEN_MEAN;
import static dev.belay.core.objective.LossAggregation.SEQ_MEAN_TOKEN_SUM;
import static dev.belay.core.objective.LossAggregation.TOKEN_MEAN;

import dev.belay.core.advantage.ActorCritic;
import dev.belay.core.advantage.AdvantageEstimator;
import dev.belay.core.advantage.BatchMeanBaseline;
import dev.belay.core.advantage.DrGrpo;
import dev.belay.core.advantage.Gae;
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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The parts of algorithms, and whole algorithms, by the names that recipes use. */
final class AlgorithmPresets {

  private static final AdvantageEstimator GROUP = new Grpo(StdKind.SAMPLE, 1e-4);
  private static final AdvantageEstimator WHITENED =
      new ReinforcePlusPlusBaseline(StdKind.POPULATION);
  private static final AdvantageEstimator GAE =
      new ActorCritic(new Gae(1, 0.95), true, StdKind.SAMPLE);
  private static final PolicyLoss CLIP = ClippedPolicyLoss.ofTokens(0.2, 0.2);
  private static final PolicyLoss DPPO = new DppoLoss(0.2, 0.2, 1e-3);
  private static final PolicyLoss LOG_PROB = new ReinforceLoss();

  private AlgorithmPresets() {}

  static Map<String, AdvantageEstimator> advantages() {
    Map<String, AdvantageEstimator> advantages = new LinkedHashMap<>();
    advantages.put("group-mean-std", GROUP);
    advantages.put("group-mean", new DrGrpo());
    advantages.put("leave-one-out", new Rloo());
    advantages.put("leave-one-out-std", new LeaveOneOutNormalised(1e-6));
    advantages.put("length-weighted", new Opo());
    advantages.put("signal-scaled", new Gpg());
    advantages.put("token-whitened", WHITENED);
    advantages.put("returns-whitened", new ReinforcePlusPlus(StdKind.POPULATION));
    advantages.put("each-term-std", new Gdpo(StdKind.SAMPLE, 1e-4));
    advantages.put("greedy", new GreedyBaseline());
    advantages.put("batch-mean", new BatchMeanBaseline());
    advantages.put("gae", GAE);
    return Collections.unmodifiableMap(advantages);
  }

  static Map<String, PolicyLoss> losses() {
    Map<String, PolicyLoss> losses = new LinkedHashMap<>();
    losses.put("clip", CLIP);
    losses.put("cispo", new CispoLoss(1, 4));
    losses.put("sapo", new SapoLoss(1, 1.05));
    losses.put("gmpo", new GmpoLoss(0.4, 0.4));
    losses.put("dppo", DPPO);
    losses.put("log-prob", LOG_PROB);
    return Collections.unmodifiableMap(losses);
  }

  static Map<String, AlgorithmPreset> presets() {
    Map<String, AlgorithmPreset> presets = new LinkedHashMap<>();
    ofPapers(presets);
    ofPeers(presets);
    return Collections.unmodifiableMap(presets);
  }

  private static AlgorithmPreset paper(
      AdvantageEstimator advantage, PolicyLoss loss, LossAggregation mean, String source) {
    return new AlgorithmPreset(new Algorithm(advantage, loss, mean, 0), source, "");
  }

  private static void ofPapers(Map<String, AlgorithmPreset> presets) {
    presets.put("grpo", paper(GROUP, CLIP, SEQ_MEAN_TOKEN_MEAN, "arXiv:2402.03300"));
    presets.put("dr-grpo", paper(new DrGrpo(), CLIP, CONSTANT, "arXiv:2503.20783"));
    presets.put(
        "dapo",
        paper(GROUP, ClippedPolicyLoss.ofTokens(0.2, 0.28), TOKEN_MEAN, "arXiv:2503.14476"));
    presets.put(
        "gspo",
        paper(
            GROUP,
            new ClippedPolicyLoss(RatioLevel.SEQUENCE_MEAN, 3e-4, 4e-4, 0),
            SEQ_MEAN_TOKEN_MEAN,
            "arXiv:2507.18071"));
    presets.put("cispo", paper(GROUP, new CispoLoss(1, 4), TOKEN_MEAN, "arXiv:2506.13585"));
    presets.put(
        "sapo", paper(GROUP, new SapoLoss(1, 1.05), SEQ_MEAN_TOKEN_MEAN, "arXiv:2511.20347"));
    presets.put(
        "gmpo", paper(GROUP, new GmpoLoss(0.4, 0.4), SEQ_MEAN_TOKEN_MEAN, "arXiv:2507.20673"));
    presets.put("rloo", paper(new Rloo(), LOG_PROB, SEQ_MEAN_TOKEN_SUM, "arXiv:2402.14740"));
    presets.put("opo", paper(new Opo(), LOG_PROB, SEQ_MEAN_TOKEN_SUM, "arXiv:2505.23585"));
    presets.put(
        "remax", paper(new GreedyBaseline(), LOG_PROB, SEQ_MEAN_TOKEN_SUM, "arXiv:2310.10505"));
    presets.put("gpg", paper(new Gpg(), LOG_PROB, TOKEN_MEAN, "arXiv:2504.02546"));
    presets.put(
        "gdpo",
        paper(new Gdpo(StdKind.SAMPLE, 1e-4), CLIP, SEQ_MEAN_TOKEN_MEAN, "arXiv:2601.05242"));
    presets.put(
        "reinforce++",
        paper(new ReinforcePlusPlus(StdKind.POPULATION), CLIP, TOKEN_MEAN, "arXiv:2501.03262"));
    presets.put("reinforce++-baseline", paper(WHITENED, CLIP, TOKEN_MEAN, "arXiv:2501.03262"));
    presets.put("ppo", paper(GAE, CLIP, TOKEN_MEAN, "arXiv:1707.06347"));
    presets.put(
        "reinforce",
        paper(
            new BatchMeanBaseline(),
            LOG_PROB,
            SEQ_MEAN_TOKEN_SUM,
            "Williams 1992, Machine Learning 8"));
  }

  private static void ofPeers(Map<String, AlgorithmPreset> presets) {
    presets.put(
        "trl-grpo",
        new AlgorithmPreset(
            new Algorithm(GROUP, CLIP, TOKEN_MEAN, 0),
            "TRL, GRPOTrainer",
            "TRL has no KL by default, else k3 in the loss"));
    presets.put(
        "trl-rloo",
        new AlgorithmPreset(
            new Algorithm(
                new Rloo(),
                new ClippedPolicyLoss(RatioLevel.SEQUENCE_SUM, 0.2, 0.2, 0),
                SEQ_MEAN_TOKEN_MEAN,
                0),
            "TRL, RLOOTrainer",
            "TRL has k1 in the reward"));
    presets.put(
        "verl-grpo",
        new AlgorithmPreset(
            new Algorithm(
                new Grpo(StdKind.SAMPLE, 1e-6, LoneReward.REWARD),
                new ClippedPolicyLoss(RatioLevel.TOKEN, 0.2, 0.2, 3),
                TOKEN_MEAN,
                0),
            "verl, core_algos",
            "verl has no KL by default, and clamps log-ratios to 20, which the clips have cut off"
                + " by then"));
    presets.put(
        "openrlhf-reinforce++-baseline",
        new AlgorithmPreset(
            new Algorithm(WHITENED, CLIP, TOKEN_MEAN, 0),
            "OpenRLHF, reinforce_baseline",
            "OpenRLHF has k1 in the reward by token, kl.coef 0.01"));
    presets.put(
        "open-instruct-grpo",
        new AlgorithmPreset(
            new Algorithm(new DrGrpo(), ClippedPolicyLoss.ofTokens(0.2, 0.272), TOKEN_MEAN, 0),
            "open-instruct, grpo_fast",
            "open-instruct pays 10 for a correct completion (the term's weight), has k3 in the"
                + " loss, kl.coef 0.05, and truncates rollout ratios at 2 (correction)"));
    presets.put(
        "nemo-grpo",
        new AlgorithmPreset(
            new Algorithm(new LeaveOneOutNormalised(1e-6), CLIP, TOKEN_MEAN, 0),
            "NeMo RL, GRPO",
            "NeMo RL has k3 in the loss with a score-function gradient, kl.coef 0.01"));
    presets.put(
        "prime-rl-dppo",
        new AlgorithmPreset(
            new Algorithm(new DrGrpo(), DPPO, TOKEN_MEAN, 0),
            "prime-rl, default loss",
            "prime-rl takes ratios to what its sampler said, which Belay's own engine says too but"
                + " for rounding, and has no KL to a reference"));
  }
}
