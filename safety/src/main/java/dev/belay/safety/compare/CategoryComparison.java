package dev.belay.safety.compare;

import dev.belay.core.error.BadInputException;
import dev.belay.safety.eval.EvaluationResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Two evaluations compared category by category.
 *
 * @param benchmarks those with categories, in the order of the evaluation before
 * @param without the names of those without any
 * @param confidence of the intervals, two-sided
 */
public record CategoryComparison(
    List<BenchmarkCategories> benchmarks, List<String> without, double confidence) {

  public CategoryComparison {
    benchmarks = List.copyOf(benchmarks);
    without = List.copyOf(without);
  }

  /**
   * Compares two evaluations.
   *
   * @throws BadInputException when a suite is in one of them only, or the prompts differ
   */
  public static CategoryComparison of(
      EvaluationResult before, EvaluationResult after, double confidence) {
    Map<String, List<PairedSuite>> byBenchmark = new LinkedHashMap<>();
    for (PairedSuite suite : PairedSuite.all(before, after)) {
      byBenchmark.computeIfAbsent(suite.info().benchmark(), name -> new ArrayList<>()).add(suite);
    }
    List<BenchmarkCategories> benchmarks = new ArrayList<>();
    List<String> without = new ArrayList<>();
    byBenchmark.forEach(
        (name, suites) -> {
          if (BenchmarkCategories.any(suites)) {
            benchmarks.add(BenchmarkCategories.of(suites, confidence));
          } else {
            without.add(name);
          }
        });
    return new CategoryComparison(benchmarks, without, confidence);
  }
}
