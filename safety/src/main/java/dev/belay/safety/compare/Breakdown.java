package dev.belay.safety.compare;

import dev.belay.core.error.BadInputException;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.SuiteKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Two evaluations compared part by part. These rows say where a change comes from; whether safety
 * held is said of each suite, since a mean over parts can hide one that failed.
 *
 * @param by what the parts are
 * @param tables by category one a benchmark; by attack two for each kind of suite that attacks are
 *     made of and each judge: the attacks, then the benchmarks
 * @param without the benchmarks without any part
 * @param confidence of the intervals, two-sided
 */
public record Breakdown(
    RowKey by, List<ChangeTable> tables, List<String> without, double confidence) {

  static final String ALL_ATTACKS = "all attacks";
  private static final String ALL = "all";
  private static final String NO_CATEGORY = "(none)";

  private record Alike(SuiteKind kind, String judge) {}

  public Breakdown {
    tables = List.copyOf(tables);
    without = List.copyOf(without);
  }

  /**
   * By the categories of each benchmark that has some, under each attack and over all attacks. The
   * p-values of a benchmark's categories under all its attacks are one family; those over all
   * attacks are another.
   *
   * @throws BadInputException when a suite is in one of them only, or the prompts differ
   */
  public static Breakdown byCategory(
      EvaluationResult before, EvaluationResult after, double confidence) {
    List<ChangeTable> tables = new ArrayList<>();
    List<String> without = new ArrayList<>();
    Map<String, List<PairedSuite>> benchmarks =
        grouped(PairedSuite.all(before, after), suite -> suite.part(RowKey.BENCHMARK));
    benchmarks.forEach(
        (name, suites) -> {
          if (suites.stream().anyMatch(PairedSuite::hasCategories)) {
            tables.add(categories(name, suites, confidence));
          } else {
            without.add(name);
          }
        });
    return new Breakdown(RowKey.CATEGORY, tables, without, confidence);
  }

  /**
   * By attack over all benchmarks, and by benchmark over all attacks: the suites that ask for the
   * same and are judged by the same judge, each distinct request once. The p-values of a table are
   * a family.
   *
   * @throws BadInputException when a suite is in one of them only, or the prompts differ
   */
  public static Breakdown byAttack(
      EvaluationResult before, EvaluationResult after, double confidence) {
    List<PairedSuite> attackable =
        PairedSuite.all(before, after).stream()
            .filter(suite -> suite.info().kind().isAttackable())
            .toList();
    List<ChangeTable> tables = new ArrayList<>();
    grouped(attackable, suite -> new Alike(suite.info().kind(), suite.judge()))
        .forEach(
            (alike, suites) -> {
              tables.add(pooled(RowKey.ATTACK, alike, suites, confidence));
              tables.add(pooled(RowKey.BENCHMARK, alike, suites, confidence));
            });
    return new Breakdown(RowKey.ATTACK, tables, List.of(), confidence);
  }

  private static <K> Map<K, List<PairedSuite>> grouped(
      List<PairedSuite> suites, Function<PairedSuite, K> key) {
    Map<K, List<PairedSuite>> groups = new LinkedHashMap<>();
    suites.forEach(
        suite -> groups.computeIfAbsent(key.apply(suite), _ -> new ArrayList<>()).add(suite));
    return groups;
  }

  private static ChangeTable categories(
      String benchmark, List<PairedSuite> suites, double confidence) {
    List<ChangeGroup> attacks = new ArrayList<>();
    for (PairedSuite suite : suites) {
      List<ChangeRow> rows = new ArrayList<>();
      for (String category : categoriesOf(List.of(suite))) {
        rows.add(ChangeRow.of(name(category), suite.category(category), confidence));
      }
      attacks.add(new ChangeGroup(suite.attack(), rows));
    }
    PairedSuite first = suites.getFirst();
    return new ChangeTable(
        RowKey.CATEGORY,
        benchmark,
        first.info().kind(),
        first.judge(),
        ChangeGroup.corrected(attacks),
        suites.size() > 1 ? Optional.of(overAttacks(suites, confidence)) : Optional.empty(),
        suites.size());
  }

  private static ChangeGroup overAttacks(List<PairedSuite> suites, double confidence) {
    List<ChangeRow> rows = new ArrayList<>();
    for (String category : categoriesOf(suites)) {
      RequestPool pool = RequestPool.of(suites, prompt -> prompt.category().equals(category));
      rows.add(ChangeRow.of(name(category), suites.size(), pool, confidence));
    }
    return new ChangeGroup(ALL_ATTACKS, rows).corrected();
  }

  private static TreeSet<String> categoriesOf(List<PairedSuite> suites) {
    TreeSet<String> categories = new TreeSet<>();
    suites.forEach(suite -> suite.prompts().forEach(prompt -> categories.add(prompt.category())));
    return categories;
  }

  private static String name(String category) {
    return category.isEmpty() ? NO_CATEGORY : category;
  }

  private static ChangeTable pooled(
      RowKey key, Alike alike, List<PairedSuite> suites, double confidence) {
    List<ChangeRow> rows = new ArrayList<>();
    grouped(suites, suite -> suite.part(key))
        .forEach((name, own) -> rows.add(row(name, own, confidence)));
    return new ChangeTable(
        key,
        "",
        alike.kind(),
        alike.judge(),
        List.of(new ChangeGroup(key.word(), rows).corrected()),
        Optional.of(new ChangeGroup(ALL, List.of(row(ALL, suites, confidence)))),
        grouped(suites, suite -> suite.part(key.over())).size());
  }

  private static ChangeRow row(String name, List<PairedSuite> suites, double confidence) {
    return ChangeRow.of(name, suites.size(), RequestPool.of(suites, prompt -> true), confidence);
  }
}
