package dev.belay.train.anchor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.Json;
import dev.belay.core.recipe.AnchorSpec;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.Stateful;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Controls the coefficient so that the KL stays within a budget. The multiplier goes by dual
 * ascent, {@code λ ← max(0, λ + η (K − ε))} with K a moving average over updates, since each sees a
 * few prompts only. Alone it comes too late and then swings: it has to integrate an excess first,
 * and to integrate it away again. So the coefficient is {@code λ + LEAD · η (K' − ε)} where that is
 * more (a proportional part, as in arXiv 2007.03964), with {@code K' = K + LOOK · (newest − K)}
 * while the newest measurement is above the average: what K will be soon if it goes on like that.
 * That part acts in the next update, and is gone with the excess.
 *
 * <p>ε is the budget less a margin: a KL that is ε in the mean is above it half of the time.
 *
 * <p>It starts from a coefficient above 0, which costs nothing: the KL of a policy that is the
 * reference has no gradient.
 */
final class BudgetRule implements CoefficientRule, Stateful {

  /** Share of the budget that is aimed at. */
  static final double AIM = 0.8;

  /** Weight of the newest update in the average, once there are enough. */
  private static final double NEWEST = 0.25;

  /** The proportional part counts as so many updates of the multiplier. */
  private static final double LEAD = 10;

  /** How far ahead it looks, in distances of the newest measurement from the average. */
  private static final double LOOK = 3;

  private final AnchorSpec.Bound bound;
  private double multiplier;
  private double average;
  private double newest;
  private long updates;

  BudgetRule(AnchorSpec.Bound bound) {
    this.bound = bound;
    this.multiplier = bound.initialCoef();
  }

  /** One step of dual ascent. */
  static double ascend(double multiplier, double eta, double kl, double aim) {
    return Math.max(0, multiplier + eta * (kl - aim));
  }

  @Override
  public double coef() {
    double soon = average + LOOK * Math.max(0, newest - average);
    double excess = soon - AIM * bound.nats();
    return multiplier + LEAD * bound.eta() * Math.max(0, excess);
  }

  @Override
  public void observe(double kl) {
    updates++;
    newest = kl;
    average += (kl - average) * Math.max(NEWEST, 1.0 / updates);
    multiplier = ascend(multiplier, bound.eta(), average, AIM * bound.nats());
  }

  @Override
  public Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("anchor_kl_average", average);
    metrics.put("anchor_multiplier", multiplier);
    return metrics;
  }

  @Override
  public Optional<Stateful> state() {
    return Optional.of(this);
  }

  @Override
  public String name() {
    return "anchor";
  }

  @Override
  public void write(Path folder) throws IOException {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("multiplier", multiplier);
    state.put("average", average);
    state.put("newest", newest);
    state.put("updates", updates);
    AtomicFiles.write(file(folder), Json.MAPPER.writeValueAsString(state) + "\n");
  }

  @Override
  public void read(Path folder) throws IOException {
    JsonNode state;
    try {
      state = Json.MAPPER.readTree(Files.readString(file(folder)));
    } catch (JsonProcessingException e) {
      throw new BadInputException(file(folder) + ": is no state of an anchor: not JSON.", e);
    }
    if (!state.path("multiplier").isNumber()
        || !state.path("average").isNumber()
        || !state.path("newest").isNumber()
        || !state.path("updates").isIntegralNumber()) {
      throw new BadInputException(file(folder) + ": is no state of an anchor: it lacks numbers.");
    }
    multiplier = state.path("multiplier").asDouble();
    average = state.path("average").asDouble();
    newest = state.path("newest").asDouble();
    updates = state.path("updates").asLong();
  }

  private static Path file(Path folder) {
    return folder.resolve("budget.json");
  }
}
