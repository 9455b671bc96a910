package dev.belay.train.pool;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Arms side by side, each pooled over its seeds; each less the first, on the same prompts. */
public final class ArmPools {

  private static final int FORMAT = 1;

  private final List<PooledArm> arms;
  private final PoolJson json;
  private final Set<String> notes = new LinkedHashSet<>();

  private ArmPools(List<PooledArm> arms, PoolJson json) {
    this.arms = List.copyOf(arms);
    this.json = json;
  }

  /**
   * Pools arms.
   *
   * @param arms at least one
   * @param margin the largest worsening that counts as held, a share
   * @param confidence of the two-sided intervals
   */
  public static ObjectNode pool(List<PooledArm> arms, double margin, double confidence) {
    PoolJson json = new PoolJson(confidence, OptionalDouble.of(margin));
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("format", FORMAT).put("confidence", confidence).put("margin", margin);
    new ArmPools(arms, json).fill(node);
    return node;
  }

  private void fill(ObjectNode node) {
    ArrayNode arrayNode = node.putArray("arms");
    Map<String, PoolTable> first = Map.of();
    for (PooledArm arm : arms) {
      ObjectNode armNode = arrayNode.addObject().put("arm", arm.name());
      ArrayNode runs = armNode.putArray("runs");
      for (SeedRun run : arm.runs()) {
        runs.addObject().put("folder", run.folder().toString()).put("seed", run.seed());
      }
      arm.otherSettings().ifPresent(notes::add);
      UntilEnd.note(arm.name(), arm.ends()).ifPresent(notes::add);
      ArrayNode means = armNode.putArray("means");
      Map<String, PoolTable> tables = put(armNode.putArray("suites"), arm, first);
      PoolMeans.put(means, json, tables.values(), first);
      first = first.isEmpty() ? tables : first;
    }
    ArrayNode noteNode = node.putArray("notes");
    notes.forEach(noteNode::add);
  }

  private Map<String, PoolTable> put(
      ArrayNode suites, PooledArm arm, Map<String, PoolTable> first) {
    Map<String, PoolTable> tables = new LinkedHashMap<>();
    for (Map.Entry<String, List<PoolTable.Member>> suite : members(arm).entrySet()) {
      Optional<PoolTable> table = table(arm, suite.getKey(), suite.getValue());
      if (table.isPresent()) {
        tables.put(suite.getKey(), table.get());
        ObjectNode node = suites.addObject();
        json.put(node, table.get());
        PoolTable other = first.get(suite.getKey());
        if (other != null) {
          json.putAgainst(node, table.get(), other);
        }
      }
    }
    return tables;
  }

  private static Map<String, List<PoolTable.Member>> members(PooledArm arm) {
    Map<String, List<PoolTable.Member>> members = new LinkedHashMap<>();
    List<SeedRun> runs = arm.runs();
    for (int i = 0; i < runs.size(); i++) {
      SeedRun run = runs.get(i);
      for (RunScores.Suite suite : run.scores().suites().values()) {
        members
            .computeIfAbsent(suite.info().name(), any -> new ArrayList<>())
            .add(new PoolTable.Member(i, Long.toString(run.seed()), arm.name(), suite));
      }
    }
    return members;
  }

  private Optional<PoolTable> table(PooledArm arm, String suite, List<PoolTable.Member> members) {
    if (members.size() < arm.runs().size()) {
      notes.add(
          "%s: %s was measured in %d of %d runs."
              .formatted(arm.name(), suite, members.size(), arm.runs().size()));
    }
    if (members.stream().map(one -> one.suite().kindOfMeasurement()).distinct().count() > 1) {
      notes.add(
          "%s: %s was not measured alike in all runs, and is not pooled."
              .formatted(arm.name(), suite));
      return Optional.empty();
    }
    Optional<PoolTable> table = PoolTable.of(members);
    if (table.isEmpty()) {
      notes.add("%s: %s has no prompt that was decided in every run.".formatted(arm.name(), suite));
    }
    return table;
  }
}
