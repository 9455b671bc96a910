package dev.belay.safety.drift;

import dev.belay.core.plot.Axis;
import dev.belay.core.plot.LineChart;
import dev.belay.core.plot.Point;
import dev.belay.core.plot.Series;
import dev.belay.core.stats.StandardNormal;
import java.util.ArrayList;
import java.util.List;

/** Charts of a drift report. */
public final class DriftPlot {

  private DriftPlot() {}

  /** The KL at each position of the completions, a line a suite with its interval as a band. */
  public static LineChart byPosition(DriftReport report) {
    double critical = StandardNormal.twoSidedCritical(report.confidence());
    List<Series> lines = new ArrayList<>();
    for (SuiteDrift suite : report.suites()) {
      List<Point> points = new ArrayList<>();
      for (PositionKl position : suite.byPosition()) {
        double radius = critical * position.se();
        points.add(
            new Point(
                position.position(),
                position.kl(),
                Math.max(0, position.kl() - radius),
                position.kl() + radius));
      }
      lines.add(Series.line(suite.suite(), points));
    }
    return new LineChart(
        "KL to the base by position",
        Axis.linear("position in the completion (token)"),
        Axis.linear("nats a completion"),
        lines);
  }
}
