package dev.belay.train.anchor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.objective.Divergence;
import dev.belay.core.plot.Axis;
import dev.belay.core.plot.LineChart;
import dev.belay.core.plot.Point;
import dev.belay.core.plot.Series;
import dev.belay.core.recipe.AnchorSpec;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.JsonLines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Draws what {@code positions.jsonl} holds: the KL and the coefficient by step, and where in a
 * completion the KL is.
 */
final class AnchorPlots {

  /** Which share of the steps, the last, the drift by position is a mean over. */
  private static final int LAST_SHARE = 4;

  private final List<JsonNode> steps;
  private final List<JsonNode> heldOut;
  private final AnchorSpec.Strength strength;

  /**
   * Plots of a log.
   *
   * @param log as {@link AnchorLog} wrote it
   * @param heldOut as {@link HeldOutKl} wrote it; none where nothing was set aside
   */
  AnchorPlots(Path log, Path heldOut, AnchorSpec.Strength strength) {
    this.steps = JsonLines.readWhole(log);
    this.heldOut = JsonLines.readWhole(heldOut);
    this.strength = strength;
  }

  /** Writes them into a folder; nothing without a step. */
  void write(Path folder) {
    if (!steps.isEmpty()) {
      AtomicFiles.write(folder.resolve("kl-by-step.svg"), klByStep().svg());
      AtomicFiles.write(folder.resolve("coefficient-by-step.svg"), coefficientByStep().svg());
      AtomicFiles.write(folder.resolve("kl-by-position.svg"), klByPosition().svg());
    }
  }

  LineChart klByStep() {
    List<Series> series = new ArrayList<>();
    for (Divergence divergence : measured()) {
      List<Point> points = new ArrayList<>();
      for (JsonNode step : steps) {
        points.add(point(step, perCompletion(step, divergence)));
      }
      series.add(Series.line(name(divergence), points));
    }
    if (!heldOut.isEmpty()) {
      series.add(
          Series.line(
              name(Divergence.REVERSE) + ", held out",
              heldOut.stream().map(line -> point(line, line.path("reverse").asDouble())).toList()));
    }
    if (strength instanceof AnchorSpec.Bound bound) {
      series.add(
          Series.dashed(
              "budget",
              List.of(
                  Point.of(steps.getFirst().path("step").asDouble(), bound.nats()),
                  Point.of(steps.getLast().path("step").asDouble(), bound.nats()))));
    }
    return new LineChart(
        "KL on the anchor's prompts",
        Axis.linear("step"),
        Axis.linear("nats a completion"),
        series);
  }

  LineChart coefficientByStep() {
    List<Point> points = new ArrayList<>();
    for (JsonNode step : steps) {
      points.add(point(step, step.path("coef").asDouble()));
    }
    return new LineChart(
        "The anchor's coefficient",
        Axis.linear("step"),
        Axis.linear("coefficient"),
        List.of(Series.line("", points)));
  }

  LineChart klByPosition() {
    List<JsonNode> last =
        steps.subList(steps.size() - 1 - (steps.size() - 1) / LAST_SHARE, steps.size());
    List<Series> series = new ArrayList<>();
    for (Divergence divergence : measured()) {
      series.add(
          new Series(name(divergence), Series.Mark.MARKED_LINE, byPosition(last, divergence)));
    }
    return new LineChart(
        "Where the policy has moved, in the last %d steps".formatted(last.size()),
        Axis.linear("position in the completion"),
        Axis.linear("nats a token"),
        series);
  }

  private static Point point(JsonNode step, double value) {
    return Point.of(step.path("step").asDouble(), value);
  }

  /** What is in nats. */
  private List<Divergence> measured() {
    return Arrays.stream(Divergence.values())
        .filter(Divergence::isOfLaws)
        .filter(divergence -> steps.getFirst().has(divergence.snakeCase()))
        .toList();
  }

  private static String name(Divergence divergence) {
    return switch (divergence) {
      case REVERSE -> "KL(policy ‖ reference)";
      case FORWARD -> "KL(reference ‖ policy)";
      case JS -> "Jensen–Shannon";
      case HIDDEN -> "hidden states";
    };
  }

  private static double perCompletion(JsonNode step, Divergence divergence) {
    JsonNode reached = step.path("completions");
    double sum = 0;
    for (int t = 0; t < reached.size(); t++) {
      sum += reached.get(t).asDouble() * step.path(divergence.snakeCase()).get(t).asDouble();
    }
    return sum / reached.get(0).asDouble();
  }

  /** Means over all completions of the steps that have a position. */
  private static List<Point> byPosition(List<JsonNode> steps, Divergence divergence) {
    List<Point> points = new ArrayList<>();
    for (int t = 0; ; t++) {
      double reached = 0;
      double nats = 0;
      for (JsonNode step : steps) {
        double completions = step.path("completions").path(t).asDouble(0);
        reached += completions;
        nats += completions * step.path(divergence.snakeCase()).path(t).asDouble(0);
      }
      if (reached == 0) {
        return List.copyOf(points);
      }
      points.add(Point.of(t + 1, nats / reached));
    }
  }
}
