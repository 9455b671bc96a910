package dev.belay.safety.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.stats.McNemarExact;
import java.util.List;

/** Comparisons of categories and of attacks as JSON, with the keys of {@link ComparisonJson}. */
public final class ChangeRowJson {
  private ChangeRowJson() {}

  /** The categories of every benchmark. */
  public static ObjectNode write(CategoryComparison comparison) {
    ObjectNode node = head(comparison.confidence());
    ArrayNode benchmarks = node.putArray("benchmarks");
    for (BenchmarkCategories benchmark : comparison.benchmarks()) {
      ObjectNode one = benchmarks.addObject();
      one.put("benchmark", benchmark.benchmark());
      one.put("kind", benchmark.kind().snakeCase());
      one.put("metric", benchmark.kind().metric());
      ArrayNode attacks = one.putArray("attacks");
      for (ChangeGroup group : benchmark.attacks()) {
        ObjectNode attack = attacks.addObject().put("attack", group.name());
        put(attack.putArray("categories"), "category", group);
      }
      benchmark.pooled().ifPresent(group -> put(one.putArray("all_attacks"), "category", group));
    }
    comparison.without().forEach(node.putArray("without_categories")::add);
    return node;
  }

  /** Attacks over benchmarks, benchmarks over attacks, and all of them. */
  public static ObjectNode write(AttackComparison comparison) {
    ObjectNode node = head(comparison.confidence());
    ArrayNode pools = node.putArray("pools");
    for (AttackPool pool : comparison.pools()) {
      ObjectNode one = pools.addObject();
      one.put("kind", pool.kind().snakeCase());
      one.put("metric", pool.kind().metric());
      one.put("judge", pool.judge());
      put(one.putArray("attacks"), "attack", pool.attacks());
      put(one.putArray("benchmarks"), "benchmark", pool.benchmarks());
      one.set("all", write(pool.all()));
    }
    return node;
  }

  private static ObjectNode head(double confidence) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("confidence", confidence);
    return node.put("fewest_prompts", McNemarExact.fewestPairs(1 - confidence));
  }

  private static void put(ArrayNode into, String key, ChangeGroup group) {
    for (ChangeRow row : group.rows()) {
      ObjectNode node = into.addObject().put(key, row.name());
      node.setAll(write(row));
    }
  }

  private static ObjectNode write(ChangeRow row) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("suites", row.suites());
    node.put("prompts", row.asked());
    node.put("requests", row.requests());
    node.put("n", row.change().decided());
    if (row.change() instanceof SuiteChange.Measured measured) {
      ComparisonJson.put(node, measured);
    }
    if (row.told().isEmpty()) {
      node.remove(List.of("low", "high", "intervals", "p_mcnemar", "p_score", "p_sign_flip"));
    }
    node.put("too_few", row.told().isEmpty());
    row.holm().ifPresent(p -> node.put("p_holm", p));
    ComparisonJson.put(node, row.change().undecided());
    return node;
  }
}
