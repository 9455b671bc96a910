package dev.belay.core.drift.vectors;

import dev.belay.core.drift.RefusedInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which cases of a file came out as wanted.
 *
 * @param tolerance that was applied
 * @param formulas in the file's order
 */
public record VectorReport(Tolerance tolerance, List<OfFormula> formulas) {

  /**
   * One formula.
   *
   * @param id as in the file
   * @param section of the drift specification
   * @param cases how many
   * @param failed how many of them
   * @param worst the largest error of a value that was computed, in units of the tolerance
   * @param failures what came out otherwise
   * @param notes cases refused as wanted, for another reason than the file names
   */
  public record OfFormula(
      String id,
      String section,
      int cases,
      int failed,
      double worst,
      List<Difference> failures,
      List<Difference> notes) {

    public OfFormula {
      failures = List.copyOf(failures);
      notes = List.copyOf(notes);
    }
  }

  /**
   * What came out otherwise.
   *
   * @param index of the case, from 0
   * @param field such as {@code kl} or {@code piStar[2]}; {@code error} for a refusal
   * @param got as text
   * @param wanted as text
   */
  public record Difference(int index, String field, String got, String wanted) {}

  public VectorReport {
    formulas = List.copyOf(formulas);
  }

  /** Computes every case. */
  public static VectorReport of(VectorFile file) {
    return new VectorReport(
        file.tolerance(),
        file.formulas().stream().map(each -> check(each, file.tolerance())).toList());
  }

  /** Cases in all. */
  public int cases() {
    return formulas.stream().mapToInt(OfFormula::cases).sum();
  }

  /** Failed cases in all. */
  public int failed() {
    return formulas.stream().mapToInt(OfFormula::failed).sum();
  }

  private static OfFormula check(VectorFile.CasesOfFormula of, Tolerance tolerance) {
    Outcome outcome = new Outcome(tolerance);
    of.cases().forEach(each -> outcome.check(of.formula(), each));
    return new OfFormula(
        of.formula().id(),
        of.formula().section(),
        of.cases().size(),
        outcome.failed,
        outcome.worst,
        outcome.failures,
        outcome.notes);
  }

  /** Takes the cases of one formula. */
  private static final class Outcome {
    private final Tolerance tolerance;
    private final List<Difference> failures = new ArrayList<>();
    private final List<Difference> notes = new ArrayList<>();
    private int failed;
    private double worst;

    Outcome(Tolerance tolerance) {
      this.tolerance = tolerance;
    }

    void check(VectorFormula formula, VectorCase each) {
      int before = failures.size();
      try {
        Map<String, Object> got = formula.of(each.inputs());
        if (each.refusal().isPresent()) {
          failures.add(
              new Difference(each.index(), "error", "a value", each.refusal().orElseThrow()));
        } else {
          each.wanted().forEach((name, wanted) -> compare(each.index(), name, got, wanted));
        }
      } catch (RefusedInputException e) {
        refused(each, e.reason().name(), e);
      } catch (IllegalArgumentException | ArithmeticException e) {
        refused(each, e.getClass().getSimpleName(), e);
      }
      failed += failures.size() > before ? 1 : 0;
    }

    private void refused(VectorCase each, String reason, RuntimeException e) {
      String got = reason + " (" + e.getMessage() + ")";
      if (each.refusal().isEmpty()) {
        failures.add(new Difference(each.index(), "error", got, "a value"));
      } else if (!each.refusal().orElseThrow().equals(reason)) {
        notes.add(new Difference(each.index(), "error", got, each.refusal().orElseThrow()));
      }
    }

    private void compare(int index, String name, Map<String, Object> got, Object wanted) {
      Object value = got.getOrDefault(name, "nothing");
      if (value instanceof Double number && wanted instanceof Double other) {
        compare(index, name, number, other);
      } else if (value instanceof double[] numbers
          && wanted instanceof double[] others
          && numbers.length == others.length) {
        for (int i = 0; i < numbers.length; i++) {
          compare(index, name + "[" + i + "]", numbers[i], others[i]);
        }
      } else {
        failures.add(new Difference(index, name, shape(value), shape(wanted)));
      }
    }

    private void compare(int index, String name, double got, double wanted) {
      double share = tolerance.share(got, wanted);
      worst = Math.max(worst, share);
      if (!(share <= 1)) {
        failures.add(new Difference(index, name, Double.toString(got), Double.toString(wanted)));
      }
    }

    private static String shape(Object value) {
      return value instanceof double[] numbers ? numbers.length + " numbers" : "one number";
    }
  }
}
