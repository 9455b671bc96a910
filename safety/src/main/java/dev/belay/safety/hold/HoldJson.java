package dev.belay.safety.hold;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.safety.compare.SuiteChange;
import dev.belay.safety.compare.SuiteComparison;
import dev.belay.safety.gate.GateJson;

/** A walk for programs. Rates, changes and margins are shares, not per cent. */
public final class HoldJson {

  private HoldJson() {}

  /** Adds everything that the walk found. */
  public static void put(ObjectNode node, HoldResult result) {
    node.put("verdict", result.held().isPresent() ? "held" : "not_held");
    node.put("exit_code", result.exitCode());
    node.put("weight", result.weight());
    node.put("sentence", HoldText.verdict(result));
    ArrayNode tried = node.putArray("tried");
    for (TriedWeight one : result.tried()) {
      tried
          .addObject()
          .put("weight", one.weight())
          .put("held", one.held())
          .set("gate", GateJson.write(one.gate()));
    }
    ArrayNode gains = node.putArray("gains");
    result.gains().forEach(gain -> put(gains.addObject(), gain));
  }

  private static void put(ObjectNode node, GainLeft gain) {
    node.put("suite", gain.suite());
    gain.share().ifPresent(share -> node.put("left", share));
    put(node.putObject("tuned_against_base"), gain.gained());
    put(node.putObject("here_against_base"), gain.kept());
    put(node.putObject("here_against_tuned"), gain.lost());
  }

  private static void put(ObjectNode node, SuiteComparison suite) {
    if (suite.change() instanceof SuiteChange.Measured change) {
      node.put("n", change.decided());
      node.put("before", change.before());
      node.put("after", change.after());
      node.put("change", change.change());
      node.put("low", change.interval().low());
      node.put("high", change.interval().high());
    }
  }
}
