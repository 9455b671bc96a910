package dev.belay.core.drift;

/**
 * What SFT does to a policy whose skill and style of answering are two logits shared by all
 * prompts, when its data are correct and careless (drift specification §6): gradient ascent on
 * their likelihood.
 *
 * @param skill probability of a correct answer
 * @param safety probability of a careful one, on harmful prompts too
 */
public record SftDemo(double skill, double safety) {

  /**
   * After so many steps.
   *
   * @param skill0 before, in (0, 1)
   * @param safety0 before, in (0, 1)
   * @param learningRate above 0
   * @param steps 0 or more
   */
  public static SftDemo after(double skill0, double safety0, double learningRate, long steps) {
    Require require = Require.section("6");
    require.openUnit("skill0", skill0);
    require.openUnit("safety0", safety0);
    require.positive("lr", learningRate);
    require.count("steps", (double) steps, 0);
    if (steps == 0) {
      return new SftDemo(skill0, safety0);
    }
    double skill = Logistic.logit(skill0);
    double safety = Logistic.logit(safety0);
    for (long step = 0; step < steps; step++) {
      skill += learningRate * Logistic.sigmoid(-skill);
      safety -= learningRate * Logistic.sigmoid(safety);
    }
    return new SftDemo(Logistic.sigmoid(skill), Logistic.sigmoid(safety));
  }
}
