package dev.belay.report.section;

import dev.belay.report.data.Figures;
import dev.belay.report.data.ReportData;
import dev.belay.report.data.Sample;
import dev.belay.report.data.Subject;
import dev.belay.report.page.Html;
import dev.belay.report.page.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where judges contradict each other: how often, and how the labels fell. */
final class JudgesSection implements Section {

  /** What was counted of one suite. */
  private static final class Count {
    private int judged;
    private int split;
    private final Map<String, Integer> labels = new LinkedHashMap<>();
  }

  @Override
  public Optional<String> missing(ReportData data) {
    return severally(data).isEmpty()
        ? Optional.of(
            "Judges' disagreements: every completion shown was judged by one judge alone"
                + " (ensembles and --judge with several names have more).")
        : Optional.empty();
  }

  @Override
  public void write(ReportData data, Page page) {
    Html html = page.section("judges", "Where judges disagree");
    html.element(
        "p",
        "Completions that some judges count and others do not. The samples above can be filtered"
            + " for them.");
    for (Subject subject : severally(data)) {
      Map<String, Count> suites = counts(subject);
      List<List<String>> rows = new ArrayList<>();
      suites.forEach(
          (suite, count) ->
              rows.add(
                  List.of(
                      suite,
                      Integer.toString(count.judged),
                      Integer.toString(count.split),
                      Figures.percent((double) count.split / count.judged),
                      most(count))));
      html.table(
          subject.name() + ": completions on which judges disagree",
          List.of("suite", "judged by several", "disagree", "share", "most often"),
          rows);
    }
  }

  private static List<Subject> severally(ReportData data) {
    return data.subjects().stream().filter(subject -> !counts(subject).isEmpty()).toList();
  }

  private static Map<String, Count> counts(Subject subject) {
    Map<String, Count> suites = new LinkedHashMap<>();
    for (Sample sample : subject.samples()) {
      Stream.concat(sample.before().stream(), sample.after().stream())
          .filter(side -> side.verdicts().size() > 1)
          .forEach(side -> count(suites.computeIfAbsent(sample.suite(), _ -> new Count()), side));
    }
    return suites;
  }

  private static void count(Count count, Sample.Side side) {
    count.judged++;
    if (side.isSplit()) {
      count.split++;
      List<String> labels =
          side.verdicts().stream().map(verdict -> verdict.by() + " " + verdict.label()).toList();
      count.labels.merge(String.join(", ", labels), 1, Integer::sum);
    }
  }

  private static String most(Count count) {
    return count.labels.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(most -> "%s (%d)".formatted(most.getKey(), most.getValue()))
        .orElse("\u2013");
  }
}
