package dev.belay.report.section;

import dev.belay.core.stats.StandardNormal;
import dev.belay.report.data.Figures;
import dev.belay.report.data.ReportData;
import dev.belay.report.data.Subject;
import dev.belay.report.page.Page;
import dev.belay.safety.drift.DriftReport;
import dev.belay.safety.drift.PositionKl;
import dev.belay.safety.drift.SuiteDrift;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far training moved the policy where safety is asked about, what that bounds, what was lost.
 */
final class DriftSection implements Section {

  private static final List<String> HEADER =
      List.of(
          "suite",
          "prompts",
          "KL, nats",
          "loss in sampled completions",
          "loss in the evaluation",
          "bound",
          "limit");

  /** A chart's content: losses in shares. */
  private record Bounds(List<Row> rows) {}

  private record Row(
      String label,
      @Nullable Double measured,
      @Nullable Double low,
      @Nullable Double high,
      double bound,
      double limit,
      boolean vacuous) {}

  @Override
  public Optional<String> missing(ReportData data) {
    return drifted(data).isEmpty()
        ? Optional.of("KL and drift bounds: no folder holds a drift.json that can be read.")
        : Optional.empty();
  }

  @Override
  public void write(ReportData data, Page page) {
    page.section("drift", "KL and what it bounds");
    page.html()
        .element(
            "p",
            "The KL between trained model and base on the very prompts of a suite bounds how many"
                + " good completions (refusals of harmful requests, answers to harmless ones) can"
                + " have been lost, whatever a judge says. The limit takes the worst ends of the"
                + " intervals; the dot is what the judge saw lost in the same sampled completions,"
                + " and must lie left of it but for chance.");
    List<Subject> subjects = drifted(data);
    List<Row> rows = new ArrayList<>();
    List<List<String>> table = new ArrayList<>();
    boolean several = subjects.size() > 1;
    for (Subject subject : subjects) {
      DriftReport report = subject.drift().orElseThrow();
      for (SuiteDrift suite : report.suites()) {
        String label = several ? suite.suite() + " \u00b7 " + subject.name() : suite.suite();
        rows.add(row(label, suite));
        table.add(cells(label, suite));
      }
    }
    page.chart("bounds", description(rows), new Bounds(rows));
    page.numbers("KL, bounds and losses in points", HEADER, table);
    byPosition(subjects, page);
    for (Subject subject : subjects) {
      subject
          .drift()
          .orElseThrow()
          .leftOut()
          .forEach(line -> page.html().element("p", "Left out: " + line, "class", "note"));
    }
  }

  private static void byPosition(List<Subject> subjects, Page page) {
    List<List<String>> sums = new ArrayList<>();
    page.html().open("div", "class", "multiples wide");
    for (Subject subject : subjects) {
      DriftReport report = subject.drift().orElseThrow();
      List<Lines.Series> series =
          report.suites().stream().map(suite -> positions(suite, report.confidence())).toList();
      page.chart(
          "lines",
          "%s: KL to the base at each token of the completion, with intervals."
              .formatted(subject.name()),
          new Lines("KL by position, nats: " + subject.name(), "token of the completion", series));
      series.forEach(one -> sums.add(sums(subject.name(), one)));
    }
    page.html().close();
    page.numbers(
        "KL by position", List.of("model", "suite", "first token", "tokens 2 to 5", "all"), sums);
  }

  private static List<Subject> drifted(ReportData data) {
    return data.subjects().stream()
        .filter(subject -> subject.drift().filter(d -> !d.suites().isEmpty()).isPresent())
        .toList();
  }

  private static Row row(String label, SuiteDrift suite) {
    return new Row(
        label,
        negated(suite.safety().change()),
        negated(suite.safety().high()),
        negated(suite.safety().low()),
        suite.bound().meanOfBounds(),
        suite.bound().atLimits(),
        suite.bound().vacuous());
  }

  private static @Nullable Double negated(@Nullable Double change) {
    return change == null ? null : (Double) (0 - change);
  }

  private static List<String> cells(String label, SuiteDrift suite) {
    Row row = row(label, suite);
    return List.of(
        label,
        Integer.toString(suite.prompts()),
        "%s [%s, %s]"
            .formatted(
                Figures.number(suite.kl().kl()),
                Figures.number(suite.kl().low()),
                Figures.number(suite.kl().high())),
        row.measured() == null ? "nothing decided" : Figures.size(row.measured()),
        evaluated(suite),
        Figures.size(suite.bound().meanOfBounds()),
        Figures.size(suite.bound().atLimits())
            + (suite.bound().vacuous() ? " (says nothing)" : ""));
  }

  /** The share that counts as good falls where needless refusals rise. */
  private static String evaluated(SuiteDrift suite) {
    return suite.evaluation() == null
        ? "\u2013"
        : Figures.size(
            suite.asksForHarm() ? 0 - suite.evaluation().change() : suite.evaluation().change());
  }

  private static String description(List<Row> rows) {
    long vacuous = rows.stream().filter(Row::vacuous).count();
    return "Losses of good completions on %d suites against what the KL allows%s."
        .formatted(
            rows.size(),
            vacuous == 0
                ? ""
                : "; on %d of them it is too large to bound anything".formatted(vacuous));
  }

  private static Lines.Series positions(SuiteDrift suite, double confidence) {
    double critical = StandardNormal.twoSidedCritical(confidence);
    List<double[]> points = new ArrayList<>();
    for (PositionKl at : suite.byPosition()) {
      double radius = critical * at.se();
      points.add(
          new double[] {at.position(), at.kl(), Math.max(0, at.kl() - radius), at.kl() + radius});
    }
    return new Lines.Series(suite.suite(), points);
  }

  private static List<String> sums(String model, Lines.Series series) {
    return List.of(
        model,
        series.name(),
        Figures.number(sum(series, 1, 1)),
        Figures.number(sum(series, 2, 5)),
        Figures.number(sum(series, 1, Integer.MAX_VALUE)));
  }

  private static double sum(Lines.Series series, int from, int to) {
    return series.points().stream()
        .filter(point -> point[0] >= from && point[0] <= to)
        .mapToDouble(point -> point[1])
        .sum();
  }
}
