package dev.belay.safety.eval;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.stats.Interval;

/** {@link CapabilityFigures} as JSON. */
public final class CapabilityJson {

  private CapabilityJson() {}

  /** Puts the figures into an object. */
  public static void put(ObjectNode node, CapabilityFigures figures) {
    node.put("prompts", figures.prompts());
    node.put("completions", figures.completions());
    ArrayNode passes = node.putArray("pass_at_k");
    for (CapabilityFigures.Pass pass : figures.passes()) {
      ObjectNode one = passes.addObject().put("k", pass.k()).put("value", pass.value());
      put(one, pass.interval());
      one.put("prompts", pass.prompts());
    }
    node.put("completion_tokens_mean", figures.meanTokens());
    put(node.putObject("truncated"), figures.truncated());
    put(node.putObject("without_verdict"), figures.withoutVerdict());
    node.put("undecided", figures.undecided());
    node.put("errors", figures.errors());
  }

  private static void put(ObjectNode node, CapabilityFigures.Share share) {
    node.put("share", share.value());
    put(node, share.interval());
  }

  private static void put(ObjectNode node, Interval interval) {
    node.put("low", interval.low());
    node.put("high", interval.high());
  }
}
