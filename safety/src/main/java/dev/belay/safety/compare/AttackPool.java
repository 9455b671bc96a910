package dev.belay.safety.compare;

import dev.belay.safety.eval.SuiteKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The suites that ask for the same and are judged by the same judge, taken together: each distinct
 * request once, however many benchmarks and attacks ask it.
 *
 * @param kind what they measure
 * @param judge name and version of the judge that decides
 * @param attacks each attack over the benchmarks; their p-values are a family
 * @param benchmarks each benchmark over the attacks; another family
 * @param all everything
 */
public record AttackPool(
    SuiteKind kind, String judge, ChangeGroup attacks, ChangeGroup benchmarks, ChangeRow all) {

  /** Takes suites together. */
  static AttackPool of(List<PairedSuite> suites, double confidence) {
    PairedSuite first = suites.getFirst();
    return new AttackPool(
        first.info().kind(),
        first.info().judges().getFirst(),
        group("attack", suites, PairedSuite::attack, confidence),
        group("benchmark", suites, suite -> suite.info().benchmark(), confidence),
        row("all", suites, confidence));
  }

  private static ChangeGroup group(
      String name,
      List<PairedSuite> suites,
      Function<PairedSuite, String> part,
      double confidence) {
    Map<String, List<PairedSuite>> parts = new LinkedHashMap<>();
    suites.forEach(
        suite -> parts.computeIfAbsent(part.apply(suite), key -> new ArrayList<>()).add(suite));
    List<ChangeRow> rows = new ArrayList<>();
    parts.forEach((key, own) -> rows.add(row(key, own, confidence)));
    return new ChangeGroup(name, rows).corrected();
  }

  private static ChangeRow row(String name, List<PairedSuite> suites, double confidence) {
    return ChangeRow.of(name, suites.size(), RequestPool.of(suites, prompt -> true), confidence);
  }
}
