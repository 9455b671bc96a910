package dev.belay.cli.option;

import dev.belay.core.data.DataLocations;
import dev.belay.core.error.BadInputException;
import dev.belay.core.error.IssueList;
import dev.belay.core.recipe.EvaluateSpec;
import dev.belay.core.recipe.EvaluateSpec.Purpose;
import dev.belay.core.recipe.EvaluateSpec.SuiteSpec;
import dev.belay.core.recipe.SuiteName;
import dev.belay.core.recipe.SuiteSettings;
import dev.belay.safety.benchmark.Benchmarks;
import dev.belay.safety.benchmark.SuiteCatalog;
import dev.belay.safety.judge.RefusalPatternJudge;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

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

  /**
   * Reads names and files.
   *
   * @param files what files measure; names say it themselves
   * @param limit prompts of a suite whose name gives none; 0 for all
   * @param maxTokens longest completion; empty for that of each kind
   * @throws dev.belay.core.error.BadInputException with everything that is unknown, misspelt, not
   *     there or called as another
   */
  public static List<SuiteSpec> specsOrFiles(
      String option,
      List<String> texts,
      Purpose files,
      int limit,
      OptionalInt maxTokens,
      DataLocations locations) {
    IssueList issues = new IssueList();
    List<SuiteSpec> specs = new ArrayList<>();
    for (String text : texts) {
      issues
          .collect(
              option,
              () ->
                  SuiteName.isFile(SuiteName.parse(text.strip(), limit).name())
                      ? List.of(file(text, files, limit, maxTokens))
                      : specs(option, List.of(text), limit, maxTokens, locations))
          .ifPresent(specs::addAll);
    }
    checkNames(specs, issues);
    issues.throwIfAny();
    return List.copyOf(specs);
  }

  /** A suite by what it measures: a name, a file with prompts, or one with settings. */
  public static SuiteSpec file(String text, Purpose purpose, int limit, OptionalInt maxTokens) {
    int tokens = maxTokens.orElse(EvaluateSpec.defaultMaxTokens(purpose));
    return SuiteSettings.named(text.strip(), purpose, limit, tokens);
  }

  /** Results of two suites of one name could not be told apart. */
  public static void checkNames(List<SuiteSpec> suites, IssueList issues) {
    Set<String> names = new HashSet<>();
    for (SuiteSpec suite : suites) {
      if (!names.add(suite.name())) {
        issues.add(
            "",
            "two suites are called %s; give one of them another name, in a .yaml file with name: …"
                .formatted(suite.name()));
      }
    }
  }

  private static SuiteSpec spec(SuiteName suite, OptionalInt maxTokens, SuiteCatalog catalog) {
    if (SuiteName.isFile(suite.name())) {
      throw new BadInputException(
          "found '%s'; a file does not say what it measures. belay eval and recipes take files, by --task, --safety or --over-refusal."
              .formatted(suite.name()));
    }
    Purpose purpose = catalog.kind(suite.name()).purpose();
    return new SuiteSpec(
        suite.name(),
        purpose,
        suite.limit(),
        maxTokens.orElse(EvaluateSpec.defaultMaxTokens(purpose)),
        suite.optional());
  }
}
