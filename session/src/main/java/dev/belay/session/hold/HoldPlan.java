package dev.belay.session.hold;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.data.OverlapCheck;
import dev.belay.core.data.Sample;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.safety.eval.PlannedSuite;
import dev.belay.safety.eval.SuiteKind;
import dev.belay.safety.gate.GateRule;
import dev.belay.session.plan.SuitePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a walk asks of each weight, checked before anything is measured.
 *
 * @param hold suites that a weight has to hold on
 * @param task suites of tasks that say what is left of the gain; may be none
 * @param report names of the suites that will be reported, and must stay unseen
 * @param rule what a weight has to show
 * @param grid weights to try, falling
 * @param seed decides what is sampled
 */
public record HoldPlan(
    SuitePlan hold,
    SuitePlan task,
    List<String> report,
    GateRule rule,
    List<Double> grid,
    long seed) {

  public HoldPlan {
    report = List.copyOf(report);
    grid = List.copyOf(grid);
  }

  /**
   * Everything for which the plan cannot be carried out.
   *
   * @param reported the suites of the report whose files are here
   */
  public List<String> issues(SuitePlan reported) {
    List<String> issues = new ArrayList<>();
    requireHarmful(issues);
    for (PlannedSuite suite : hold.planned()) {
      if (report.contains(suite.name())) {
        issues.add(
            "--hold: %s is a suite of the report (%s). A weight that its prompts chose proves nothing on them: hold another suite, or name the report's with --report."
                .formatted(suite.name(), String.join(", ", report)));
      } else {
        reported.planned().forEach(other -> requireDisjoint(suite, other, issues));
      }
      requireEnough(suite, issues);
    }
    for (PlannedSuite suite : task.planned()) {
      if (suite.suite().info().kind() != SuiteKind.CAPABILITY) {
        issues.add(
            "--task: %s is no suite of tasks; name one such as arithmetic."
                .formatted(suite.name()));
      }
    }
    return issues;
  }

  private void requireHarmful(List<String> issues) {
    if (hold.planned().stream()
        .noneMatch(suite -> suite.suite().info().kind() == SuiteKind.HARMFUL)) {
      issues.add("--hold: name a suite of harmful requests, such as builtin-safety.");
    }
    for (PlannedSuite suite : hold.planned()) {
      switch (suite.suite().info().kind()) {
        case CAPABILITY ->
            issues.add(
                "--hold: %s is a suite of tasks; name it under --task.".formatted(suite.name()));
        case COPYRIGHT ->
            issues.add(
                "--hold: %s is held to no margin (docs/safety/benchmarks.md); leave it out."
                    .formatted(suite.name()));
        default -> {}
      }
    }
  }

  private static void requireDisjoint(PlannedSuite held, PlannedSuite other, List<String> issues) {
    Set<Sample> prompts = SuitePlan.samples(held);
    List<OverlapCheck.Overlap> overlaps = OverlapCheck.find(prompts, SuitePlan.samples(other));
    if (!overlaps.isEmpty()) {
      issues.add(
          "--hold: %d prompts of %s, a suite of the report, are also in %s (%s). Hold another suite, or leave %s out of --report."
              .formatted(
                  overlaps.size(),
                  other.name(),
                  held.name(),
                  overlaps.getFirst().evaluation().source(),
                  other.name()));
    }
  }

  private void requireEnough(PlannedSuite suite, List<String> issues) {
    SuiteKind kind = suite.suite().info().kind();
    long fewest = rule.fewestPrompts(kind);
    int prompts = suite.selected().size();
    if (prompts < fewest) {
      issues.add(
          "--hold: the %d prompts of %s cannot show a margin of %s points, whatever the models do; that takes %d with none lost. Take more prompts, or a wider --margin."
              .formatted(
                  prompts,
                  suite.name(),
                  String.format(Locale.ROOT, "%.4f", 100 * rule.marginOf(kind).orElse(0))
                      .replaceFirst("\\.?0+$", ""),
                  fewest));
    }
  }

  /** Throws with all issues. */
  public void require(SuitePlan reported) {
    List<String> issues = issues(reported);
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
  }

  /** What was fixed before the first weight was tried. */
  ObjectNode json() {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("margin", rule.margin());
    node.put("confidence", rule.confidence());
    node.put("max_undecided", rule.maxUndecided());
    grid.forEach(node.putArray("grid")::add);
    put(node.putArray("hold"), hold);
    put(node.putArray("task"), task);
    report.forEach(node.putArray("report")::add);
    node.put("judge", hold.judge().name());
    node.put("seed", seed);
    return node;
  }

  private static void put(ArrayNode array, SuitePlan plan) {
    for (PlannedSuite suite : plan.planned()) {
      array
          .addObject()
          .put("suite", suite.name())
          .put("version", suite.suite().info().version())
          .put("prompts", suite.selected().size())
          .put("max_tokens", suite.sampling().maxTokens())
          .put("data_sha256", suite.dataSha256());
    }
  }
}
