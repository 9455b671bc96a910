package dev.belay.safety.design;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A design for programs. Rates, drops and margins are shares. */
public final class DesignJson {
  private DesignJson() {}

  /** The whole design. */
  public static ObjectNode write(EvaluationDesign design) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    Goal goal = design.goal();
    root.put("margin", goal.margin());
    root.put("power", goal.power());
    root.put("confidence", goal.confidence());
    design.suites().forEach(suite -> root.withArray("suites").add(write(suite, goal)));
    return root;
  }

  private static ObjectNode write(SuiteDesign suite, Goal goal) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("suite", suite.info().name());
    node.put("version", suite.info().version());
    node.put("kind", suite.info().kind().snakeCase());
    node.put("prompts", suite.prompts());
    node.put("samples", suite.samples());
    node.put("completions", suite.cost().completions());
    node.put("assumed_rate", suite.assumed().rate());
    node.put("assumed_icc", suite.assumed().icc());
    if (suite.prompts() > 0) {
      node.put("half_width", suite.halfWidth(goal));
      node.put("effective_n", suite.effective());
    }
    node.put("prompt_tokens", suite.cost().promptTokens());
    node.put("tokens", suite.cost().tokens());
    node.put("tokens_measured", suite.cost().measured());
    suite.cost().seconds().ifPresent(seconds -> node.put("seconds", seconds));
    suite.changes().forEach(change -> node.withArray("changes").add(write(change)));
    return node;
  }

  private static ObjectNode write(ChangeDesign change) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("discordant", change.discordant());
    if (change.smallestDrop() < 1) {
      node.put("smallest_drop", change.smallestDrop());
    }
    if (change.smallestMargin() < 1) {
      node.put("smallest_margin", change.smallestMargin());
    }
    node.put("prompts_for_margin", change.promptsForMargin());
    change.samplesForMargin().ifPresent(samples -> node.put("samples_for_margin", samples));
    return node;
  }
}
