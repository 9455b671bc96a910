package dev.belay.report.data;

import dev.belay.safety.compare.NonInferiority;
import dev.belay.safety.eval.SuiteKind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What {@code belay sweep collect} found.
 *
 * @param name of the sweep
 * @param margin of all its recipes, if they have one
 * @param counts how its cells stand, in words
 * @param ablations one an axis
 * @param settings every combination of the axes but the seed, as one axis
 * @param cells as rows of a table: index, values, state, verdict, seconds
 * @param notes what was left out of a pool and why
 * @param origin what it was made of
 */
public record Sweep(
    String name,
    OptionalDouble margin,
    String counts,
    List<Ablation> ablations,
    Ablation settings,
    List<List<String>> cells,
    List<String> notes,
    Origin origin) {

  public Sweep {
    ablations = List.copyOf(ablations);
    cells = cells.stream().map(List::copyOf).toList();
    notes = List.copyOf(notes);
  }

  /** What each value of an axis did to each suite. */
  public record Ablation(String axis, List<Row> rows) {
    public Ablation {
      rows = List.copyOf(rows);
    }
  }

  /**
   * A suite at a value of the axis, pooled over seeds.
   *
   * @param value of the axis
   * @param suite its name
   * @param kind what it measures
   * @param n prompts decided before and after in every cell
   * @param seeds how many
   * @param before the mean rate before
   * @param after the mean rate after
   * @param change with the interval over prompts and seeds
   * @param bySeed the change of each seed
   * @param held against the margin
   * @param againstFirst the change less that of the first value
   */
  public record Row(
      String value,
      String suite,
      SuiteKind kind,
      long n,
      long seeds,
      double before,
      double after,
      Estimate change,
      List<Double> bySeed,
      Optional<NonInferiority> held,
      Optional<Estimate> againstFirst) {
    public Row {
      bySeed = List.copyOf(bySeed);
    }
  }
}
