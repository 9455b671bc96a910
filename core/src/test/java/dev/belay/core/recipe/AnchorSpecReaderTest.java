package dev.belay.core.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.belay.core.error.BadInputException;
import dev.belay.core.objective.Divergence;
import dev.belay.core.objective.PositionReduction;
import dev.belay.core.objective.PositionWeights;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code train.anchor} may say, for every method. */
class AnchorSpecReaderTest {

  private static final String HEAD =
      """
      name: held
      model: { name: tiny }
      train:
        method: %s
        data: { source: arithmetic }
      """;

  private static final String REWARD = "  reward: [ { verifier: math } ]\n";

  private static AnchorSpec anchor(String keys) {
    return read("sft", keys).guards().anchor().orElseThrow();
  }

  private static TrainSpec read(String method, String keys) {
    return RecipeReader.parse(yaml(method, keys), "r.yaml", List.of()).train().orElseThrow();
  }

  private static String yaml(String method, String keys) {
    return HEAD.formatted(method)
        + (method.equals("rlvr") ? REWARD : "")
        + "  anchor: { data: { source: builtin-safety, split: align }, "
        + keys
        + " }\n";
  }

  private static List<String> issues(String keys) {
    return catchThrowableOfType(BadInputException.class, () -> read("sft", keys)).issues();
  }

  @Test
  void promptsMayBeSetAside() {
    assertThat(anchor("coef: 1").heldOut()).isEmpty();
    assertThat(anchor("coef: 1, held_out: {}").heldOut()).contains(new AnchorSpec.HeldOut(32, 5));
    assertThat(anchor("coef: 1, held_out: { prompts: 8, every_steps: 2 }").heldOut())
        .contains(new AnchorSpec.HeldOut(8, 2));
    assertThat(issues("coef: 1, held_out: { prompts: 0, every: 2 }"))
        .anySatisfy(issue -> assertThat(issue).contains("train.anchor.held_out.prompts"))
        .anySatisfy(issue -> assertThat(issue).contains("train.anchor.held_out.every"));
  }

  @Test
  void everyMethodHasOneAndNoneNeedsIt() {
    for (String method : List.of("sft", "rlvr")) {
      AnchorSpec spec = read(method, "coef: 0.5").guards().anchor().orElseThrow();
      assertThat(spec.data())
          .singleElement()
          .extracting(DataSpec::source)
          .isEqualTo("builtin-safety");
      assertThat(spec.strength()).isEqualTo(new AnchorSpec.Price(0.5));
      assertThat(spec.completions()).isEqualTo(AnchorSpec.Completions.REFERENCE);
      assertThat(spec.promptsPerStep()).isEqualTo(8);
      assertThat(spec.maxCompletionTokens()).isEqualTo(32);
      assertThat(spec.divergence()).isEqualTo(Divergence.REVERSE);
      assertThat(spec.positions()).isEqualTo(PositionWeights.ALL);
      assertThat(spec.reduce()).isEqualTo(PositionReduction.MEAN);
      assertThat(spec.combine()).isEqualTo(AnchorSpec.Combine.SUM);
    }
    Recipe plain = RecipeReader.parse(HEAD.formatted("sft"), "r.yaml", List.of());
    assertThat(plain.train().orElseThrow().guards()).isEqualTo(Guards.NONE);
  }

  @Test
  void aBudgetHasAControllerAndSumsOverPositions() {
    AnchorSpec spec = anchor("budget: 0.05");
    assertThat(spec.strength()).isEqualTo(new AnchorSpec.Bound(0.05, 2.0, 5));
    assertThat(spec.reduce()).isEqualTo(PositionReduction.SUM);
    assertThat(anchor("budget: 0.05, eta: 7, initial_coef: 0, reduce: mean").strength())
        .isEqualTo(new AnchorSpec.Bound(0.05, 7, 0));
    assertThat(issues("coef: 1, eta: 7"))
        .singleElement()
        .asString()
        .startsWith("r.yaml:6: train.anchor.eta: has no meaning without budget");
  }

  @Test
  void coefOrBudgetIsGivenAndNotBoth() {
    assertThat(issues("coef: 1, budget: 0.1"))
        .singleElement()
        .asString()
        .startsWith(
            "r.yaml:6: train.anchor.budget: coef is given too; give one of them: coef, the weight"
                + " of the KL, or");
    assertThat(issues("prompts_per_step: 4"))
        .singleElement()
        .asString()
        .startsWith(
            "r.yaml:6: train.anchor.coef: missing; give coef, the weight of the KL, or budget, the"
                + " nats");
  }

  @Test
  void noPriceHoldsNothingUnlessItProjects() {
    assertThat(issues("coef: 0"))
        .singleElement()
        .asString()
        .contains("train.anchor.coef: found 0, which holds nothing with combine: sum");
    assertThat(anchor("coef: 0, combine: project").combine()).isEqualTo(AnchorSpec.Combine.PROJECT);
  }

  /** By hand: weights 0, 0, 1 on two tokens are 0 each, so that loss and gradient are. */
  @Test
  void anAnchorThatHoldsNoTokenIsRefused() {
    assertThat(issues("coef: 10, positions: [ 0, 0, 1 ], max_completion_tokens: 2"))
        .singleElement()
        .asString()
        .contains("train.anchor.positions: none of the first 2 tokens counts");
    assertThat(anchor("coef: 10, positions: [ 0, 0, 1 ]").completionTokens()).isEqualTo(3);
  }

  @Test
  void positionsAreAllTheFirstOrWeighed() {
    assertThat(anchor("coef: 1, positions: all").positions()).isEqualTo(PositionWeights.ALL);
    AnchorSpec three = anchor("coef: 1, positions: 3");
    assertThat(three.positions()).isEqualTo(PositionWeights.first(3));
    assertThat(three.completionTokens()).isEqualTo(3);
    assertThat(anchor("coef: 1, positions: [ 1, 0.5 ]").positions())
        .isEqualTo(new PositionWeights(List.of(1.0, 0.5), 0));
    AnchorSpec decaying = anchor("coef: 1, positions: 8, position_decay: 8");
    assertThat(decaying.positions())
        .isEqualTo(new PositionWeights(PositionWeights.first(8).first(), 8));
    assertThat(decaying.completionTokens()).isEqualTo(32);
  }

  @Test
  void otherDistancesAndWhereTheyAreTaken() {
    assertThat(anchor("coef: 1, divergence: js").divergence()).isEqualTo(Divergence.JS);
    AnchorSpec hidden = anchor("coef: 50, divergence: hidden");
    assertThat(hidden.divergence()).isEqualTo(Divergence.HIDDEN);
    assertThat(hidden.positions()).isEqualTo(PositionWeights.first(1));
    assertThat(hidden.completionTokens()).isEqualTo(1);
    AnchorSpec stricter = anchor("coef: 0, combine: project, project_over: tensor");
    assertThat(stricter.projectOver()).isEqualTo(AnchorSpec.Over.TENSOR);
    assertThat(anchor("coef: 1").projectOver()).isEqualTo(AnchorSpec.Over.ALL);
    assertThat(anchor("coef: 1").perturb()).isEmpty();
    assertThat(anchor("coef: 1, perturb: {}").perturb())
        .hasValue(new AnchorSpec.Perturb(3, .05, .025));
    assertThat(anchor("coef: 1, perturb: { steps: 1, radius: 0.1, step: 0.1 }").perturb())
        .hasValue(new AnchorSpec.Perturb(1, .1, .1));
  }

  @Test
  void whatHasNoMeaningBesideHiddenStatesIsRefusedAtOnce() {
    assertThat(
            issues(
                "budget: 0.1, divergence: hidden, positions: 3, completions: policy,"
                    + " max_completion_tokens: 9, perturb: { steps: 1 }"))
        .hasSize(5)
        .anySatisfy(issue -> assertThat(issue).contains("train.anchor.budget: is in nats"))
        .anySatisfy(issue -> assertThat(issue).contains("train.anchor.positions: has no meaning"))
        .anySatisfy(issue -> assertThat(issue).contains("train.anchor.completions: has no meaning"))
        .anySatisfy(
            issue -> assertThat(issue).contains("train.anchor.max_completion_tokens: has no"))
        .anySatisfy(issue -> assertThat(issue).contains("train.anchor.perturb: holds laws"));
    assertThat(issues("coef: 1, divergence: hidden, positions: all"))
        .singleElement()
        .asString()
        .contains("train.anchor.positions: has no meaning with divergence: hidden");
    assertThat(issues("coef: 1, project_over: tensor"))
        .singleElement()
        .asString()
        .contains("train.anchor.project_over: has no meaning with combine: sum");
    assertThat(issues("coef: 1, perturb: { steps: 0, radius: 2, step: 0 }")).hasSize(3);
  }

  @Test
  void promptsAreAskedDirectlyUnlessAttacksAreNamed() {
    assertThat(anchor("coef: 1").attacks()).containsExactly("direct");
    assertThat(anchor("coef: 1").asksDirectly()).isTrue();
    AnchorSpec attacked =
        anchor("coef: 1, attacks: [ direct, prefill, mine ], attack_options: [ mine.n=3 ]");
    assertThat(attacked.attacks()).containsExactly("direct", "prefill", "mine");
    assertThat(attacked.attackOptions()).containsExactly("mine.n=3");
    assertThat(attacked.asksDirectly()).isFalse();
    assertThat(anchor("coef: 1, attacks: [ prefill ]").asksDirectly()).isFalse();
    for (String names : List.of("[ ]", "[ prefill, direct, prefill ]")) {
      assertThat(issues("coef: 1, attacks: " + names))
          .singleElement()
          .asString()
          .startsWith("r.yaml:6: train.anchor.attacks: found ")
          .endsWith("must be names, each once, at least one.");
    }
    assertThat(issues("coef: 1, attacks: prefill"))
        .singleElement()
        .asString()
        .contains("train.anchor.attacks: found 'prefill', must be a list, such as [ a, b ].");
  }

  /** Else a run that was started before there were attacks could not go on. */
  @Test
  void anAnchorThatAsksDirectlyResolvesAsItDidBeforeThereWereAttacks() {
    for (String keys : List.of("coef: 1", "coef: 1, attacks: [ direct ], attack_options: [ ]")) {
      Recipe recipe = RecipeReader.parse(yaml("sft", keys), "r.yaml", List.of());
      assertThat(RecipeWriter.yaml(recipe.resolved())).doesNotContain("attack");
    }
    Recipe attacked =
        RecipeReader.parse(yaml("sft", "coef: 1, attacks: [ prefill ]"), "r.yaml", List.of());
    assertThat(RecipeWriter.yaml(attacked.resolved()))
        .contains("attacks:\n    - prefill\n")
        .doesNotContain("attack_options");
  }

  @Test
  void allThatIsWrongIsSaidAtOnce() {
    assertThat(
            issues(
                "budget: 0, positions: none, position_decay: -1, divergence: sideways,"
                    + " completions: mine, prompts_per_step: 0, coeff: 1"))
        .hasSize(7)
        .anySatisfy(
            issue ->
                assertThat(issue)
                    .contains("train.anchor.positions: found 'none', must be all, how many"))
        .anySatisfy(issue -> assertThat(issue).contains("train.anchor.coeff: unknown key"))
        .anySatisfy(
            issue -> assertThat(issue).contains("train.anchor.budget: found 0, must be above 0"));
    assertThat(issues("coef: 1, positions: [ 0, 0 ]"))
        .singleElement()
        .asString()
        .contains("must be all, how many of the first count");
    assertThat(issues("coef: 1, position_decay: 2"))
        .singleElement()
        .asString()
        .contains("train.anchor.position_decay: has no meaning with positions: all");
  }

  @Test
  void theResolvedRecipeReadsBackAsItself() {
    for (String keys :
        List.of(
            "coef: 1, positions: [ 1, 0.5 ], position_decay: 3",
            "budget: 0.02, positions: 4, divergence: forward, combine: project-adam",
            "coef: 1, divergence: js, combine: project, project_over: tensor",
            "coef: 50, divergence: hidden",
            "coef: 1, attacks: [ direct, mine ], attack_options: [ mine.n=3 ]",
            "coef: 1, perturb: { steps: 2, radius: 0.02 }")) {
      Recipe once = RecipeReader.parse(yaml("rlvr", keys), "r.yaml", List.of());
      String resolved = RecipeWriter.yaml(once.resolved());
      assertThat(RecipeReader.parse(resolved, "r.yaml", List.of()).train())
          .as(resolved)
          .isEqualTo(once.train());
    }
  }
}
