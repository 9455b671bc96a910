package dev.belay.measure.coverage;

import dev.belay.core.stats.McNemarExact;
import dev.belay.core.stats.McNemarPower;
import dev.belay.core.stats.PairedDesign;
import dev.belay.core.stats.PairedOutcomes;
import dev.belay.core.stats.TangoInterval;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What a plan promises: so many prompts prove the margin when nothing is lost, and find the drop
 * that it names.
 *
 * @param margin what is to be proved
 * @param truth the law of a pair without any loss
 * @param n the number of prompts that the plan asks for
 * @param fallen the law of a pair with the smallest drop that the plan says n prompts find
 */
record PlannedProof(double margin, PairedTruth truth, int n, PairedTruth fallen)
    implements Experiment {
  private static final double POWER = 0.8;
  private static final double BEFORE = 0.9;
  private static final double ALPHA = 1 - OneRate.CONFIDENCE;

  static PlannedProof of(double margin, double discordant) {
    int n = (int) new PairedDesign(margin, 0, discordant, ALPHA / 2, POWER).pairs();
    double drop = new McNemarPower(n, ALPHA).smallestDrop(discordant, POWER);
    return new PlannedProof(
        margin,
        new PairedTruth(BEFORE, discordant, 0),
        n,
        new PairedTruth(BEFORE, Math.max(discordant, drop), drop));
  }

  @Override
  public String study() {
    return "Power of a plan";
  }

  @Override
  public Map<String, Double> setting() {
    return Settings.of(
        "margin", margin, "discordant", truth.discordant(), "n", n, "drop", fallen.drop());
  }

  @Override
  public List<Claim> claims() {
    return List.of(
        new Claim("margin proved", Claim.Kind.POWER, POWER),
        new Claim("drop found", Claim.Kind.POWER, POWER));
  }

  @Override
  public boolean[] run(SplittableRandom random) {
    PairedOutcomes unchanged = truth.draw(random, n);
    PairedOutcomes fell = fallen.draw(random, n);
    return new boolean[] {
      TangoInterval.pNonInferiority(unchanged, margin) < ALPHA / 2,
      fell.change() < 0 && McNemarExact.pTwoSided(fell) <= ALPHA
    };
  }
}
