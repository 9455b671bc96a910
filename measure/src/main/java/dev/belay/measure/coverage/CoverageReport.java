package dev.belay.measure.coverage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a study of coverage found, for people and for programs.
 *
 * @param cells in the order of the grid
 * @param study how it was run
 */
public record CoverageReport(List<CoverageCell> cells, CoverageStudy study) {

  /** A miss of more standard errors than this is marked: chance alone gives one in 30,000. */
  private static final double MARKED = 4;

  public CoverageReport {
    cells = List.copyOf(cells);
  }

  /** All cells. */
  public ObjectNode json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("experiments", study.repetitions()).put("seed", study.seed());
    for (CoverageCell cell : cells) {
      ObjectNode node = root.withArray("cells").addObject();
      node.put("study", cell.study());
      ObjectNode setting = node.putObject("setting");
      cell.setting().forEach(setting::put);
      node.put("method", cell.claim().method());
      node.put("kind", cell.claim().kind().name().toLowerCase(Locale.ROOT));
      node.put("nominal", cell.claim().nominal());
      node.put("experiments", cell.experiments()).put("share", cell.share());
      node.put("misses", cell.misses(MARKED));
    }
    return root;
  }

  /** One table of all methods, then one of each study with all its settings; Markdown. */
  public String markdown() {
    StringBuilder text = new StringBuilder(summary());
    studies().forEach((name, of) -> text.append('\n').append(details(name, of)));
    return text.toString();
  }

  private String summary() {
    StringBuilder text = new StringBuilder();
    text.append("| study | method | what | nominal | mean | worst | settings that miss |\n");
    text.append("|---|---|---|---|---|---|---|\n");
    studies()
        .forEach(
            (name, of) ->
                byMethod(of).forEach((method, own) -> text.append(line(name, method, own))));
    return text.toString();
  }

  private static String line(String name, String method, List<CoverageCell> cells) {
    Claim claim = cells.getFirst().claim();
    double mean = cells.stream().mapToDouble(CoverageCell::share).average().orElseThrow();
    CoverageCell worst = cells.getFirst();
    for (CoverageCell cell : cells) {
      worst = cell.shortfall() > worst.shortfall() ? cell : worst;
    }
    return "| %s | %s | %s | %s | %s | %s | %d of %d |\n"
        .formatted(
            name,
            method,
            claim.kind().name().toLowerCase(Locale.ROOT),
            number(claim.nominal()),
            share(mean),
            share(worst.share()),
            cells.stream().filter(cell -> cell.misses(MARKED)).count(),
            cells.size());
  }

  private static String details(String name, List<CoverageCell> cells) {
    Map<String, List<CoverageCell>> byMethod = byMethod(cells);
    List<String> header = new ArrayList<>(cells.getFirst().setting().keySet());
    header.addAll(byMethod.keySet());
    StringBuilder text = new StringBuilder();
    text.append("<details><summary>").append(name).append("</summary>\n\n");
    text.append(row(header)).append("|---".repeat(header.size())).append("|\n");
    bySetting(cells)
        .forEach(
            (setting, own) -> {
              List<String> row = new ArrayList<>();
              setting.values().forEach(value -> row.add(number(value)));
              own.forEach(cell -> row.add(share(cell.share()) + (cell.misses(MARKED) ? " !" : "")));
              text.append(row(row));
            });
    return text.append("\n</details>\n").toString();
  }

  private static String row(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private Map<String, List<CoverageCell>> studies() {
    Map<String, List<CoverageCell>> studies = new LinkedHashMap<>();
    cells.forEach(cell -> studies.computeIfAbsent(cell.study(), k -> new ArrayList<>()).add(cell));
    return studies;
  }

  private static Map<String, List<CoverageCell>> byMethod(List<CoverageCell> cells) {
    Map<String, List<CoverageCell>> methods = new LinkedHashMap<>();
    cells.forEach(
        cell -> methods.computeIfAbsent(cell.claim().method(), k -> new ArrayList<>()).add(cell));
    return methods;
  }

  private static Map<Map<String, Double>, List<CoverageCell>> bySetting(List<CoverageCell> cells) {
    Map<Map<String, Double>, List<CoverageCell>> settings = new LinkedHashMap<>();
    cells.forEach(
        cell -> settings.computeIfAbsent(cell.setting(), k -> new ArrayList<>()).add(cell));
    return settings;
  }

  private static String share(double share) {
    return String.format(Locale.ROOT, "%.3f", share).replaceFirst("^0", "");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value)
        .replaceFirst("\\.?0+$", "")
        .replaceFirst("^0\\.", ".");
  }
}
