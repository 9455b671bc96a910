package dev.belay.train.pool;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.safety.eval.SuiteAttack;
import dev.belay.safety.eval.SuiteKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The mean over the suites of harmful requests, for each way of asking them. */
public final class PoolMeans {

  private static final String DIRECT = "asked directly";

  private PoolMeans() {}

  /**
   * Adds an object for each way in which several suites were asked, with the same seeds.
   *
   * @param first the tables that these are compared with, by suite; none for the first row
   */
  public static void put(
      ArrayNode means, PoolJson json, Collection<PoolTable> tables, Map<String, PoolTable> first) {
    Map<String, List<PoolTable>> byAttack = new LinkedHashMap<>();
    for (PoolTable table : tables) {
      if (table.info().kind() == SuiteKind.HARMFUL) {
        String attack = table.info().attack().map(SuiteAttack::label).orElse(DIRECT);
        byAttack.computeIfAbsent(attack, any -> new ArrayList<>()).add(table);
      }
    }
    byAttack.forEach(
        (attack, asked) -> {
          boolean sameSeeds = asked.stream().map(PoolTable::seeds).distinct().count() == 1;
          if (asked.size() > 1 && sameSeeds) {
            String name = "mean of %d suites, %s".formatted(asked.size(), attack);
            ObjectNode node = means.addObject().put("attack", attack);
            json.putMean(node, name, asked);
            json.putMeanAgainst(node, asked, first);
          }
        });
  }
}
