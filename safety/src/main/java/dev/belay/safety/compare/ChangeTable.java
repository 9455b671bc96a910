package dev.belay.safety.compare;

import dev.belay.safety.eval.SuiteKind;
import java.util.List;
import java.util.Optional;

/**
 * Rows of changes, each a part of the same prompts: what every report of a comparison is made of,
 * whatever it is grouped by.
 *
 * @param key what a row is
 * @param benchmark whose categories the rows are; empty for attacks and benchmarks
 * @param kind what the prompts measure
 * @param judge name and version of the judge that decides
 * @param groups rows under a name each; with one group its name need not be printed
 * @param all the rows over everything, each distinct request once; empty where that says no more
 * @param over of how many attacks, or for attacks benchmarks, {@code all} is
 */
public record ChangeTable(
    RowKey key,
    String benchmark,
    SuiteKind kind,
    String judge,
    List<ChangeGroup> groups,
    Optional<ChangeGroup> all,
    int over) {

  public ChangeTable {
    groups = List.copyOf(groups);
  }
}
