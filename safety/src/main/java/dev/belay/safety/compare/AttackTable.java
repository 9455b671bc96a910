package dev.belay.safety.compare;

import dev.belay.safety.eval.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A comparison of attacks as text for a terminal. */
public final class AttackTable {
  private AttackTable() {}

  /** Attacks over benchmarks, then benchmarks over attacks; lines end with {@code \n}. */
  public static String print(AttackComparison comparison) {
    if (comparison.pools().isEmpty()) {
      return "By attack: none of the suites holds requests that attacks are made of.\n";
    }
    StringBuilder text = new StringBuilder();
    for (AttackPool pool : comparison.pools()) {
      text.append(print("By attack", pool, pool.attacks(), pool.benchmarks())).append('\n');
      text.append(print("By benchmark", pool, pool.benchmarks(), pool.attacks())).append('\n');
    }
    return text.append(ChangeCells.legend(comparison.confidence()))
        .append(
            """
            asked: prompts; n: distinct requests. The same text in several benchmarks or under several
            attacks is one request, with the mean of its verdicts; the same request in other words is not
            known to be the same. p: exact, by the signs of whole requests; exact McNemar where each was
            asked once. Holm: p for the rows of the table at once, without "all". No verdict rests on
            these means.
            """)
        .toString();
  }

  private static String print(String title, AttackPool pool, ChangeGroup group, ChangeGroup over) {
    List<String> header = new ArrayList<>(List.of(group.name(), over.name() + "s", "asked"));
    header.addAll(ChangeCells.HEADER);
    TextTable table = new TextTable(header, Set.of(0));
    group.rows().forEach(row -> table.add(cells(row, row.suites())));
    table.add(cells(pool.all(), over.rows().size()));
    return "%s, over %ss: share %s, judged by %s\n%s"
        .formatted(title, over.name(), pool.kind().verb(), pool.judge(), table.print());
  }

  private static List<String> cells(ChangeRow row, int suites) {
    List<String> cells = new ArrayList<>();
    cells.add(ChangeCells.name(row.name()));
    cells.add(Integer.toString(suites));
    cells.add(Long.toString(row.asked()));
    cells.addAll(ChangeCells.of(row));
    return cells;
  }
}
