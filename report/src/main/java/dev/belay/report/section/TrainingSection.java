package dev.belay.report.section;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.report.data.Figures;
import dev.belay.report.data.ReportData;
import dev.belay.report.data.Subject;
import dev.belay.report.page.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The curves of training: what was learned, how far from the base, and how calmly. */
final class TrainingSection implements Section {

  /** A chart has no more points a line; more steps are averaged. */
  private static final int MOST_POINTS = 400;

  /** A metric of the log that is worth a chart. */
  private record Curve(String key, String title, String unit) {
    String heading() {
      return unit.isEmpty() ? title : title + ", " + unit;
    }
  }

  private static final List<Curve> CURVES =
      List.of(
          new Curve("reward_mean", "Reward", ""),
          new Curve("reward_accuracy", "Pairs ordered rightly", "share"),
          new Curve("validation_accuracy", "Validation problems solved", "share"),
          new Curve("loss", "Loss", ""),
          new Curve("kl_sequence_mean", "KL to the reference on the task", "nats a completion"),
          new Curve("anchor_kl_reverse", "KL on the anchor's prompts", "nats a completion"),
          new Curve(
              "anchor_kl_reverse_held_out",
              "KL on prompts that the anchor sets aside",
              "nats a completion"),
          new Curve(
              "anchor_kl_forward", "KL on the anchor's prompts, forward", "nats a completion"),
          new Curve("refusals_nats", "Cross-entropy of the model's own refusals", "nats a token"),
          new Curve("grad_norm", "Gradient norm", "before clipping"),
          new Curve("groups_without_signal", "Groups without signal", "share of groups"),
          new Curve("refused_share", "Refusals of the task itself", "share of completions"),
          new Curve("entropy", "Entropy", "nats a token"),
          new Curve("completion_length_mean", "Length of completions", "tokens"),
          new Curve("clip_share", "Clipped tokens", "share"),
          new Curve("logprob_gap_mean", "Gap between rollout and training", "nats a token"),
          new Curve("monitor_log_e", "The monitor's evidence", "log e-value"),
          new Curve("learning_rate", "Learning rate", ""));

  @Override
  public Optional<String> missing(ReportData data) {
    return trained(data).isEmpty()
        ? Optional.of("Training curves: no folder holds a metrics.jsonl.")
        : Optional.empty();
  }

  @Override
  public void write(ReportData data, Page page) {
    page.section("training", "Training");
    page.html().open("div", "class", "multiples");
    List<List<String>> table = new ArrayList<>();
    for (Curve curve : CURVES) {
      List<Lines.Series> series = new ArrayList<>();
      for (Subject subject : trained(data)) {
        series(subject, curve.key())
            .ifPresent(
                found -> {
                  series.add(found);
                  table.add(ends(curve, found));
                });
      }
      if (!series.isEmpty()) {
        page.chart(
            "lines",
            "%s by step: %s.".formatted(curve.title(), fromTo(series)),
            new Lines(curve.heading(), "step", series));
      }
    }
    page.html().close();
    page.numbers(
        "training curves", List.of("curve", "model", "first", "last", "least", "most"), table);
  }

  private static List<Subject> trained(ReportData data) {
    return data.subjects().stream().filter(subject -> !subject.steps().isEmpty()).toList();
  }

  private static Optional<Lines.Series> series(Subject subject, String key) {
    List<double[]> points = new ArrayList<>();
    for (JsonNode step : subject.steps()) {
      JsonNode value = step.path(key);
      if (value.isNumber()
          && Double.isFinite(value.doubleValue())
          && step.path("step").isNumber()) {
        points.add(new double[] {step.path("step").doubleValue(), value.doubleValue()});
      }
    }
    return points.isEmpty()
        ? Optional.empty()
        : Optional.of(new Lines.Series(subject.name(), thinned(points)));
  }

  /** Means of as many neighbours as needed. */
  static List<double[]> thinned(List<double[]> points) {
    int width = (points.size() + MOST_POINTS - 1) / MOST_POINTS;
    if (width <= 1) {
      return points;
    }
    List<double[]> means = new ArrayList<>();
    for (int from = 0; from < points.size(); from += width) {
      List<double[]> some = points.subList(from, Math.min(points.size(), from + width));
      means.add(
          new double[] {
            some.stream().mapToDouble(p -> p[0]).average().orElseThrow(),
            some.stream().mapToDouble(p -> p[1]).average().orElseThrow()
          });
    }
    return means;
  }

  private static List<String> ends(Curve curve, Lines.Series series) {
    double[] values = series.points().stream().mapToDouble(p -> p[1]).toArray();
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    return List.of(
        curve.title(),
        series.name(),
        Figures.number(values[0]),
        Figures.number(values[values.length - 1]),
        Figures.number(least),
        Figures.number(most));
  }

  private static String fromTo(List<Lines.Series> series) {
    List<String> parts = new ArrayList<>();
    for (Lines.Series one : series) {
      parts.add(
          "%s from %s to %s"
              .formatted(
                  one.name(),
                  Figures.number(one.points().getFirst()[1]),
                  Figures.number(one.points().getLast()[1])));
    }
    return String.join(", ", parts);
  }
}
