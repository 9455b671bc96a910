package dev.belay.report.section;

import java.util.List;

/**
 * The content of a line chart.
 *
 * @param title above it
 * @param x what goes to the right
 * @param series each named at its end
 */
record Lines(String title, String x, List<Series> series) {

  /**
   * A line.
   *
   * @param name drawn beside its end
   * @param points x and y, and where known the ends of y's interval
   */
  record Series(String name, List<double[]> points) {
    Series {
      points = List.copyOf(points);
    }
  }
}
