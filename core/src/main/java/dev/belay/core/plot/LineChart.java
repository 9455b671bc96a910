package dev.belay.core.plot;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * A chart of lines and points over two axes, as an SVG document. The same chart gives the same
 * text.
 *
 * @param title stands above
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param series drawn in this order, the first lowest
 */
public record LineChart(String title, Axis x, Axis y, List<Series> series) {

  private static final double MARGIN = 0.04;

  public LineChart {
    series = List.copyOf(series);
  }

  /** The document. Any text in it is escaped. */
  public String svg() {
    return new ChartDrawing(this).svg();
  }

  boolean draws(Point point) {
    return x.shows(point.x()) && y.shows(point.y());
  }

  Axis.Range rangeOfX() {
    return x.range().orElseGet(() -> spanned(x, 0, List.of(Point::x)));
  }

  Axis.Range rangeOfY() {
    return y.range()
        .orElseGet(() -> spanned(y, MARGIN, List.of(Point::y, Point::low, Point::high)));
  }

  private Axis.Range spanned(Axis axis, double margin, List<ToDoubleFunction<Point>> coordinates) {
    double[] values =
        series.stream()
            .flatMap(one -> one.points().stream())
            .filter(this::draws)
            .flatMapToDouble(point -> coordinates.stream().mapToDouble(c -> c.applyAsDouble(point)))
            .filter(axis::shows)
            .toArray();
    boolean log = axis.scale() == Axis.Scale.LOG;
    if (values.length == 0) {
      return log ? new Axis.Range(0.1, 1) : new Axis.Range(0, 1);
    }
    double low = DoubleStream.of(values).min().getAsDouble();
    double high = DoubleStream.of(values).max().getAsDouble();
    return log ? widenedRatio(low, high, margin) : widened(low, high, margin);
  }

  private static Axis.Range widened(double low, double high, double margin) {
    if (low == high) {
      double half = low == 0 ? 1 : Math.abs(low) / 2;
      return new Axis.Range(low - half, high + half);
    }
    double more = margin * (high - low);
    // Zero stays the end where it is one: an axis of things that cannot be negative ends there.
    return new Axis.Range(low == 0 ? 0 : low - more, high == 0 ? 0 : high + more);
  }

  private static Axis.Range widenedRatio(double low, double high, double margin) {
    if (low == high) {
      return new Axis.Range(low / 2, high * 2);
    }
    double more = Math.pow(high / low, margin);
    return new Axis.Range(low / more, high * more);
  }
}
