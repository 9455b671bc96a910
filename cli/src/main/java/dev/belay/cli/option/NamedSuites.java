package dev.belay.cli.option;

import dev.belay.core.data.DataLocations;
import dev.belay.core.error.BadInputException;
import dev.belay.core.error.IssueList;
import dev.belay.core.recipe.EvaluateSpec;
import dev.belay.core.recipe.EvaluateSpec.SuiteSpec;
import dev.belay.core.recipe.SuiteName;
import dev.belay.safety.benchmark.Benchmarks;
import dev.belay.safety.benchmark.SuiteCatalog;
import dev.belay.safety.judge.RefusalPatternJudge;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Suites that an option names, as a recipe would have them. */
public final class NamedSuites {

  private NamedSuites() {}

  /**
   * Reads names; what each measures follows from what it is.
   *
   * @param option that names them, for messages
   * @param limit prompts of a suite whose name gives none; 0 for all
   * @param maxTokens longest completion; empty for that of each kind
   * @throws dev.belay.core.error.BadInputException with every name that is unknown, misspelt or
   *     given twice
   */
  public static List<SuiteSpec> specs(
      String option,
      List<String> names,
      int limit,
      OptionalInt maxTokens,
      DataLocations locations) {
    SuiteCatalog catalog =
        new SuiteCatalog(Benchmarks.load(), locations, List.of(new RefusalPatternJudge()));
    Map<String, SuiteSpec> specs = new LinkedHashMap<>();
    IssueList issues = new IssueList();
    for (String text : names) {
      issues
          .collect(option, () -> spec(SuiteName.parse(text.strip(), limit), maxTokens, catalog))
          .filter(spec -> specs.put(spec.name(), spec) != null)
          .ifPresent(twice -> issues.add(option, "suite " + twice.name() + " is given twice."));
    }
    issues.throwIfAny();
    return List.copyOf(specs.values());
  }

  private static SuiteSpec spec(SuiteName suite, OptionalInt maxTokens, SuiteCatalog catalog) {
    if (SuiteName.isFile(suite.name())) {
      throw new BadInputException(
          "found '%s'; a file does not say what it measures. belay eval and recipes take files, by --task, --safety or --over-refusal."
              .formatted(suite.name()));
    }
    EvaluateSpec.Purpose purpose = catalog.kind(suite.name()).purpose();
    return new SuiteSpec(
        suite.name(),
        purpose,
        suite.limit(),
        maxTokens.orElse(EvaluateSpec.defaultMaxTokens(purpose)),
        suite.optional());
  }
}
