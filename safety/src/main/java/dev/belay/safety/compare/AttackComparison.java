package dev.belay.safety.compare;

import dev.belay.core.error.BadInputException;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.SuiteKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Two evaluations compared attack by attack, over all benchmarks of one kind. These rows say where
 * a change comes from; whether safety held is said of each suite, since a mean over benchmarks can
 * hide one that failed.
 *
 * @param pools one for each kind of suite that attacks are made of, and each judge; may be empty
 * @param confidence of the intervals, two-sided
 */
public record AttackComparison(List<AttackPool> pools, double confidence) {

  private record Alike(SuiteKind kind, String judge) {}

  public AttackComparison {
    pools = List.copyOf(pools);
  }

  /**
   * Compares two evaluations.
   *
   * @throws BadInputException when a suite is in one of them only, or the prompts differ
   */
  public static AttackComparison of(
      EvaluationResult before, EvaluationResult after, double confidence) {
    Map<Alike, List<PairedSuite>> alike = new LinkedHashMap<>();
    for (PairedSuite suite : PairedSuite.all(before, after)) {
      if (suite.info().kind().isAttackable()) {
        Alike key = new Alike(suite.info().kind(), suite.info().judges().getFirst());
        alike.computeIfAbsent(key, k -> new ArrayList<>()).add(suite);
      }
    }
    return new AttackComparison(
        alike.values().stream().map(suites -> AttackPool.of(suites, confidence)).toList(),
        confidence);
  }
}
