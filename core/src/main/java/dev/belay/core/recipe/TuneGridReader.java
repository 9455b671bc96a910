package dev.belay.core.recipe;

import dev.belay.core.recipe.EvaluateSpec.Purpose;
import dev.belay.core.recipe.EvaluateSpec.SuiteSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the {@code tune} section of an arm: keys of its training, each with values to try, and the
 * suites that choose among them.
 */
final class TuneGridReader {

  /** More tries than this are a search, whose best is best by luck. */
  private static final int MOST_TRIES = 32;

  private static final String TUNE = RecipeArms.TUNE;

  private static final Key HOLD =
      Key.of("hold", "suites of harmful requests that choose among the tries")
          .source("compare.md")
          .names(Key.Names.SUITE);

  private TuneGridReader() {}

  /** The grid as far as it can be read; what is wrong is noted with the recipe's issues. */
  static TuneGrid read(YamlValue section, RecipeDraft draft) {
    RecipeIssues issues = draft.issues();
    if (!(section instanceof YamlValue.Mapping mapping) || mapping.entries().isEmpty()) {
      issues.add(
          section.line(),
          TUNE,
          "found %s, must be a mapping of keys to lists of values, such as { train.optimizer.learning_rate: [1.0e-5, 3.0e-5] }."
              .formatted(section.describe()));
      return TuneGrid.NONE;
    }
    boolean validated = draft.recipe().train().flatMap(train -> train.budget().until()).isPresent();
    if (!validated) {
      issues.add(
          section.line(),
          TUNE,
          "needs train.until: tries are chosen by its validation problems, never by what is"
              + " measured. Add until, or leave tune out.");
    }
    Map<String, List<String>> grid = new LinkedHashMap<>();
    mapping.entries().entrySet().stream()
        .filter(entry -> !entry.getKey().equals(HOLD.name()))
        .forEach(
            entry ->
                values(entry.getKey(), entry.getValue(), issues)
                    .ifPresent(values -> grid.put(entry.getKey(), values)));
    TuneGrid read = new TuneGrid(grid, hold(mapping, draft));
    if (read.tries().size() > MOST_TRIES) {
      issues.add(
          section.line(),
          TUNE,
          "has %d tries, %d are allowed; leave values out."
              .formatted(read.tries().size(), MOST_TRIES));
      return TuneGrid.NONE;
    }
    return read;
  }

  private static List<SuiteSpec> hold(YamlValue.Mapping mapping, RecipeDraft draft) {
    if (!mapping.entries().containsKey(HOLD.name())) {
      return List.of();
    }
    Section section = new Section(mapping, TUNE, draft.issues());
    SuiteSpecReader reader = new SuiteSpecReader(Purpose.SAFETY, 0, tokens(draft.recipe()));
    List<SuiteSpec> hold = new SuiteListReader(section, HOLD, reader).read();
    if (hold.isEmpty()) {
      section.issue(
          HOLD.name(),
          "names no suite; name one that evaluate does not have, such as [ simple-safety-tests ].");
    }
    if (mapping.entries().size() == 1) {
      draft
          .issues()
          .add(mapping.line(), TUNE, "has no key to try beside hold; add one with its values.");
    }
    return hold;
  }

  /** As long as the recipe has its own completions of harmful requests. */
  private static int tokens(Recipe recipe) {
    return recipe.evaluate().suites().stream()
        .filter(suite -> suite.purpose() == Purpose.SAFETY)
        .mapToInt(SuiteSpec::maxTokens)
        .findFirst()
        .orElse(EvaluateSpec.defaultMaxTokens(Purpose.SAFETY));
  }

  private static Optional<List<String>> values(String key, YamlValue value, RecipeIssues issues) {
    String path = TUNE + "." + key;
    if (!key.startsWith("train.") || key.startsWith("train.until")) {
      issues.add(
          value.line(),
          path,
          "is not tuned: only keys of train are, and not train.until, by which tries are chosen; hold"
              + " names suites.");
      return Optional.empty();
    }
    List<String> values = new ArrayList<>();
    if (value instanceof YamlValue.Listing listing) {
      for (YamlValue item : listing.items()) {
        if (item instanceof YamlValue.Scalar(Object one, int _)) {
          values.add(String.valueOf(one));
        }
      }
    }
    boolean whole =
        value instanceof YamlValue.Listing listing && values.size() == listing.items().size();
    if (!whole || values.isEmpty()) {
      issues.add(
          value.line(),
          path,
          "found %s, must be a list of values to try, such as [1.0e-5, 3.0e-5]."
              .formatted(value.describe()));
      return Optional.empty();
    }
    return Optional.of(values);
  }
}
