package dev.belay.train.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.recipe.MonitorSpec;
import dev.belay.core.recipe.MonitorSpec.Action;
import dev.belay.core.stats.EProcess;
import java.util.ArrayList;
import java.util.List;

/** All that a monitored step changes and the next one depends on. */
final class MonitorState {

  private final MonitorSpec spec;
  private EProcess alarm;
  private long draws;
  private long trained;
  private long monitored;
  private long calmStep;
  private double lowest;
  private double anchorFactor = 1;
  private final List<Long> alarms = new ArrayList<>();

  MonitorState(MonitorSpec spec) {
    this.spec = spec;
    this.alarm = spec.detector().alarm(spec.margin());
  }

  /** Draws so far, of all alarms. */
  long draws() {
    return draws;
  }

  /** Work of training so far. */
  long trained() {
    return trained;
  }

  /** Work of the monitor so far. */
  long monitored() {
    return monitored;
  }

  /** The last step whose checkpoint is kept to go back to; 0 for the model before training. */
  long calmStep() {
    return calmStep;
  }

  /** What the anchor's coefficient is multiplied by. */
  double anchorFactor() {
    return anchorFactor;
  }

  /** Steps at which an alarm sounded. */
  List<Long> alarms() {
    return List.copyOf(alarms);
  }

  double logE() {
    return alarm.logE();
  }

  /** The evidence at which the next alarm sounds. */
  double threshold() {
    return EProcess.threshold(alpha());
  }

  /**
   * Where a run goes on after alarms, they share the probability of a false one: the k-th has
   * {@code 1/(k(k + 1))} of it, all together the whole.
   */
  private double alpha() {
    double k = alarms.size() + 1.0;
    return spec.action() == Action.RAISE_ANCHOR
        ? spec.alarmAlpha() / (k * (k + 1))
        : spec.alarmAlpha();
  }

  /**
   * Whether the evidence, after the draws of one step, is weaker than ever before: a drift that is
   * there now has begun later. Its lowest point is where the likeliest change begins.
   */
  boolean isCalm() {
    boolean calm = alarms.isEmpty() && alarm.logE() < lowest;
    lowest = Math.min(lowest, alarm.logE());
    return calm;
  }

  void addTrained(long work) {
    trained += work;
  }

  void addMonitored(long work) {
    monitored += work;
  }

  void calmAt(long step) {
    calmStep = step;
  }

  /** Takes in one draw; returns the logarithm of the evidence after it. */
  double observe(PairedDraw draw) {
    alarm.observe(draw.dropLow());
    draws++;
    return alarm.logE();
  }

  /** Whether an alarm is due. Without an action that answers it, it sounds once. */
  boolean isAlarming() {
    boolean again = spec.action() == Action.RAISE_ANCHOR || alarms.isEmpty();
    return again && alarm.rejects(alpha());
  }

  void alarmAt(long step) {
    alarms.add(step);
  }

  /** Begins to listen anew, after the anchor was raised. */
  void raiseAnchor() {
    anchorFactor *= spec.raiseFactor();
    alarm = spec.detector().alarm(spec.margin());
  }

  ObjectNode json() {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("draws", draws);
    node.put("trained", trained);
    node.put("monitored", monitored);
    node.put("calm_step", calmStep);
    node.put("lowest", lowest);
    node.put("anchor_factor", anchorFactor);
    alarms.forEach(node.putArray("alarms")::add);
    ArrayNode evidence = node.putArray("evidence");
    for (double value : alarm.state()) {
      // As text: what has not begun is minus infinity, which JSON has no number for.
      evidence.add(Double.toString(value));
    }
    return node;
  }

  /**
   * Goes on from what {@link #json} gave.
   *
   * @throws BadInputException if it is the state of another monitor
   */
  void read(JsonNode node, String file) {
    JsonNode evidence = node.path("evidence");
    double[] values = new double[evidence.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Double.parseDouble(evidence.get(i).asText());
    }
    try {
      alarm = spec.detector().alarm(spec.margin());
      alarm.restore(values);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(file + ": holds the state of another monitor.", e);
    }
    draws = node.path("draws").longValue();
    trained = node.path("trained").longValue();
    monitored = node.path("monitored").longValue();
    calmStep = node.path("calm_step").longValue();
    lowest = node.path("lowest").doubleValue();
    anchorFactor = node.path("anchor_factor").doubleValue();
    alarms.clear();
    node.path("alarms").forEach(step -> alarms.add(step.longValue()));
  }
}
