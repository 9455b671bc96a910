package dev.belay.safety.design;

import dev.belay.core.error.BadInputException;
import java.util.ArrayList;
import java.util.List;

/**
 * What is taken for true of a suite before it is measured.
 *
 * @param rate the share of yes
 * @param discordants shares of prompts whose verdict differs between before and after, each tried
 * @param icc correlation of two completions of one prompt: 0 when the prompt decides nothing, 1
 *     when it decides all
 */
public record Assumptions(double rate, List<Double> discordants, double icc) {

  public Assumptions {
    List<String> issues = new ArrayList<>();
    discordants = List.copyOf(discordants);
    check(rate, "the rate", issues);
    check(icc, "the icc", issues);
    discordants.forEach(share -> check(share, "the share of changed prompts", issues));
    if (discordants.isEmpty()) {
      issues.add("at least one share of changed prompts is needed.");
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
  }

  private static void check(double share, String what, List<String> issues) {
    if (!(share >= 0 && share <= 1)) {
      issues.add("%s must lie in [0, 1]; found %s.".formatted(what, share));
    }
  }
}
