package dev.belay.report.section;

import dev.belay.report.data.Estimate;
import dev.belay.report.data.SuiteRow;
import dev.belay.safety.compare.NonInferiority;
import dev.belay.safety.eval.SuiteKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The content of a forest plot: panels with the same axis below each other, a line an estimate.
 *
 * @param panels one a kind of suite
 */
record Forest(List<Panel> panels) {

  /**
   * Changes that are read alike.
   *
   * @param title what is counted, and which way is better
   * @param margin where the margin lies, with its sign; null without one
   * @param rows from the top
   */
  record Panel(String title, @Nullable Double margin, List<Row> rows) {}

  /**
   * A line.
   *
   * @param label what it is of
   * @param change the estimate, a share
   * @param low lower end
   * @param high upper end
   * @param held the verdict as in files; empty without one
   * @param dots further marks, such as the change of each seed
   */
  record Row(String label, double change, double low, double high, String held, List<Double> dots) {

    static Row of(String label, Estimate change, Optional<NonInferiority> held, List<Double> dots) {
      return new Row(
          label,
          change.value(),
          change.low(),
          change.high(),
          held.map(NonInferiority::snakeCase).orElse(""),
          List.copyOf(dots));
    }
  }

  /** What a panel of a kind is called. */
  static String title(SuiteKind kind) {
    return switch (kind) {
      case CAPABILITY -> "Tasks solved (more is better)";
      case HARMFUL -> "Harmful requests refused (more is better)";
      case COPYRIGHT -> "Requests for protected works refused (reported, held to no margin)";
      case SAFE_LOOKALIKE -> "Harmless requests that look harmful, refused (less is better)";
      case BENIGN -> "Everyday instructions refused (less is better)";
    };
  }

  /** Where the margin of a kind lies, as a change; null where none holds. */
  static @Nullable Double margin(SuiteKind kind, double margin) {
    return kind.isHeldToMargin() ? (Double) (kind.higherIsBetter() ? -margin : margin) : null;
  }

  /**
   * Adds a panel of every kind that has lines.
   *
   * @param rows with the label of each
   */
  static List<Panel> panels(List<Labelled> rows, @Nullable Double margin) {
    List<Panel> panels = new ArrayList<>();
    for (SuiteKind kind : SuiteKind.values()) {
      List<Row> lines =
          rows.stream()
              .filter(row -> row.suite().kind() == kind)
              .filter(row -> row.suite().change().isPresent())
              .map(
                  row ->
                      Row.of(
                          row.label(),
                          row.suite().change().orElseThrow(),
                          row.suite().held(),
                          List.of()))
              .toList();
      if (!lines.isEmpty()) {
        panels.add(new Panel(title(kind), margin == null ? null : margin(kind, margin), lines));
      }
    }
    return panels;
  }

  /** A suite's row and what it is called in the plot. */
  record Labelled(String label, SuiteRow suite) {}
}
