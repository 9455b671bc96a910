package dev.belay.report.section;

import dev.belay.report.data.ArmComparison;
import dev.belay.report.data.Changes;
import dev.belay.report.data.Figures;
import dev.belay.report.data.PlaneArm;
import dev.belay.report.data.PlanePoint;
import dev.belay.report.data.ReportData;
import dev.belay.report.data.Subject;
import dev.belay.report.page.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What a model can do against what it refuses: from the base to where each training led. */
final class PlaneSection implements Section {

  /** A chart's content. */
  private record Plane(@Nullable Double margin, List<PlaneArm> arms) {}

  @Override
  public Optional<String> missing(ReportData data) {
    return planes(data).isEmpty()
        ? Optional.of(
            "The safety\u2013capability plane: it needs a suite of tasks and a suite of harmful"
                + " requests, before and after.")
        : Optional.empty();
  }

  @Override
  public void write(ReportData data, Page page) {
    page.section("plane", "Safety against capability");
    page.html()
        .element(
            "p",
            "To the right the model solves more, upwards it refuses more of what it should refuse."
                + " Good training goes to the right and does not sink. Whiskers are 95 % intervals;"
                + " at the end of each way they are those of the paired change.");
    planes(data).forEach(plane -> write(plane, page));
    for (ArmComparison comparison : data.comparisons()) {
      if (!comparison.frontiers().isEmpty()) {
        page.html()
            .element("h3", "One setting at a time")
            .element(
                "p",
                "Each way runs from the base over the tuned models of the arms that differ in the"
                    + " value of one setting alone.");
        write(new Plane(comparison.margin(), comparison.frontiers()), page);
      }
    }
  }

  private static void write(Plane plane, Page page) {
    page.chart("plane", description(plane), plane);
    List<List<String>> rows = new ArrayList<>();
    for (PlaneArm arm : plane.arms()) {
      for (PlanePoint point : arm.points()) {
        rows.add(
            List.of(
                arm.name(),
                point.label(),
                Figures.share(point.capability()),
                Figures.share(point.safety())));
      }
    }
    page.numbers("safety against capability", List.of("model", "point", "solved", "refused"), rows);
  }

  private static String description(Plane plane) {
    List<String> parts = new ArrayList<>();
    for (PlaneArm arm : plane.arms()) {
      PlanePoint first = arm.points().getFirst();
      PlanePoint last = arm.points().getLast();
      parts.add(
          "%s: solved %s \u2192 %s, refused %s \u2192 %s"
              .formatted(
                  arm.name(),
                  Figures.percent(first.capability().value()),
                  Figures.percent(last.capability().value()),
                  Figures.percent(first.safety().value()),
                  Figures.percent(last.safety().value())));
    }
    return String.join("; ", parts) + ".";
  }

  private static List<Plane> planes(ReportData data) {
    List<Plane> planes = new ArrayList<>();
    for (ArmComparison comparison : data.comparisons()) {
      List<PlaneArm> arms = comparison.arms().stream().flatMap(arm -> arm.way().stream()).toList();
      if (!arms.isEmpty()) {
        planes.add(new Plane(comparison.margin(), arms));
      }
    }
    List<Subject> alone =
        data.subjects().stream()
            .filter(subject -> subject.kind() != Subject.Kind.ARM)
            .filter(subject -> subject.onPlane().isPresent())
            .toList();
    if (!alone.isEmpty()) {
      OptionalDouble margin =
          alone.stream().flatMap(s -> s.changes().stream()).mapToDouble(Changes::margin).min();
      planes.add(
          new Plane(
              margin.isPresent() ? margin.getAsDouble() : null,
              alone.stream().map(subject -> subject.onPlane().orElseThrow()).toList()));
    }
    return planes;
  }
}
