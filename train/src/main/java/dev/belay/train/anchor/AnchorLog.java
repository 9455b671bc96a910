package dev.belay.train.anchor;

import dev.belay.core.objective.Divergence;
import dev.belay.train.method.StepObserver;
import dev.belay.train.method.StepReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Logs how far the policy is from the reference on the anchor's prompts, both ways, whichever is
 * trained: numbers for the step's line, and all positions in a file of its own.
 */
final class AnchorLog implements StepObserver, AutoCloseable {

  /** Later positions are in the sums, and not in the file. */
  private static final int MOST_POSITIONS = 256;

  private final AnchorTerm term;
  private final CoefficientRule rule;
  private final StepLines positions;
  private AnchorTerm.@Nullable Update logged;

  /**
   * A log.
   *
   * @param file gets one line a step
   */
  AnchorLog(AnchorTerm term, CoefficientRule rule, Path file) {
    this.term = term;
    this.rule = rule;
    this.positions = new StepLines(file);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // Whether it is the very update that is logged already.
  public Decision after(StepReport report) {
    AnchorTerm.Update update = term.last();
    if (update == null || update == logged) {
      return Decision.GO_ON; // The step took no update.
    }
    logged = update;
    positions.append(report.step(), line(report.step(), update));
    return new Decision(false, metrics(report, update));
  }

  private Map<String, Double> metrics(StepReport report, AnchorTerm.Update update) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    for (Divergence divergence : update.kl().divergences()) {
      String name = name(divergence);
      metrics.put(name, update.kl().perCompletion(divergence));
      if (divergence.isOfLaws() && update.kl().positions() > 0) {
        metrics.put(name + "_first", update.kl().at(divergence, 0));
      }
      AnchorMeasurement moved = update.moved();
      if (moved != null) {
        metrics.put(name + "_perturbed", moved.perCompletion(divergence));
      }
    }
    double weight = update.joined().weight();
    metrics.put("anchor_loss", weight * update.loss());
    metrics.put("anchor_coef", weight);
    update.after().ifPresent(after -> metrics.put("anchor_after_step", after));
    metrics.putAll(rule.metrics());
    update
        .joined()
        .projection()
        .ifPresent(
            projection -> {
              if (Double.isFinite(projection.cosine())) {
                metrics.put("anchor_cosine", projection.cosine());
              }
              metrics.put("anchor_projected", projection.share());
            });
    metrics.put("anchor_tokens", (double) update.kl().tokens());
    double seconds = term.takeSeconds();
    metrics.put("anchor_seconds", seconds);
    metrics.put("anchor_share_of_step_seconds", seconds / report.value("step_seconds"));
    return metrics;
  }

  private static String name(Divergence divergence) {
    String kl = Divergence.KLS.contains(divergence) ? "kl_" : "";
    return "anchor_" + kl + divergence.snakeCase();
  }

  private static Map<String, Object> line(long step, AnchorTerm.Update update) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("step", step);
    line.put("coef", update.joined().weight());
    int positions = Math.min(MOST_POSITIONS, update.kl().positions());
    List<Integer> reached = new ArrayList<>();
    for (int t = 0; t < positions; t++) {
      reached.add(update.kl().reached()[t]);
    }
    line.put("completions", reached);
    for (Divergence divergence : update.kl().divergences()) {
      List<Double> nats = new ArrayList<>();
      for (int t = 0; t < positions; t++) {
        nats.add(update.kl().at(divergence, t));
      }
      line.put(divergence.snakeCase(), nats);
    }
    if (!update.byAttack().isEmpty()) {
      Map<String, Object> byAttack = new LinkedHashMap<>();
      update.byAttack().forEach((attack, measured) -> byAttack.put(attack, whole(measured)));
      line.put("by_attack", byAttack);
    }
    return line;
  }

  /** A completion's distances, means over the prompts of one attack, and how many those are. */
  private static Map<String, Object> whole(AnchorMeasurement measured) {
    Map<String, Object> whole = new LinkedHashMap<>();
    whole.put("completions", measured.completions());
    measured
        .divergences()
        .forEach(
            divergence -> whole.put(divergence.snakeCase(), measured.perCompletion(divergence)));
    return whole;
  }

  @Override
  public void close() {
    positions.close();
  }
}
