package dev.belay.report.read;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.report.data.SuiteRow;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.EvaluationSummary;
import dev.belay.safety.eval.SuiteResult;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The rates of one evaluation, with nothing to compare them with. */
final class Rates {

  private Rates() {}

  static List<SuiteRow> of(EvaluationResult evaluation) {
    return evaluation.suites().stream().map(Rates::row).toList();
  }

  private static SuiteRow row(SuiteResult suite) {
    ObjectNode node = EvaluationSummary.json(suite);
    return new SuiteRow(
        suite.info().name(),
        suite.info().kind(),
        String.join(", ", suite.info().judges()),
        node.path("prompts").asLong(),
        node.path("decided").asLong(),
        Optional.empty(),
        Facts.estimate(node, "rate"),
        Optional.empty(),
        new SuiteRow.Undecided(0, node.path("undecided").asLong()),
        Optional.empty(),
        OptionalDouble.empty(),
        Optional.empty());
  }
}
