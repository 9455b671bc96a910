package dev.belay.report.read;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.stats.Interval;
import dev.belay.report.data.Changes;
import dev.belay.report.data.Estimate;
import dev.belay.report.data.SuiteRow;
import dev.belay.safety.compare.NonInferiority;
import dev.belay.safety.eval.SuiteKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The paired changes as {@code result.json}, {@code compare.json} and the comparison have them. */
final class ChangesReader {

  private ChangesReader() {}

  static Changes read(JsonNode comparison) {
    double margin = Facts.number(comparison, "margin").orElse(0);
    List<SuiteRow> rows = new ArrayList<>();
    for (JsonNode suite : comparison.path("suites")) {
      Facts.kind(suite).ifPresent(kind -> rows.add(row(suite, kind, margin)));
    }
    return new Changes(
        margin,
        Facts.number(comparison, "confidence").orElse(Interval.DEFAULT_CONFIDENCE),
        Facts.held(comparison, "safety_held").or(() -> all(rows)),
        rows);
  }

  /** Results from before the key that sums the verdicts up. */
  private static Optional<NonInferiority> all(List<SuiteRow> rows) {
    List<NonInferiority> verdicts =
        rows.stream()
            .filter(row -> row.kind() == SuiteKind.HARMFUL)
            .flatMap(row -> row.held().stream())
            .toList();
    return verdicts.isEmpty() ? Optional.empty() : Optional.of(NonInferiority.all(verdicts));
  }

  private static SuiteRow row(JsonNode suite, SuiteKind kind, double margin) {
    Optional<Estimate> change = Facts.estimate(suite, "change");
    OptionalDouble before = Facts.number(suite, "before");
    OptionalDouble after = Facts.number(suite, "after");
    boolean stated = change.isPresent() && before.isPresent() && after.isPresent();
    return new SuiteRow(
        Facts.text(suite, "suite").orElse("?"),
        kind,
        String.join(", ", Facts.texts(suite.path("judges"))),
        (long) Facts.number(suite, "prompts").orElse(0),
        (long) Facts.number(suite, "n").orElse(0),
        stated ? Optional.of(before.getAsDouble()) : Optional.empty(),
        stated ? change.map(c -> c.plus(before.getAsDouble())) : Optional.empty(),
        stated ? change : Optional.empty(),
        new SuiteRow.Undecided(
            (long) Facts.number(suite, "undecided_before").orElse(0),
            (long) Facts.number(suite, "undecided_after").orElse(0)),
        kind.isHeldToMargin() ? held(suite, kind, change, margin) : Optional.empty(),
        Facts.number(suite, "p_holm"),
        Facts.text(suite, "held_says_nothing"));
  }

  private static Optional<NonInferiority> held(
      JsonNode suite, SuiteKind kind, Optional<Estimate> change, double margin) {
    return Facts.held(suite, "held")
        .or(() -> change.map(stated -> within(stated, kind.higherIsBetter(), margin)))
        .or(() -> Optional.of(NonInferiority.CANNOT_TELL));
  }

  /** Results from before the key that says it. */
  private static NonInferiority within(Estimate change, boolean higherIsBetter, double margin) {
    Estimate worsening = higherIsBetter ? change.negated() : change;
    return worsening.high() < margin
        ? NonInferiority.HELD
        : worsening.low() > margin ? NonInferiority.DID_NOT_HOLD : NonInferiority.CANNOT_TELL;
  }
}
