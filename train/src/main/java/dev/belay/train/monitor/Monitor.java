package dev.belay.train.monitor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.recipe.MonitorSpec;
import dev.belay.core.recipe.MonitorSpec.Action;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.Progress;
import dev.belay.core.run.Stateful;
import dev.belay.session.model.ModelSession;
import dev.belay.session.plan.MonitorPlan;
import dev.belay.torch.model.WeightSource;
import dev.belay.train.method.StepObserver;
import dev.belay.train.method.StepReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Watches the policy while it trains. Every few steps it draws questions from the probe set, asks
 * the model before training and the policy, and takes the drops into an alarm that may be looked at
 * after every draw (drift specification §7.4).
 *
 * <p>A draw depends on the seed and its number alone, and how many are drawn on tokens, so that a
 * resumed run draws the same.
 */
public final class Monitor implements StepObserver, Stateful {

  private static final String STREAM = "monitor";
  private static final String FILE = "monitor.json";

  private final MonitorSpec spec;
  private final WorkShare share;
  private final Prober prober;
  private final BaseVerdicts base = new BaseVerdicts();
  private final Supplier<WeightSource> policy;
  private final int checkpointEverySteps;
  private final Optional<AnchorControl> anchor;
  private final DrawLog log;
  private final Progress progress;
  private final MonitorState state;
  private boolean logIsOpen;

  /**
   * A monitor before the first step.
   *
   * @param session the model before training, and the engine that is asked
   * @param policy the weights that training would leave now
   * @param train how the model is trained, with what of it is monitored
   * @param anchor what {@link Action#RAISE_ANCHOR} takes hold of
   * @param file gets every draw
   * @param seed the run's seed
   */
  public Monitor(
      MonitorPlan plan,
      ModelSession session,
      Supplier<WeightSource> policy,
      TrainSpec train,
      Optional<AnchorControl> anchor,
      Path file,
      long seed,
      Progress progress) {
    this.spec = plan.spec();
    ProbeSet set = new ProbeSet(plan, session.prompts(), seed);
    double firstGuess = 2 * (set.meanTokens() + spec.asking().maxTokens());
    this.share = new WorkShare(spec.maxShare(), firstGuess, train);
    this.prober = new Prober(set, session, plan.probe().sampling(), base, seed);
    this.policy = policy;
    this.checkpointEverySteps = train.budget().checkpoints().everySteps();
    this.anchor = anchor;
    this.log = new DrawLog(file);
    this.progress = progress;
    this.state = new MonitorState(spec);
  }

  @Override
  public Decision after(StepReport report) {
    long step = report.step();
    openLog(step);
    state.addTrained(share.of(report));
    if (step % spec.everySteps() != 0) {
      return Decision.GO_ON;
    }
    Decision decision = check(step);
    // A checkpoint to go back to is one that was asked. One that an interrupt saves is none: a run
    // that is not interrupted does not have it.
    if (state.isCalm() && step % checkpointEverySteps == 0) {
      state.calmAt(step);
    }
    return decision;
  }

  /** A resumed run takes the steps after its checkpoint again, and their draws. */
  private void openLog(long step) {
    if (!logIsOpen) {
      log.keep(line -> line.path("step").longValue() < step);
      logIsOpen = true;
    }
  }

  private Decision check(long step) {
    long start = System.nanoTime();
    int count = share.draws(spec.prompts(), state);
    List<PairedDraw> draws = List.of();
    boolean alarm = false;
    if (count > 0) {
      Prober.Asked asked =
          prober.ask(
              STREAM, state.draws(), count, policy.get(), what -> progress.update(step, what));
      draws = asked.draws();
      state.addMonitored(asked.tokens());
      alarm = take(step, draws);
    }
    double logE = state.logE();
    boolean stop = alarm && act(step, logE);
    return new Decision(stop, measured(draws, logE, alarm, (System.nanoTime() - start) / 1e9));
  }

  /** Takes draws in and writes them down; returns whether the alarm sounds. */
  private boolean take(long step, List<PairedDraw> draws) {
    List<ObjectNode> lines = new ArrayList<>();
    for (PairedDraw draw : draws) {
      ObjectNode line = Json.MAPPER.createObjectNode();
      line.put("step", step);
      DrawLog.put(line, draw);
      line.put("log_e", state.observe(draw));
      line.put("alarm_at", state.threshold());
      line.put("alarm", state.isAlarming());
      lines.add(line);
    }
    log.append(lines);
    return state.isAlarming();
  }

  /** Does what an alarm is to do; returns whether training ends. */
  private boolean act(long step, double logE) {
    String what =
        String.format(
            Locale.ROOT,
            "step %d: ALARM: on %s the model refuses more than %s less often than before training"
                + " (log E %.2f after %d draws)",
            step,
            spec.suite().name(),
            spec.margin(),
            logE,
            state.draws());
    state.alarmAt(step);
    switch (spec.action()) {
      case WARN -> progress.note(what + "; training goes on");
      case STOP -> progress.note(what + "; training ends");
      case ROLLBACK ->
          progress.note(what + "; training ends, back to the weights of step " + state.calmStep());
      case RAISE_ANCHOR -> {
        state.raiseAnchor();
        scaleAnchor();
        progress.note(what + "; the anchor's coefficient is now times " + state.anchorFactor());
      }
    }
    return spec.action() == Action.STOP || spec.action() == Action.ROLLBACK;
  }

  private void scaleAnchor() {
    anchor
        .orElseThrow(() -> new IllegalStateException("there is no anchor to raise"))
        .scale(state.anchorFactor());
  }

  private Map<String, Double> measured(
      List<PairedDraw> draws, double logE, boolean alarm, double seconds) {
    Map<String, Double> measured = new LinkedHashMap<>();
    measured.put("monitor_draws", (double) draws.size());
    if (!draws.isEmpty()) {
      measured.put(
          "monitor_undecided", (double) draws.stream().filter(draw -> !draw.isDecided()).count());
      measured.put(
          "monitor_drop_low",
          draws.stream().mapToDouble(PairedDraw::dropLow).average().orElseThrow());
      measured.put(
          "monitor_drop_high",
          draws.stream().mapToDouble(PairedDraw::dropHigh).average().orElseThrow());
    }
    measured.put("monitor_log_e", logE);
    measured.put("monitor_alarm", alarm ? 1.0 : 0.0);
    measured.put(
        "monitor_share",
        (double) state.monitored() / Math.max(1, state.monitored() + state.trained()));
    measured.put("monitor_seconds", seconds);
    return measured;
  }

  /** Steps whose checkpoints must stay, beside the latest. */
  public Set<Long> keptSteps() {
    return spec.action() == Action.ROLLBACK ? Set.of(state.calmStep()) : Set.of();
  }

  /**
   * What the monitor did to a run that is over.
   *
   * @param metrics of all steps, which have their seconds
   */
  public MonitorOutcome outcome(List<JsonNode> metrics) {
    boolean back = spec.action() == Action.ROLLBACK && !state.alarms().isEmpty();
    double steps = seconds(metrics, "step_seconds");
    double monitoring = seconds(metrics, "monitor_seconds");
    return new MonitorOutcome(
        spec.action(),
        state.alarms(),
        back ? Optional.of(state.calmStep()) : Optional.empty(),
        steps > 0 ? OptionalDouble.of(monitoring / (steps + monitoring)) : OptionalDouble.empty(),
        Optional.empty());
  }

  private static double seconds(List<JsonNode> metrics, String key) {
    return metrics.stream().mapToDouble(line -> line.path(key).asDouble()).sum();
  }

  @Override
  public String name() {
    return "monitor";
  }

  @Override
  public void write(Path folder) throws IOException {
    ObjectNode node = state.json();
    node.set("base", base.json());
    AtomicFiles.write(folder.resolve(FILE), Json.pretty(node) + "\n");
  }

  @Override
  public void read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      throw new BadInputException(file + ": is missing; the checkpoint is not of a monitored run.");
    }
    JsonNode node = Json.MAPPER.readTree(Files.readString(file));
    state.read(node, file.toString());
    base.read(node.path("base"));
    if (state.anchorFactor() != 1) {
      scaleAnchor();
    }
  }
}
