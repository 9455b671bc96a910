package dev.belay.train.monitor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.json.Json;
import dev.belay.core.recipe.MonitorSpec.Action;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a monitor did to a run.
 *
 * @param action what an alarm was to do
 * @param alarms steps at which it sounded
 * @param rolledBackTo the step whose weights the run left; empty for its last
 * @param shareOfTime of the seconds of training, the monitor's; empty where none were taken
 * @param certificate of the weights that the run left; empty if none was sought
 */
public record MonitorOutcome(
    Action action,
    List<Long> alarms,
    Optional<Long> rolledBackTo,
    OptionalDouble shareOfTime,
    Optional<Certificate> certificate) {

  public MonitorOutcome {
    alarms = List.copyOf(alarms);
  }

  /** Whether an alarm ended training. */
  public boolean endedTraining() {
    return !alarms.isEmpty() && (action == Action.STOP || action == Action.ROLLBACK);
  }

  /** Whether a certificate may be sought: not of weights that the alarm has just sounded of. */
  public boolean mayBeCertified() {
    return alarms.isEmpty() || action != Action.STOP;
  }

  /** For the run's result; without times, which differ from process to process. */
  public ObjectNode json() {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("action", action.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    alarms.forEach(node.putArray("alarms")::add);
    rolledBackTo.ifPresent(step -> node.put("rolled_back_to", step));
    certificate.ifPresent(found -> node.put("certified", found.certified()));
    return node;
  }

  /** The same with what was found out about the weights that the run left. */
  public MonitorOutcome with(Certificate found) {
    return new MonitorOutcome(action, alarms, rolledBackTo, shareOfTime, Optional.of(found));
  }
}
