package dev.belay.safety.compare;

import dev.belay.safety.eval.TextTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** A comparison of categories as text for a terminal: a table a benchmark. */
public final class CategoryTable {
  private CategoryTable() {}

  /** The tables and what their columns mean; lines end with {@code \n}. */
  public static String print(CategoryComparison comparison) {
    String without = String.join(", ", comparison.without());
    if (comparison.benchmarks().isEmpty()) {
      return "By category: none of the benchmarks has categories (" + without + ").\n";
    }
    StringBuilder text = new StringBuilder();
    comparison.benchmarks().forEach(benchmark -> text.append(print(benchmark)).append('\n'));
    text.append(ChangeCells.legend(comparison.confidence()));
    text.append(tests(comparison));
    if (!comparison.without().isEmpty()) {
      text.append("Without categories: ").append(without).append(".\n");
    }
    return text.toString();
  }

  private static String print(BenchmarkCategories benchmark) {
    List<String> header = new ArrayList<>(List.of("category"));
    header.addAll(ChangeCells.HEADER);
    TextTable table = new TextTable(header, Set.of(0));
    benchmark.attacks().forEach(group -> add(table, benchmark, group));
    benchmark.pooled().ifPresent(group -> add(table, benchmark, group));
    return "%s by category: share %s\n%s"
        .formatted(benchmark.benchmark(), benchmark.kind().verb(), table.print());
  }

  /** Where there is one way of asking its name says nothing. */
  private static void add(TextTable table, BenchmarkCategories benchmark, ChangeGroup group) {
    boolean several = benchmark.pooled().isPresent();
    if (several) {
      List<String> heading = new ArrayList<>(List.of(group.name()));
      heading.addAll(Collections.nCopies(ChangeCells.HEADER.size(), ""));
      table.add(heading);
    }
    for (ChangeRow row : group.rows()) {
      List<String> cells = new ArrayList<>();
      cells.add((several ? "  " : "") + ChangeCells.name(row.name()));
      cells.addAll(ChangeCells.of(row));
      table.add(cells);
    }
  }

  private static String tests(CategoryComparison comparison) {
    boolean several = comparison.benchmarks().stream().anyMatch(b -> b.pooled().isPresent());
    return several
        ? """
        p: exact McNemar (score test of several completions). all attacks: each distinct request once, with
        the mean of its verdicts; p: exact, by the signs of whole requests. Holm: p for all categories of
        the benchmark under all its attacks at once; of "all attacks", for those rows at once.
        """
        : """
        p: exact McNemar (score test of several completions). Holm: p for all categories of the benchmark
        at once.
        """;
  }
}
