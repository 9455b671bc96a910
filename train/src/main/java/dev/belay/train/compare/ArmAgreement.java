package dev.belay.train.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.json.Json;
import dev.belay.core.json.JsonDifferences;
import dev.belay.core.recipe.Recipe;
import dev.belay.safety.eval.PlannedSuite;
import dev.belay.safety.eval.SuiteAttack;
import dev.belay.safety.eval.SuiteInfo;
import dev.belay.session.plan.ExperimentPlan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What arms must have in common: the base and how it is asked, the seed, the suites with their
 * prompts, judges and limits, the margin. With another of any, a difference between two arms would
 * not be one between two ways of training.
 */
final class ArmAgreement {

  private ArmAgreement() {}

  /** All of that for one arm. */
  static ObjectNode facts(ExperimentPlan plan) {
    Recipe recipe = plan.recipe();
    ObjectNode facts = Json.MAPPER.createObjectNode();
    facts.set("model", Json.MAPPER.valueToTree(recipe.resolved().get("model")));
    facts.put("seed", recipe.seed());
    ObjectNode evaluate = facts.putObject("evaluate");
    evaluate.put("margin", recipe.evaluate().margin());
    evaluate.put("confidence", recipe.evaluate().confidence());
    evaluate.set("drift", Json.MAPPER.valueToTree(recipe.evaluate().drift()));
    ObjectNode suites = facts.putObject("suites");
    plan.suites().planned().forEach(suite -> put(suites.putObject(suite.name()), suite));
    return facts;
  }

  private static void put(ObjectNode node, PlannedSuite planned) {
    SuiteInfo info = planned.suite().info();
    node.put("version", info.version());
    info.judges().forEach(node.putArray("judges")::add);
    node.put("attack", info.attack().map(SuiteAttack::label).orElse("none"));
    node.put("prompts", planned.selected().size());
    node.put("prompts_sha256", planned.dataSha256());
    node.put("max_tokens", planned.sampling().maxTokens());
    node.put("samples", planned.samples());
  }

  /** How each arm differs from the first, a sentence each. */
  static List<String> differences(List<PlannedArm> arms) {
    List<String> sentences = new ArrayList<>();
    for (PlannedArm arm : arms.subList(Math.min(1, arms.size()), arms.size())) {
      PlannedArm first = arms.getFirst();
      for (JsonDifferences.Difference difference :
          JsonDifferences.of(parsed(first.measured()), parsed(arm.measured()))) {
        sentences.add(
            "arms %s and %s: %s is %s in the one and %s in the other; arms have one base, one seed and one evaluation. %s"
                .formatted(
                    first.name(),
                    arm.name(),
                    difference.path(),
                    shown(difference.there()),
                    shown(difference.here()),
                    remedy(difference.path())));
      }
    }
    return sentences;
  }

  private static String remedy(String path) {
    return path.startsWith("suites")
        ? "Give all of them the same evaluate section."
        : "Set it for all of them with --set %s=VALUE.".formatted(path);
  }

  private static String shown(@Nullable JsonNode value) {
    return value == null ? "absent" : value.isObject() ? "present" : value.toString();
  }

  /** A tree that was built has other types of numbers than one that was read. */
  private static JsonNode parsed(ObjectNode node) {
    try {
      return Json.MAPPER.readTree(node.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is JSON", e);
    }
  }
}
