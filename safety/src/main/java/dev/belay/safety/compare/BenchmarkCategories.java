package dev.belay.safety.compare;

import dev.belay.safety.eval.SuiteKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * How the categories of one benchmark changed.
 *
 * @param benchmark its name
 * @param kind what it measures
 * @param attacks a group for each way of asking; in each a row a category, whose prompts add up to
 *     the suite's. The p-values of all of them are one family
 * @param pooled the categories over all attacks, each distinct request once, a family of their own;
 *     empty with one way of asking
 */
public record BenchmarkCategories(
    String benchmark, SuiteKind kind, List<ChangeGroup> attacks, Optional<ChangeGroup> pooled) {

  static final String ALL_ATTACKS = "all attacks";
  private static final String NO_CATEGORY = "(none)";

  public BenchmarkCategories {
    attacks = List.copyOf(attacks);
  }

  /** Whether any prompt of the suites has a category. */
  static boolean any(List<PairedSuite> suites) {
    return suites.stream()
        .flatMap(suite -> suite.prompts().stream())
        .anyMatch(prompt -> !prompt.category().isEmpty());
  }

  /**
   * Compares category by category.
   *
   * @param suites the benchmark under one attack each, at least one
   */
  static BenchmarkCategories of(List<PairedSuite> suites, double confidence) {
    List<ChangeGroup> attacks = new ArrayList<>();
    for (PairedSuite suite : suites) {
      attacks.add(group(suite, confidence));
    }
    PairedSuite first = suites.getFirst();
    return new BenchmarkCategories(
        first.info().benchmark(),
        first.info().kind(),
        ChangeGroup.corrected(attacks),
        suites.size() > 1 ? Optional.of(pooled(suites, confidence)) : Optional.empty());
  }

  private static ChangeGroup group(PairedSuite suite, double confidence) {
    List<ChangeRow> rows = new ArrayList<>();
    for (String category : categories(List.of(suite))) {
      List<PairedPrompt> own =
          suite.prompts().stream().filter(prompt -> prompt.category().equals(category)).toList();
      PairedSuite part = new PairedSuite(suite.info(), suite.binary(), own);
      rows.add(ChangeRow.of(name(category), part, confidence));
    }
    return new ChangeGroup(suite.attack(), rows);
  }

  private static ChangeGroup pooled(List<PairedSuite> suites, double confidence) {
    List<ChangeRow> rows = new ArrayList<>();
    for (String category : categories(suites)) {
      RequestPool pool = RequestPool.of(suites, prompt -> prompt.category().equals(category));
      rows.add(ChangeRow.of(name(category), suites.size(), pool, confidence));
    }
    return new ChangeGroup(ALL_ATTACKS, rows).corrected();
  }

  private static TreeSet<String> categories(List<PairedSuite> suites) {
    TreeSet<String> categories = new TreeSet<>();
    suites.forEach(suite -> suite.prompts().forEach(prompt -> categories.add(prompt.category())));
    return categories;
  }

  private static String name(String category) {
    return category.isEmpty() ? NO_CATEGORY : category;
  }
}
