package dev.belay.session.plan;

import dev.belay.core.data.DataLocations;
import dev.belay.core.data.HashOrder;
import dev.belay.core.data.Instruction;
import dev.belay.core.error.IssueCollector;
import dev.belay.core.recipe.AnchorSpec;
import dev.belay.safety.attack.Attack;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads on which prompts the policy is held, and asks each in every way. */
final class AnchorPlanner {

  private static final String ANCHOR = "train.anchor";

  /** Prompts a step of which the average KL is worth controlling by, unless there are no others. */
  private static final int LEAST_FOR_BUDGET = 3;

  private final TrainingSources sources;
  private final DataLocations locations;
  private final long seed;

  /**
   * A planner.
   *
   * @param locations where attacks find the files that they need
   * @param seed of the run
   */
  AnchorPlanner(TrainingSources sources, DataLocations locations, long seed) {
    this.sources = sources;
    this.locations = locations;
    this.seed = seed;
  }

  /** The anchor, as far as it could be read; what is wrong goes to the issues. */
  AnchorPlan plan(AnchorSpec spec) {
    List<Instruction> prompts = new ArrayList<>();
    boolean allRead = !spec.data().isEmpty();
    for (int i = 0; i < spec.data().size(); i++) {
      String place = ANCHOR + ".data[" + i + "]";
      List<Instruction> read = sources.read(place, spec.data().get(i), TrainingData::selfPrompts);
      prompts.addAll(read);
      allRead &= !read.isEmpty();
    }
    List<Attack> attacks =
        AttackPlanner.ofOneQuery(
            ANCHOR,
            spec.attacks(),
            spec.attackOptions(),
            "the anchor asks each prompt once in each way, the same way for every model",
            locations,
            sources.issues());
    Set<Instruction> aside = aside(spec, prompts);
    List<AskedPrompt> asked = new ArrayList<>();
    List<AskedPrompt> heldOut = new ArrayList<>();
    for (Attack attack : attacks) {
      for (Instruction prompt : prompts) {
        (aside.contains(prompt) ? heldOut : asked).add(AskedPrompt.under(attack, prompt, seed));
      }
    }
    if (allRead && !attacks.isEmpty() && attacks.size() == spec.attacks().size()) {
      if (asked.isEmpty()) {
        leavesNone(spec, prompts.size());
      } else {
        checkShare(spec, asked.size());
      }
    }
    return new AnchorPlan(spec, prompts, asked, heldOut);
  }

  /** Those on which no update is held, by hashed order. */
  private Set<Instruction> aside(AnchorSpec spec, List<Instruction> prompts) {
    int count = spec.heldOut().map(AnchorSpec.HeldOut::prompts).orElse(0);
    return HashOrder.shuffled(prompts, "anchor held out", seed, Instruction::id).stream()
        .limit(count)
        .collect(Collectors.toSet());
  }

  private void leavesNone(AnchorSpec spec, int prompts) {
    spec.heldOut()
        .ifPresent(
            heldOut ->
                sources
                    .issues()
                    .add(
                        ANCHOR + ".held_out.prompts",
                        "found %d of the %d prompts that there are, which leaves none to hold the policy on; set fewer aside, or add to train.anchor.data."
                            .formatted(heldOut.prompts(), prompts)));
  }

  /**
   * How many of the anchor's prompts an update takes.
   *
   * @param prompts as often as each is asked
   */
  private void checkShare(AnchorSpec spec, int prompts) {
    IssueCollector issues = sources.issues();
    String place = ANCHOR + ".prompts_per_step";
    int share = spec.promptsPerStep();
    if (share > prompts) {
      issues.add(
          place,
          "found %d, but there are %d prompts; take at most so many, or add to train.anchor.data."
              .formatted(share, prompts));
    } else if (spec.strength() instanceof AnchorSpec.Bound
        && share < LEAST_FOR_BUDGET
        && share < prompts) {
      issues.add(
          place,
          ("found %d, which is too few for a budget: its average is over about 7 updates, and the"
                  + " KLs of prompts differ by twice their mean, so that it would be off by more"
                  + " than half. Take %d or more, or all %d prompts.")
              .formatted(share, LEAST_FOR_BUDGET, prompts));
    }
  }
}
