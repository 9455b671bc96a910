package dev.belay.report.data;

import dev.belay.safety.compare.NonInferiority;
import java.util.List;
import java.util.Optional;

/**
 * What {@code belay compare} found of its arms.
 *
 * @param name of the comparison
 * @param verdict paragraphs in plain words, the verdict first
 * @param margin the largest loss of refusals that counts as held
 * @param arms in the order that they ran
 * @param frontiers the ends of arms that differ in one setting, a way each
 * @param meeting the arms at equal capability; absent with fewer than two
 * @param notes how the curves were made, whether the arms were tuned alike
 * @param origin what it was made of
 */
public record ArmComparison(
    String name,
    List<String> verdict,
    double margin,
    List<Arm> arms,
    List<PlaneArm> frontiers,
    Optional<Meeting> meeting,
    List<String> notes,
    Origin origin) {

  public ArmComparison {
    verdict = List.copyOf(verdict);
    arms = List.copyOf(arms);
    frontiers = List.copyOf(frontiers);
    notes = List.copyOf(notes);
  }

  /**
   * One arm.
   *
   * @param label its name in tables and charts
   * @param held whether its safety held; absent where it failed, or nothing measured that
   * @param ending where its training ended, or why it has no result
   * @param cells its row of the table, as printed; empty where it failed
   * @param way over the plane; absent without suites of both kinds
   * @param tries of its tuning, a sentence each
   */
  public record Arm(
      String label,
      Optional<NonInferiority> held,
      String ending,
      List<String> cells,
      Optional<PlaneArm> way,
      List<String> tries) {
    public Arm {
      cells = List.copyOf(cells);
      tries = List.copyOf(tries);
    }
  }

  /** Arms where they solve the same share of tasks: what is said, then suite by suite. */
  public record Meeting(String sentence, List<Pair> pairs) {
    public Meeting {
      pairs = List.copyOf(pairs);
    }
  }

  /**
   * Two arms there.
   *
   * @param first what the other is compared with
   * @param second whose changes stand in the rows: second less first, paired
   * @param sentence the verdict in words
   * @param rows suites; before is the first arm, after the second
   */
  public record Pair(String first, String second, String sentence, List<SuiteRow> rows) {
    public Pair {
      rows = List.copyOf(rows);
    }
  }
}
