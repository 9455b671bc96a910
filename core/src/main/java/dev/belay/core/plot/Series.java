package dev.belay.core.plot;

import java.util.List;

/**
 * A named sequence of points and how it is drawn.
 *
 * @param name what the legend says; empty for a series that the legend leaves out
 * @param mark how it is drawn
 * @param points in the order in which they are joined
 */
public record Series(String name, Mark mark, List<Point> points) {

  /** How a series is drawn. */
  public enum Mark {
    /** Joined points; intervals make a band. */
    LINE,
    /** Joined by dashes, for bounds and references; intervals make a band. */
    DASHED,
    /** Points apart; intervals make whiskers. */
    POINTS,
    /** Joined points that are also marked; intervals make whiskers. */
    MARKED_LINE
  }

  public Series {
    points = List.copyOf(points);
  }

  /** A line through points. */
  public static Series line(String name, List<Point> points) {
    return new Series(name, Mark.LINE, points);
  }

  /** A dashed line through points. */
  public static Series dashed(String name, List<Point> points) {
    return new Series(name, Mark.DASHED, points);
  }

  /** Points that are not joined. */
  public static Series points(String name, List<Point> points) {
    return new Series(name, Mark.POINTS, points);
  }

  boolean joined() {
    return mark != Mark.POINTS;
  }

  boolean marked() {
    return mark == Mark.POINTS || mark == Mark.MARKED_LINE;
  }
}
