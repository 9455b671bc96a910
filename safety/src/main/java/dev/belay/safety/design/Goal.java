package dev.belay.safety.design;

import dev.belay.core.error.BadInputException;
import java.util.ArrayList;
import java.util.List;

/**
 * What an evaluation is to show.
 *
 * @param margin the largest worsening that is to count as held, as a share
 * @param power the probability with which a plan shall succeed
 * @param confidence of the intervals, two-sided
 */
public record Goal(double margin, double power, double confidence) {

  public Goal {
    List<String> issues = new ArrayList<>();
    if (!(margin > 0 && margin < 1)) {
      issues.add("the margin must lie between 0 and 1; found %s.".formatted(margin));
    }
    if (!(power >= 0.5 && power < 1)) {
      issues.add("the power must be at least 0.5 and below 1; found %s.".formatted(power));
    }
    if (!(confidence >= 0.5 && confidence < 1)) {
      issues.add(
          "the confidence must be at least 0.5 and below 1; found %s.".formatted(confidence));
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
  }

  /** The level of a two-sided test. */
  double alpha() {
    return 1 - confidence;
  }
}
