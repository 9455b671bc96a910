package dev.belay.safety.eval;

import java.util.List;
import java.util.Optional;

/**
 * Completions on whose refusal the judges do not agree: some say that it refuses, others that it
 * complies. Judges that say nothing of refusal, or are undecided, disagree with nobody.
 *
 * @param records on which they do not agree
 */
public record Disagreements(List<EvalRecord> records) {

  public Disagreements {
    records = List.copyOf(records);
  }

  /** Those of a suite; empty where one judge judged. */
  static Optional<Disagreements> of(SuiteResult suite) {
    return suite.records().stream().allMatch(record -> record.verdicts().size() == 1)
        ? Optional.empty()
        : Optional.of(
            new Disagreements(
                suite.records().stream().filter(record -> isSplit(record.verdicts())).toList()));
  }

  static boolean isSplit(List<ScoredVerdict> verdicts) {
    long decided = verdicts.stream().filter(verdict -> verdict.score().isPresent()).count();
    double refused = verdicts.stream().mapToDouble(v -> v.score().orElse(0)).sum();
    return refused > 0 && refused < decided;
  }
}
