package dev.belay.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.belay.core.advantage.SafetyConstraint;
import dev.belay.core.error.BadInputException;
import dev.belay.core.objective.TokenWeights;
import dev.belay.core.recipe.ProximalSpec.Form;
import dev.belay.core.recipe.ProximalSpec.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the defences under {@code train} may say, and for which methods. */
class DefenceReadersTest {

  private static final String DATA = "data: { source: builtin-safety, split: align }";

  private static String yaml(String method, String key) {
    return """
    name: held
    model: { name: tiny }
    train:
      method: %s
      data: { source: arithmetic }
      %s
      %s
    """
        .formatted(method, method.equals("rlvr") ? "reward: [ { verifier: math } ]" : "", key);
  }

  private static TrainSpec read(String method, String key) {
    return RecipeReader.parse(yaml(method, key), "r.yaml", List.of()).train().orElseThrow();
  }

  private static List<String> issues(String method, String... keys) {
    String all = String.join("\n  ", keys);
    return catchThrowableOfType(BadInputException.class, () -> read(method, all)).issues();
  }

  private static ProximalSpec proximal(String method, String keys) {
    return read(method, "proximal: { " + keys + " }").guards().proximal().orElseThrow();
  }

  @Test
  void everyMethodButTheRewardModelsMayBeHeldNearItsStart() {
    for (String method : List.of("sft", "rlvr", "dpo")) {
      ProximalSpec plain = proximal(method, "kind: l2, coef: 3");
      assertThat(plain.form()).isEqualTo(Form.DECOUPLED);
      assertThat(plain.coef()).isEqualTo(3);
      assertThat(plain.data()).isEmpty();
      ProximalSpec weighted = proximal(method, "kind: ewc, coef: 3, samples: 4, " + DATA);
      assertThat(weighted.kind()).isEqualTo(Kind.EWC);
      assertThat(weighted.form()).isEqualTo(Form.COUPLED);
      assertThat(weighted.samples()).isEqualTo(4);
      assertThat(weighted.data()).hasSize(1);
    }
    assertThat(issues("reward-model", "proximal: { kind: l2, coef: 3 }"))
        .singleElement()
        .asString()
        .contains("train.proximal: ");
  }

  @Test
  void theFisherInformationNeedsPromptsAndThePlainDistanceNone() {
    assertThat(issues("sft", "proximal: { kind: l2, coef: 0, samples: 4, " + DATA + " }"))
        .satisfiesExactly(
            issue -> assertThat(issue).contains("train.proximal.coef: found 0, must be above 0"),
            issue -> assertThat(issue).contains("train.proximal.data: has no meaning with kind"),
            issue -> assertThat(issue).contains("train.proximal.samples: has no meaning"));
    assertThat(issues("sft", "proximal: { kind: ewc, coef: 1 }"))
        .singleElement()
        .asString()
        .contains("train.proximal.data: needs at least one source with kind: ewc");
    assertThat(
            issues(
                "sft", "lora: { dropout: 0.1 }", "proximal: { kind: ewc, coef: 1, " + DATA + " }"))
        .singleElement()
        .asString()
        .contains("train.lora.dropout: must be 0 here: the Fisher information");
  }

  /** Two passes are compared that should differ by their weights alone. */
  @Test
  void dropoutHasNoPlaceBesideWhatComparesTwoPasses() {
    String anchor = "anchor: { data: { source: builtin-safety, split: align }, coef: 1 }";
    assertThat(issues("sft", "lora: { dropout: 0.1 }", anchor, "token_weights: {}"))
        .hasSize(2)
        .allSatisfy(issue -> assertThat(issue).contains("train.lora.dropout: must be 0 here"))
        .anySatisfy(issue -> assertThat(issue).contains("anchor compares"))
        .anySatisfy(issue -> assertThat(issue).contains("token_weights compare"));
  }

  @Test
  void tokenWeightsAreThePapersUnlessSaidOtherwise() {
    assertThat(((TrainSpec.Sft) read("sft", "token_weights: {}")).tokenWeights())
        .contains(TokenWeights.DEFAULT);
    assertThat(
            ((TrainSpec.Rlvr) read("rlvr", "token_weights: { first: 1, early_positions: 3 }"))
                .updates()
                .tokenWeights())
        .contains(new TokenWeights(1, 2, .1, 3));
    assertThat(((TrainSpec.Sft) read("sft", "")).tokenWeights()).isEmpty();
  }

  @Test
  void tokenWeightsAreRefusedWhereTheyHaveNoFormula() {
    assertThat(issues("dpo", "token_weights: {}"))
        .singleElement()
        .asString()
        .contains("train.token_weights: is of losses of single tokens");
    assertThat(issues("rlvr", "token_weights: {}", "kl: { coef: 0.1, reference: moving }"))
        .anySatisfy(
            issue ->
                assertThat(issue)
                    .contains("train.token_weights: holds tokens to the model before training"));
    assertThat(issues("sft", "token_weights: { early: 0 }"))
        .singleElement()
        .asString()
        .contains("train.token_weights.early: found 0, must be above 0");
  }

  @Test
  void requestsTakeAShareOfTheStep() {
    TrainSpec.Rlvr spec =
        (TrainSpec.Rlvr) read("rlvr", "safety_reward: { " + DATA + ", lagrange: { limit: 0.1 } }");
    SafetyRewardSpec safety = spec.safetyReward().orElseThrow();
    assertThat(safety.promptsOf(8)).isEqualTo(2);
    assertThat(safety.constraint()).contains(new SafetyConstraint(.1, .1, 1, 5));
  }

  @Test
  void aShareThatLeavesNothingIsRefusedAndSoIsWhatCannotBeNormalised() {
    assertThat(
            issues(
                "rlvr",
                "rollout: { prompts_per_step: 2, group_size: 2 }",
                "safety_reward: { share: 0.1, lagrange: { limit: 0.1, initial: 9 } }"))
        .satisfiesExactlyInAnyOrder(
            issue -> assertThat(issue).contains("train.safety_reward.data: needs at least one"),
            issue ->
                assertThat(issue)
                    .contains("train.safety_reward.share: found 0.1, which is 0 of 2 prompts"),
            issue ->
                assertThat(issue)
                    .contains("safety_reward.lagrange.initial: found 9.0, must be at most max"));
    assertThat(
            issues("rlvr", "algorithm: gdpo", "kl: { coef: 0 }", "safety_reward: { " + DATA + " }"))
        .singleElement()
        .asString()
        .contains("train.safety_reward: stands beside advantage each-term-std");
    assertThat(issues("sft", "safety_reward: { " + DATA + " }"))
        .singleElement()
        .asString()
        .contains("train.safety_reward: unknown key");
  }
}
