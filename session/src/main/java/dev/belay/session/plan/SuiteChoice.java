package dev.belay.session.plan;

import dev.belay.core.data.DataLocations;
import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.EvaluateSpec;
import dev.belay.core.recipe.EvaluateSpec.Purpose;
import dev.belay.core.recipe.EvaluateSpec.SuiteSpec;
import dev.belay.core.recipe.SuiteName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Suites by name alone, as a command gets them; what a recipe says of them follows from what they
 * are.
 *
 * @param suites names as {@link SuiteName} reads them
 * @param attacks how safety suites are asked
 * @param attackOptions options of attacks, such as {@code gcg.steps=50}
 * @param limit at most so many prompts of each, where the name gives no limit; 0 takes all
 * @param maxTokens longest completion; null for the default of recipes
 * @param judge who judges safety suites
 */
public record SuiteChoice(
    List<String> suites,
    List<String> attacks,
    List<String> attackOptions,
    int limit,
    @Nullable Integer maxTokens,
    String judge) {

  public SuiteChoice {
    suites = List.copyOf(suites);
    attacks = List.copyOf(attacks);
    attackOptions = List.copyOf(attackOptions);
  }

  /**
   * The same as a recipe would say it.
   *
   * @throws BadInputException with every name that is unknown, or given twice
   */
  public EvaluateSpec spec(DataLocations locations) {
    List<SuiteSpec> specs = new ArrayList<>();
    List<String> issues = new ArrayList<>();
    for (String text : suites) {
      try {
        SuiteName suite = SuiteName.parse(text.strip(), limit);
        Purpose purpose = SuitePlan.purpose(SuitePlan.kind(suite.name(), locations));
        if (specs.stream().anyMatch(spec -> spec.name().equals(suite.name()))) {
          issues.add("suite " + suite.name() + " is given twice.");
        }
        specs.add(
            new SuiteSpec(
                suite.name(), purpose, suite.limit(), longest(purpose), suite.optional()));
      } catch (BadInputException e) {
        issues.addAll(e.issues());
      }
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
    return EvaluateSpec.of(specs, attacks, attackOptions, judge);
  }

  private int longest(Purpose purpose) {
    return maxTokens == null ? EvaluateSpec.defaultMaxTokens(purpose) : maxTokens;
  }
}
