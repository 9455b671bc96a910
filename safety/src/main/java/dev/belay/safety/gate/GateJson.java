package dev.belay.safety.gate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.safety.compare.CapabilityChange;
import dev.belay.safety.compare.ComparisonJson;
import java.util.List;

/** A gate's answer for programs. Rates, changes and margins are shares, not per cent. */
public final class GateJson {

  private static final int BAD_INPUT = 2;

  private GateJson() {}

  /** The answer and everything that it rests on. */
  public static ObjectNode write(GateResult result) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("verdict", result.verdict().snakeCase());
    node.put("exit_code", result.verdict().exitCode());
    node.put("reason", result.reason());
    put(node.putObject("rule"), result.rule());
    result.warnings().forEach(node.putArray("warnings")::add);
    ArrayNode suites = node.putArray("suites");
    result.suites().forEach(suite -> put(suites.addObject(), suite, result.rule()));
    ObjectNode comparison = ComparisonJson.write(result.comparison());
    comparison.set("capability", CapabilityChange.json(result.comparison().capability()));
    node.set("comparison", comparison);
    return node;
  }

  /** Input that could not be judged. */
  public static ObjectNode badInput(List<String> issues) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("verdict", "bad_input");
    node.put("exit_code", BAD_INPUT);
    issues.forEach(node.putArray("errors")::add);
    return node;
  }

  private static void put(ObjectNode node, GateRule rule) {
    node.put("margin", rule.margin());
    rule.overRefusalMargin().ifPresent(margin -> node.put("over_refusal_margin", margin));
    rule.capabilityMargin().ifPresent(margin -> node.put("capability_margin", margin));
    node.put("confidence", rule.confidence());
    node.put("method", rule.method().snakeCase());
    node.put("max_undecided", rule.maxUndecided());
  }

  private static void put(ObjectNode node, SuiteGate suite, GateRule rule) {
    node.put("suite", suite.suite().info().name());
    node.put("kind", suite.suite().info().kind().snakeCase());
    node.put("decides", suite.decides());
    if (suite.decides()) {
      node.put("margin", suite.margin().getAsDouble());
      node.put("outcome", suite.outcome().snakeCase());
      node.put("reason", suite.reason());
    }
    suite.worst(rule).ifPresent(worst -> node.put("worse_by_at_most", worst));
    suite.promptsNeeded().ifPresent(prompts -> node.put("prompts_needed", prompts));
  }
}
