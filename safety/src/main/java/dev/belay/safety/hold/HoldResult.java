package dev.belay.safety.hold;

import dev.belay.safety.gate.GateRule;
import java.util.List;
import java.util.Optional;

/**
 * What a walk came to.
 *
 * @param rule what a weight had to show
 * @param tried from the tuned model towards the base; the last one holds, or none does
 * @param gains what is left of the gain at the weight that holds; at the base, of none
 */
public record HoldResult(GateRule rule, List<TriedWeight> tried, List<GainLeft> gains) {

  public HoldResult {
    tried = List.copyOf(tried);
    gains = List.copyOf(gains);
  }

  /** The farthest weight that holds; empty where none but the base does. */
  public Optional<TriedWeight> held() {
    return Optional.of(tried.getLast()).filter(TriedWeight::held);
  }

  /** Its weight; 0 where none but the base holds. */
  public double weight() {
    return held().map(TriedWeight::weight).orElse(0.0);
  }

  /** The exit code of a command that walked: 0 where a weight holds. */
  public int exitCode() {
    return held().isPresent() ? 0 : 1;
  }
}
