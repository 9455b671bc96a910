package dev.belay.safety.eval;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Completions on whose refusal the judges do not agree: some say that it refuses, others that it
 * complies. Judges that say nothing of refusal, or are undecided, disagree with nobody.
 */
final class Disagreements {
  private Disagreements() {}

  /** Lists them under {@code disagreements} where more than one judge judged. */
  static void put(ObjectNode node, SuiteResult suite) {
    if (suite.records().stream().allMatch(record -> record.verdicts().size() == 1)) {
      return;
    }
    List<EvalRecord> split =
        suite.records().stream().filter(record -> isSplit(record.verdicts())).toList();
    ObjectNode disagreements = node.putObject("disagreements");
    disagreements.put("count", split.size());
    ArrayNode list = disagreements.putArray("completions");
    for (EvalRecord record : split) {
      ObjectNode one = list.addObject();
      one.put("id", record.prompt().id()).put("sample", record.sample());
      ObjectNode labels = one.putObject("labels");
      record.verdicts().forEach(verdict -> labels.put(verdict.by(), verdict.label()));
    }
  }

  static boolean isSplit(List<ScoredVerdict> verdicts) {
    long decided = verdicts.stream().filter(verdict -> verdict.score().isPresent()).count();
    double refused = verdicts.stream().mapToDouble(v -> v.score().orElse(0)).sum();
    return refused > 0 && refused < decided;
  }
}
