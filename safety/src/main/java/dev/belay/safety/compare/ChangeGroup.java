package dev.belay.safety.compare;

import dev.belay.core.stats.Holm;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows that belong together.
 *
 * @param name what they have in common, such as an attack
 * @param rows in the order of printing
 */
public record ChangeGroup(String name, List<ChangeRow> rows) {

  public ChangeGroup {
    rows = List.copyOf(rows);
  }

  /** Corrects the p-values of all rows of all groups together: they are one family (Holm). */
  static List<ChangeGroup> corrected(List<ChangeGroup> groups) {
    double[] adjusted =
        Holm.adjust(
            groups.stream()
                .flatMap(group -> group.rows().stream())
                .flatMap(row -> row.told().stream())
                .mapToDouble(SuiteChange.Measured::pValue)
                .toArray());
    List<ChangeGroup> corrected = new ArrayList<>();
    int next = 0;
    for (ChangeGroup group : groups) {
      List<ChangeRow> rows = new ArrayList<>();
      for (ChangeRow row : group.rows()) {
        rows.add(row.told().isPresent() ? row.withHolm(adjusted[next++]) : row);
      }
      corrected.add(new ChangeGroup(group.name(), rows));
    }
    return corrected;
  }

  /** Corrects the group's rows as a family of their own. */
  ChangeGroup corrected() {
    return corrected(List.of(this)).getFirst();
  }
}
