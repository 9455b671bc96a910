package dev.belay.cli;

import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.RecipeArms;
import dev.belay.train.compare.Arm;
import java.nio.file.Path;
import java.util.List;

/**
 * One way of training that the demo compares with the others.
 *
 * @param recipe file in {@code recipes/} without its ending, and the arm's folder
 * @param label what the summary calls it; at most 11 characters
 * @param learnsFrom in a few words
 */
record DemoArm(String recipe, String label, String learnsFrom) {

  /** All arms in the order in which they run; the others are compared with the first. */
  static final List<DemoArm> ALL =
      List.of(
          new DemoArm("demo-sft", "SFT", "correct demonstrations"),
          new DemoArm("demo-dpo", "RLHF", "preferences: pairs of a correct and a wrong one (DPO)"),
          new DemoArm("demo-rlvr", "RLVR", "a verifier's verdicts on its own completions (GRPO)"),
          new DemoArm(
              "demo-rlvr-anchored", "RLVR+anchor", "the same, held where safety lives meanwhile"));

  /** The arm with its recipe, read from a folder. */
  Arm in(Path recipes) {
    RecipeArms.Read read = RecipeArms.read(List.of(recipes.resolve(recipe + ".yaml")), List.of());
    if (!read.issues().isEmpty()) {
      throw new BadInputException(read.issues());
    }
    return new Arm(read.arms().getFirst(), label, learnsFrom);
  }
}
