package dev.belay.report.data;

import java.util.List;

/**
 * The way of one model over the safety–capability plane.
 *
 * @param name drawn beside its end
 * @param points from the base to the trained model
 */
public record PlaneArm(String name, List<PlanePoint> points) {

  public PlaneArm {
    points = List.copyOf(points);
  }
}
