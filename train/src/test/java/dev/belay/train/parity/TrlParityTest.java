package dev.belay.train.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.advantage.DrGrpo;
import dev.belay.core.advantage.Grpo;
import dev.belay.core.advantage.RewardBatch;
import dev.belay.core.advantage.Rloo;
import dev.belay.core.advantage.StdKind;
import dev.belay.core.model.GroupedSequence;
import dev.belay.core.model.LearnedSequence;
import dev.belay.core.model.TokenSequence;
import dev.belay.core.objective.Algorithm;
import dev.belay.core.objective.KlEstimator;
import dev.belay.core.objective.KlGradient;
import dev.belay.core.objective.KlTerm;
import dev.belay.core.objective.ReinforceLoss;
import dev.belay.core.objective.RolloutBatch;
import dev.belay.core.objective.SftLoss;
import dev.belay.train.fixture.TinyPolicy;
import dev.belay.train.step.Policy;
import dev.belay.train.step.StepBatches;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Losses, gradients and advantages of Belay beside those of TRL's own trainers, on the tiny model,
 * the same tokens and completions, in fp32: {@code bench/peers/trl_losses.py} wrote TRL's down.
 */
class TrlParityTest {

  private static final int LONGEST = 8;

  static List<PeerCase> sft() {
    return of("sft");
  }

  static List<PeerCase> rollouts() {
    return of("rollout");
  }

  private static List<PeerCase> of(String method) {
    return PeerCase.read("trl-losses.json").stream()
        .filter(one -> one.data().path("method").asText().equals(method))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("sft")
  void sftIsTrls(PeerCase peer) {
    List<LearnedSequence> sequences = new ArrayList<>();
    for (JsonNode sequence : peer.data().path("sequences")) {
      sequences.add(
          learned(
              PeerCase.ints(sequence.path("token_ids")), PeerCase.ints(sequence.path("learned"))));
    }
    List<GroupedSequence> grouped =
        GroupedSequence.byPrompt(sequences.stream().map(LearnedSequence::tokens).toList());
    try (TinyPolicy tiny = TinyPolicy.open(1e-9);
        // Several passes, as TRL has in one of the cases.
        StepBatches batches = new StepBatches(grouped, 40)) {
      Policy.UpdateResult update = tiny.policy().update(batches, SftLoss.over(sequences), 1);
      requireSame(peer, update.loss(), tiny);
    }
  }

  /** TRL marks tokens of the whole sequence; the first that is learned begins the completion. */
  private static LearnedSequence learned(int[] ids, int[] marks) {
    int prompt = 0;
    while (marks[prompt] == 0) {
      prompt++;
    }
    BitSet unlearned = new BitSet();
    for (int t = prompt; t < ids.length; t++) {
      unlearned.set(t - prompt, marks[t] == 0);
    }
    return new LearnedSequence(
        new TokenSequence(Arrays.copyOf(ids, prompt), Arrays.copyOfRange(ids, prompt, ids.length)),
        unlearned);
  }

  @ParameterizedTest
  @MethodSource("rollouts")
  void policyGradientsAreTrls(PeerCase peer) {
    int[][] prompts = peer.ints("prompts");
    int[][] completions = peer.ints("completions");
    List<GroupedSequence> sequences = new ArrayList<>();
    for (int i = 0; i < prompts.length; i++) {
      TokenSequence tokens = new TokenSequence(prompts[i], completions[i]);
      sequences.add(new GroupedSequence(tokens, i / peer.data().path("group").intValue()));
    }
    try (TinyPolicy tiny = TinyPolicy.open(1e-9);
        StepBatches batches = new StepBatches(sequences, 40)) {
      RolloutBatch batch = batch(peer, tiny.policy().score(batches).logProbs(), completions);
      Algorithm algorithm = algorithm(peer.name());
      double[] advantages = advantages(peer.name(), rewards(peer, batch, sequences));
      assertThat(advantages)
          .containsExactly(
              PeerCase.doubles(peer.data().path("advantages")), within(PeerCase.TOLERANCE));
      double[] ofTokens = spread(advantages, batch.lengths());
      Policy.UpdateResult update =
          tiny.policy()
              .update(
                  batches,
                  algorithm.objective(batch, batch.lengths(), ofTokens, kl(peer), LONGEST),
                  1);
      // On-policy the ratio's value says nothing: TRL's RLOO gives −mean(A), REINFORCE −A·log π.
      boolean sameValue = !(algorithm.loss() instanceof ReinforceLoss);
      requireSame(peer, sameValue ? update.loss() : peer.data().path("loss").asDouble(), tiny);
    }
  }

  private static double[] spread(double[] ofCompletions, int[] lengths) {
    return IntStream.range(0, lengths.length)
        .boxed()
        .flatMapToDouble(i -> DoubleStream.generate(() -> ofCompletions[i]).limit(lengths[i]))
        .toArray();
  }

  private static void requireSame(PeerCase peer, double loss, TinyPolicy tiny) {
    double ofLoss = peer.lossDeviation(loss);
    double ofGradient = peer.gradientDeviation(tiny);
    assertThat(ofLoss).as("loss").isLessThan(PeerCase.TOLERANCE);
    assertThat(ofGradient).as("gradient").isLessThan(PeerCase.TOLERANCE);
  }

  private static RolloutBatch batch(PeerCase peer, double[] now, int[][] completions) {
    double[] sampled = peer.has("old_log_probs") ? peer.flat("old_log_probs") : now;
    List<float[]> columns = new ArrayList<>();
    int at = 0;
    for (int[] completion : completions) {
      float[] column = new float[completion.length];
      for (int t = 0; t < column.length; t++) {
        column[t] = (float) sampled[at++];
      }
      columns.add(column);
    }
    RolloutBatch batch = RolloutBatch.sampled(columns);
    batch = peer.has("ref_log_probs") ? batch.withRefLogProbs(peer.flat("ref_log_probs")) : batch;
    return peer.has("old_log_probs") ? batch.withOldLogProbs(sampled) : batch;
  }

  private static RewardBatch rewards(
      PeerCase peer, RolloutBatch batch, List<GroupedSequence> sequences) {
    double[] scores = PeerCase.doubles(peer.data().path("rewards"));
    double[] rewards = scores.clone();
    if (peer.name().equals("rloo-kl")) {
      double[] kls = batch.sequenceKls();
      Arrays.setAll(rewards, i -> scores[i] - 0.05 * kls[i]);
    }
    int[] groups = sequences.stream().mapToInt(GroupedSequence::group).toArray();
    return new RewardBatch(rewards, scores, groups, batch.lengths());
  }

  private static Optional<KlTerm> kl(PeerCase peer) {
    return switch (peer.name()) {
      // TRL's default since 1.16 weighs the KL with the ratio, through which its gradient goes.
      case "grpo-kl" -> Optional.of(new KlTerm(KlEstimator.K3, KlGradient.SCORE_FUNCTION, 0.04));
      case "grpo-off-policy-kl" ->
          Optional.of(new KlTerm(KlEstimator.K3, KlGradient.FORMULA, 0.04));
      default -> Optional.empty();
    };
  }

  /** The preset that has TRL's settings in the script. */
  private static Algorithm algorithm(String name) {
    String preset =
        switch (name) {
          case "grpo", "grpo-kl", "grpo-off-policy-kl" -> "grpo";
          case "dapo-off-policy" -> "dapo";
          case "dr-grpo-off-policy" -> "dr-grpo";
          case "gspo-off-policy" -> "gspo";
          case "rloo-kl" -> "rloo";
          case "rloo-off-policy" -> "trl-rloo";
          default -> throw new IllegalArgumentException("no settings for " + name);
        };
    return Objects.requireNonNull(Algorithm.PRESETS.get(preset), preset);
  }

  private static double[] advantages(String name, RewardBatch rewards) {
    return switch (name) {
      case "dr-grpo-off-policy" -> new DrGrpo().advantages(rewards);
      case "rloo-kl", "rloo-off-policy" -> new Rloo().advantages(rewards);
      default -> new Grpo(StdKind.SAMPLE, 1e-4).advantages(rewards);
    };
  }
}
