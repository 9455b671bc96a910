package dev.belay.report.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.report.data.Changes.Side;
import dev.belay.safety.drift.DriftReport;
import dev.belay.safety.eval.SuiteKind;
import java.util.List;
import java.util.Optional;

/**
 * One model that was measured, mostly before and after: a run, two evaluations, or one.
 *
 * @param name what it is called in every chart and table
 * @param kind what the folder is
 * @param changes before and after, paired; absent for a single evaluation and an unfinished run
 * @param rates of a single evaluation; else empty
 * @param drift on the prompts that measure safety
 * @param steps the lines of the training log
 * @param samples prompts with their completions, those that changed first
 * @param origin what it was made of, and the command that makes it again
 * @param warnings that the run gave
 * @param missing what the folder does not hold, a sentence each
 */
public record Subject(
    String name,
    Kind kind,
    Optional<Changes> changes,
    List<SuiteRow> rates,
    Optional<DriftReport> drift,
    List<JsonNode> steps,
    List<Sample> samples,
    Origin origin,
    List<String> warnings,
    List<String> missing) {

  public Subject {
    rates = List.copyOf(rates);
    steps = List.copyOf(steps);
    samples = List.copyOf(samples);
    warnings = List.copyOf(warnings);
    missing = List.copyOf(missing);
  }

  /** What a folder holds. */
  public enum Kind {
    RUN,
    /** A run that a comparison names: its verdict stands there. */
    ARM,
    EVALUATIONS,
    EVALUATION
  }

  /** The same under another name, where two have one. */
  public Subject named(String other) {
    return as(other, kind);
  }

  /** The same as an arm of a comparison. */
  public Subject asArm(String label) {
    return as(label, Kind.ARM);
  }

  private Subject as(String other, Kind otherKind) {
    return new Subject(
        other, otherKind, changes, rates, drift, steps, samples, origin, warnings, missing);
  }

  /**
   * From the base to the trained model; empty without suites of both. The interval of the end is
   * that of the paired change, so that it lies within the margin where the verdict says so.
   */
  public Optional<PlaneArm> onPlane() {
    return changes.flatMap(
        all -> {
          Optional<PlanePoint> base = point("base", all, Side.BEFORE);
          Optional<PlanePoint> end = point("trained", all, Side.AFTER);
          return base.flatMap(b -> end.map(e -> new PlaneArm(name, List.of(b, e))));
        });
  }

  private static Optional<PlanePoint> point(String label, Changes all, Side side) {
    Optional<Estimate> capability = all.mean(SuiteKind.CAPABILITY, side);
    Optional<Estimate> safety = all.mean(SuiteKind.HARMFUL, side);
    return capability.flatMap(c -> safety.map(s -> new PlanePoint(label, c, s)));
  }
}
