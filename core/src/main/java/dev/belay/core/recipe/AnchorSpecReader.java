package dev.belay.core.recipe;

import dev.belay.core.objective.Divergence;
import dev.belay.core.objective.PositionReduction;
import dev.belay.core.objective.PositionWeights;
import dev.belay.core.recipe.AnchorSpec.Combine;
import dev.belay.core.recipe.AnchorSpec.Completions;
import dev.belay.core.recipe.AnchorSpec.HeldOut;
import dev.belay.core.recipe.AnchorSpec.Over;
import dev.belay.core.recipe.AnchorSpec.Perturb;
import dev.belay.core.recipe.AnchorSpec.Strength;
import java.util.List;
import java.util.Optional;

/** Reads {@code train.anchor}: on which prompts, how strongly and where the policy is held. */
final class AnchorSpecReader {

  private static final String PAGE = "safety/anchor.md";

  /** Of the coefficient, for each update in which the KL is twice the budget. */
  private static final double RELATIVE_ETA = 0.1;

  private static final Strength NOTHING = new AnchorSpec.Price(0);

  private static final Key COEF =
      Key.of("coef", "weight of the exact KL in the loss; give this or `budget`")
          .unit("loss a nat")
          .source(PAGE);

  private static final Key BUDGET =
      Key.of(
              "budget",
              "KL of a completion that must not be exceeded, as a mean over prompts; the"
                  + " coefficient is controlled")
          .unit("nats a completion")
          .source(PAGE);

  private static final Alternative STRENGTHS =
      new Alternative(
          COEF, "the weight of the KL", BUDGET, "the nats a completion that must not be exceeded");

  private static final Key ETA =
      Key.of(
              "eta",
              "with `budget`: what the coefficient changes by in each update for every nat above"
                  + " or below; by default 0.1 / budget")
          .unit("coefficient a nat")
          .source(PAGE);

  private static final Key INITIAL_COEF =
      Key.of("initial_coef", "with `budget`: the coefficient of the first update").source(PAGE);

  private static final Key REDUCE =
      Key.of(
              "reduce",
              "how the positions of a completion become one number; a sum weighs about so many"
                  + " times more as a completion has tokens. By default `mean` with `coef`, `sum`"
                  + " with `budget`")
          .source(PAGE);

  private static final Key MAX_TOKENS =
      Key.of("max_completion_tokens", "longest completion; of no use where `positions` end sooner")
          .unit("tokens");

  private static final Key DECAY =
      Key.of(
              "position_decay",
              "after the first `positions`, weights fall by a factor e every so many positions;"
                  + " without it nothing counts there")
          .unit("positions")
          .source(PAGE);

  private static final Key DIVERGENCE =
      Key.of(
              "divergence",
              "reverse is KL(policy ‖ reference), forward is KL(reference ‖ policy), js the"
                  + " Jensen–Shannon divergence; hidden is the mean squared distance of the last"
                  + " hidden state of the prompt, while the unembedding stands still")
          .source(PAGE);

  private static final Key COMPLETIONS =
      Key.of(
              "completions",
              "whose completions the KL is taken on: greedy ones of the model before training, made"
                  + " once, or fresh ones sampled from the policy in every update")
          .source(PAGE);

  private static final Key PROMPTS_PER_STEP =
      Key.of("prompts_per_step", "prompts of an update; one asked in two ways counts as two")
          .unit("prompts");

  private static final Key PROJECT_OVER =
      Key.of(
              "project_over",
              "with a projection: whether it takes one product over all parameters, or one for"
                  + " each tensor, which is stricter")
          .source("defences/projection.md");

  private static final Key PERTURB =
      Key.of(
              "perturb",
              "moves the embeddings of the anchor's prompts and completions, for both models alike,"
                  + " to where they differ most nearby, and holds the policy there")
          .source("defences/anchor-perturb.md");

  private static final Key HELD_OUT =
      Key.of(
              "held_out",
              "sets some of its prompts aside: no update is held on them, and the KL there is"
                  + " logged, which says whether what is held carries over")
          .source(PAGE);

  private AnchorSpecReader() {}

  static AnchorSpec read(Section section) {
    List<DataSpec> data = data(section);
    List<String> attacks =
        AttacksReader.attacks(
            section,
            "how its prompts are asked, each in each of these ways; attacks that ask several times"
                + " or look into the weights are refused");
    List<String> attackOptions = AttacksReader.options(section, "options of attacks");
    forgetDefaults(section, attacks, attackOptions);
    Completions completions = section.choice(COMPLETIONS, Completions.class, Completions.REFERENCE);
    int promptsPerStep = section.count(PROMPTS_PER_STEP, 8, 1);
    Strength strength = strength(section);
    Divergence divergence = section.choice(DIVERGENCE, Divergence.class, Divergence.REVERSE);
    PositionWeights positions = positions(section, divergence);
    int maxTokens = section.count(MAX_TOKENS, 32, 1);
    if (divergence != Divergence.HIDDEN && positions.countsNothing(maxTokens)) {
      section.issue(
          "positions",
          "none of the first %d tokens counts, and completions have no more (max_completion_tokens), so that nothing would be held. Give one of them a weight above 0."
              .formatted(maxTokens));
    }
    boolean bound = strength instanceof AnchorSpec.Bound;
    PositionReduction reduce =
        section.choice(
            REDUCE,
            PositionReduction.class,
            bound ? PositionReduction.SUM : PositionReduction.MEAN);
    Combine combine = combine(section, strength);
    Over over = section.choice(PROJECT_OVER, Over.class, Over.ALL);
    if (combine == Combine.SUM) {
      section.drop("has no meaning with combine: sum; drop it.", PROJECT_OVER.name());
    }
    Optional<Perturb> perturb = section.optionalSection(PERTURB, AnchorSpecReader::perturb);
    Optional<HeldOut> heldOut = section.optionalSection(HELD_OUT, AnchorSpecReader::heldOut);
    if (divergence == Divergence.HIDDEN) {
      checkHidden(section);
    }
    return new AnchorSpec(
        data,
        attacks,
        attackOptions,
        completions,
        maxTokens,
        promptsPerStep,
        strength,
        divergence,
        positions,
        reduce,
        combine,
        over,
        perturb,
        heldOut);
  }

  /**
   * An anchor that asks directly is the same as before there were attacks: its runs of then have
   * the same resolved recipe, and go on.
   */
  private static void forgetDefaults(
      Section section, List<String> attacks, List<String> attackOptions) {
    if (attacks.equals(AttacksReader.DIRECTLY) && attackOptions.isEmpty()) {
      section.resolved().remove(AttacksReader.ATTACKS);
    }
    if (attackOptions.isEmpty()) {
      section.resolved().remove(AttacksReader.OPTIONS);
    }
  }

  /** A state of the prompt has no law, no completion and no positions. */
  private static void checkHidden(Section section) {
    section.drop(
        "has no meaning with divergence: hidden, which holds the state of the prompt's last token;"
            + " drop it.",
        COMPLETIONS.name(),
        MAX_TOKENS.name(),
        REDUCE.name(),
        DECAY.name());
    if (section.has(BUDGET.name())) {
      section.issue(
          BUDGET.name(),
          "is in nats, and a distance of hidden states is not (divergence: hidden). Give coef, such"
              + " as 50.");
    }
    if (section.has(PERTURB.name())) {
      section.issue(
          PERTURB.name(),
          "holds laws where they differ most, and divergence: hidden holds none. Choose one of"
              + " them.");
    }
  }

  private static HeldOut heldOut(Section section) {
    return new HeldOut(
        section.count(Key.of("prompts", "how many, by hashed order").unit("prompts"), 32, 1),
        section.count(
            Key.of("every_steps", "how often; the first step and the last are measured as well")
                .unit("steps"),
            5,
            1));
  }

  private static Perturb perturb(Section section) {
    int steps = section.count(Key.of("steps", "steps of the ascent").unit("steps"), 3, 1);
    double radius =
        section.number(
            Key.of("radius", "how far an embedding may be moved").unit("share of its length"),
            0.05,
            value -> value > 0 && value <= 1,
            "in (0, 1]");
    double step =
        section.number(
            Key.of("step", "how far each step moves it; by default half of the radius")
                .unit("share of its length"),
            radius / 2,
            value -> value > 0,
            "above 0");
    return new Perturb(steps, radius, step);
  }

  private static List<DataSpec> data(Section section) {
    List<DataSpec> data =
        section.sections(
            Key.of("data", "prompts on which the policy is held; none of them may be measured")
                .source(PAGE),
            TrainSetupReader::prompts);
    if (data.isEmpty()) {
      section.issue(
          "data", "needs at least one source, such as { source: builtin-safety, split: align }.");
    }
    return data;
  }

  private static Combine combine(Section section, Strength strength) {
    Combine combine =
        section.choice(
            Key.of(
                    "combine",
                    "how its gradient joins the task's: a sum; or first the task's gives up what"
                        + " opposes it (`project`), or would oppose it in Adam's step"
                        + " (`project-adam`)")
                .source(PAGE),
            Combine.class,
            Combine.SUM);
    if (combine == Combine.SUM && section.has(COEF.name()) && strength.equals(NOTHING)) {
      section.issue(
          COEF.name(),
          "found 0, which holds nothing with combine: sum. Give more, or drop train.anchor.");
    }
    return combine;
  }

  private static Strength strength(Section section) {
    boolean bound = STRENGTHS.isOther(section);
    double coef = section.optionalNumber(COEF, value -> value >= 0, "0 or more").orElse(0.0);
    double budget = section.optionalNumber(BUDGET, value -> value > 0, "above 0").orElse(1.0);
    double eta = section.number(ETA, RELATIVE_ETA / budget, value -> value > 0, "above 0");
    double initial = section.number(INITIAL_COEF, 5.0, value -> value >= 0, "0 or more");
    if (!bound) {
      section.drop("has no meaning without budget; drop it.", ETA.name(), INITIAL_COEF.name());
    }
    return bound ? new AnchorSpec.Bound(budget, eta, initial) : new AnchorSpec.Price(coef);
  }

  private static PositionWeights positions(Section section, Divergence divergence) {
    List<Double> first = PositionsReader.read(section, divergence == Divergence.HIDDEN);
    double decay = section.optionalNumber(DECAY, value -> value > 0, "above 0").orElse(0.0);
    if (divergence == Divergence.HIDDEN) {
      return PositionWeights.first(1);
    }
    if (first.isEmpty()) {
      section.drop("has no meaning with positions: all; drop it.", DECAY.name());
      return PositionWeights.ALL;
    }
    return new PositionWeights(first, decay);
  }
}
