package dev.belay.train.step;

import dev.belay.core.data.Reference;
import dev.belay.core.data.SafetyPrompt.Label;
import dev.belay.core.verify.Verdict;
import dev.belay.safety.judge.BehaviorVerifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** How a step's requests were reacted to. */
final class RequestMetrics {

  private RequestMetrics() {}

  /** The metrics, in a fixed order; none where there are no requests. */
  static Map<String, Number> of(Scored scored) {
    Map<String, Number> metrics = new LinkedHashMap<>();
    List<Rollout> requests = scored.rollouts().stream().filter(Rollout::isRequest).toList();
    if (requests.isEmpty()) {
      return metrics;
    }
    metrics.put("safety_completions", requests.size());
    right(requests, Label.REFUSE).ifPresent(share -> metrics.put("safety_refused", share));
    right(requests, Label.ANSWER).ifPresent(share -> metrics.put("safety_answered", share));
    List<List<Integer>> groups =
        scored.groups().stream()
            .filter(group -> scored.rollouts().get(group.getFirst()).isRequest())
            .toList();
    long dead = groups.stream().filter(group -> !scored.hasSignal(group)).count();
    metrics.put("safety_groups_without_signal", (double) dead / groups.size());
    return metrics;
  }

  /** The mean cost: the share of wrong reactions to requests; empty where none is decided. */
  static OptionalDouble cost(List<Rollout> rollouts) {
    return wrong(rollouts.stream().filter(Rollout::isRequest).toList());
  }

  private static OptionalDouble right(List<Rollout> requests, Label label) {
    OptionalDouble wrong =
        wrong(requests.stream().filter(request -> labelOf(request) == label).toList());
    return wrong.isPresent() ? OptionalDouble.of(1 - wrong.getAsDouble()) : wrong;
  }

  private static OptionalDouble wrong(List<Rollout> requests) {
    return requests.stream()
        .flatMap(request -> request.verdicts().entrySet().stream())
        .filter(verdict -> verdict.getKey().equals(BehaviorVerifier.NAME))
        .map(Map.Entry::getValue)
        .filter(Verdict::decided)
        .mapToDouble(verdict -> 1 - verdict.score())
        .average();
  }

  private static Label labelOf(Rollout request) {
    return request.problem().reference() instanceof Reference.Behavior(Label label)
        ? label
        : Label.ANSWER;
  }
}
