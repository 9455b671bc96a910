package dev.belay.report.data;

import dev.belay.report.data.ArmComparison.Arm;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that a report shows.
 *
 * @param title of the page
 * @param subjects models that were measured: runs, evaluations and the arms of comparisons
 * @param comparisons of arms
 * @param sweeps of settings
 * @param command that makes the report again
 */
public record ReportData(
    String title,
    List<Subject> subjects,
    List<ArmComparison> comparisons,
    List<Sweep> sweeps,
    String command) {

  public ReportData {
    subjects = List.copyOf(subjects);
    comparisons = List.copyOf(comparisons);
    sweeps = List.copyOf(sweeps);
  }

  /** Names of arms and models, each once: those that have a colour of their own. */
  public List<String> names() {
    return Stream.concat(
            comparisons.stream().flatMap(comparison -> comparison.arms().stream()).map(Arm::label),
            subjects.stream().map(Subject::name))
        .distinct()
        .toList();
  }
}
