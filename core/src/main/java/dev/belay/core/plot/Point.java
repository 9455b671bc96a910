package dev.belay.core.plot;

/**
 * One point of a {@link Series}, with what is known of its error.
 *
 * <p>A coordinate that is not finite, or not positive on a logarithmic axis, has no place in the
 * plane: it leaves a gap.
 *
 * @param x along the horizontal axis
 * @param y along the vertical axis
 * @param low lower end of the interval of y; y itself if there is none
 * @param high upper end of the interval of y; y itself if there is none
 */
public record Point(double x, double y, double low, double high) {

  /** A point without an interval. */
  public static Point of(double x, double y) {
    return new Point(x, y, y, y);
  }

  boolean hasInterval() {
    return low < high;
  }
}
