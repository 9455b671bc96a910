package dev.belay.cli.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.json.Json;
import dev.belay.core.verify.Verdict;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Verdicts as lines of JSON. Undecided and error have no score: neither is a zero. */
final class VerdictLine {

  private VerdictLine() {}

  static String of(JsonNode id, Verdict verdict) {
    ObjectNode node = node(id, verdict.state());
    if (verdict.decided()) {
      node.put("score", verdict.score());
    }
    node.put("extracted", verdict.extracted());
    node.put("reason", verdict.reason());
    verdict.details().forEach(node::set);
    return Json.line(node);
  }

  /** A line that could not be read. */
  static String broken(@Nullable JsonNode id, long line, String why) {
    ObjectNode node =
        id == null
            ? node(Json.MAPPER.nullNode(), Verdict.State.ERROR)
            : node(id, Verdict.State.ERROR);
    node.putNull("extracted");
    node.put("reason", why);
    node.put("line", line);
    return Json.line(node);
  }

  private static ObjectNode node(JsonNode id, Verdict.State state) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.set("id", id);
    node.putNull("score");
    node.put("state", state.name().toLowerCase(Locale.ROOT));
    return node;
  }
}
