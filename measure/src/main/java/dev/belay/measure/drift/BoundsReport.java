package dev.belay.measure.drift;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The worst slack of every statement.
 *
 * @param instances how many random laws
 * @param seed decided them
 * @param rounding the slack that is still counted as rounding
 * @param statements in the order of the checks
 */
public record BoundsReport(long instances, long seed, double rounding, List<Statement> statements) {

  /**
   * One inequality or identity.
   *
   * @param name begins with its section
   * @param kind {@code inequality} or {@code identity}
   * @param comparisons how often it was checked
   * @param worstSlack the least of right less left; for an identity minus the largest difference
   * @param violations how many were beyond rounding
   * @param worstInstance which law had the worst slack
   */
  public record Statement(
      String name,
      String kind,
      long comparisons,
      double worstSlack,
      long violations,
      long worstInstance) {}

  public BoundsReport {
    statements = List.copyOf(statements);
  }

  static BoundsReport of(Slacks slacks, BoundsStudy study) {
    return new BoundsReport(
        study.instances(),
        study.seed(),
        Slacks.ROUNDING,
        slacks.worst().entrySet().stream()
            .map(
                each ->
                    new Statement(
                        each.getKey(),
                        each.getValue().identity() ? "identity" : "inequality",
                        each.getValue().comparisons(),
                        each.getValue().slack(),
                        each.getValue().violations(),
                        each.getValue().instance()))
            .toList());
  }

  /** Statements violated beyond rounding, with how often. */
  public long violations() {
    return statements.stream().mapToLong(Statement::violations).sum();
  }

  /** The same for programs. */
  public Map<String, Object> json() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("instances", instances);
    facts.put("seed", seed);
    facts.put("rounding", rounding);
    facts.put("violations", violations());
    facts.put("statements", statements.stream().map(BoundsReport::json).toList());
    return facts;
  }

  private static Map<String, Object> json(Statement of) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("name", of.name());
    facts.put("kind", of.kind());
    facts.put("comparisons", of.comparisons());
    facts.put("worst_slack", of.worstSlack());
    facts.put("violations", of.violations());
    facts.put("worst_instance", of.worstInstance());
    return facts;
  }

  /** One line. */
  public String summary() {
    return "%d statements on %d laws, %d violated beyond rounding"
        .formatted(statements.size(), instances, violations());
  }

  /** A line a statement. */
  public String table() {
    StringBuilder text = new StringBuilder();
    text.append(row("statement", "kind", "checked", "worst slack", "violated"));
    for (Statement each : statements) {
      text.append(
          row(
              each.name(),
              each.kind(),
              each.comparisons(),
              String.format(Locale.ROOT, "%.1e", each.worstSlack()),
              each.violations()));
    }
    return text.append(summary())
        .append(
            ". Slacks are of 1, or of the larger side where that is more; rounding is %s; seed %d.%n"
                .formatted(rounding, seed))
        .toString();
  }

  private static String row(
      Object name, Object kind, Object checked, Object slack, Object violated) {
    return "%-46s %-10s %8s  %11s  %8s%n".formatted(name, kind, checked, slack, violated);
  }
}
