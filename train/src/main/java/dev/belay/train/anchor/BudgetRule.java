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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Controls the coefficient so that the KL stays within a budget, and shortens the step where no
 * coefficient could. The multiplier goes by dual ascent, {@code λ ← max(0, λ + η (K − ε))} with K a
 * moving average over updates, since each sees a few prompts only. Alone it comes too late and then
 * swings: it has to integrate an excess first, and to integrate it away again. So the coefficient
 * is {@code λ + LEAD · η (K' − ε)} where that is more (a proportional part, as in arXiv
 * 2007.03964), with {@code K' = K + LOOK · (newest − K)} while the newest measurement is above the
 * average: what K will be soon if it goes on like that. That part acts in the next update, and is
 * gone with the excess.
 *
 * <p>ε is the budget less a margin: a KL that is ε in the mean is above it half of the time.
 *
 * <p>A coefficient sets a direction, not a length: gradients are clipped and Adam divides by their
 * scale, so each step is as long as the rate says. With momentum β a gradient moves the weights
 * {@code 1 / (1 − β)} times as far in the end as in its own step. Where that is longer than the way
 * back, the prompts that were to be held end on the other side, and a larger coefficient makes it
 * worse. So the KL is measured once more on the same prompts after the step. The KL is quadratic,
 * so its root says how far: {@code D = (√KL − √KL after) / (1 − β)} is the way in the end, and
 * {@code √KL + ½ √budget} the longest that ends well within the budget. Where D is longer, the rate
 * falls by their ratio; where the step itself raised the KL above the budget, by {@code √(budget /
 * KL after)}. It grows again, up to what the schedule says, with each step that is well shorter.
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

  /** By this the share of the rate grows with a step that was not too long. */
  private static final double GROWTH = 1.1;

  /** The least share of the rate: a step so short does no harm, and can still repair some. */
  private static final double LEAST_RATE = 0.05;

  /** It grows where the way in the end is less than this of the longest. */
  private static final double WELL_SHORTER = 0.7;

  private final AnchorSpec.Bound bound;

  /** How many times as far as in its own step a gradient moves the weights in the end. */
  private final double reach;

  private double multiplier;
  private double average;
  private double newest;
  private double rateShare = 1;
  private long updates;

  /**
   * A controller.
   *
   * @param momentum of the optimizer, β of the first moment, in [0, 1)
   */
  BudgetRule(AnchorSpec.Bound bound, double momentum) {
    this.bound = bound;
    this.reach = 1 / (1 - momentum);
    this.multiplier = bound.initialCoef();
  }

  /** One step of dual ascent. */
  static double ascend(double multiplier, double eta, double kl, double aim) {
    return Math.max(0, multiplier + eta * (kl - aim));
  }

  /** What the average is about to become. */
  private static double soon(double average, double newest) {
    return average + LOOK * Math.max(0, newest - average);
  }

  @Override
  public double coef() {
    double excess = soon(average, newest) - AIM * bound.nats();
    return multiplier + LEAD * bound.eta() * Math.max(0, excess);
  }

  @Override
  public double rateShare() {
    return rateShare;
  }

  @Override
  public boolean looksBack() {
    return true;
  }

  @Override
  public void observe(double kl, OptionalDouble after) {
    updates++;
    newest = kl;
    average += (kl - average) * Math.max(NEWEST, 1.0 / updates);
    multiplier = ascend(multiplier, bound.eta(), average, AIM * bound.nats());
    after.ifPresent(left -> rateShare = shareAfter(kl, left));
  }

  /** The share of the rate after a step that took the KL on its prompts from here to there. */
  private double shareAfter(double before, double after) {
    double way = reach * (Math.sqrt(before) - Math.sqrt(after));
    double longest = Math.sqrt(before) + Math.sqrt(bound.nats()) / 2;
    double factor = 1;
    if (way > longest) {
      factor = longest / way;
    } else if (after > before && after > bound.nats()) {
      factor = Math.sqrt(bound.nats() / after);
    } else if (way < WELL_SHORTER * longest) {
      factor = GROWTH;
    }
    return Math.clamp(rateShare * factor, LEAST_RATE, 1);
  }

  @Override
  public Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("anchor_kl_average", average);
    metrics.put("anchor_multiplier", multiplier);
    metrics.put("anchor_rate_share", rateShare);
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
    state.put("rate_share", rateShare);
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
    List<String> numbers = List.of("multiplier", "average", "newest", "rate_share");
    if (!numbers.stream().allMatch(number -> state.path(number).isNumber())
        || !state.path("updates").isIntegralNumber()) {
      throw new BadInputException(file(folder) + ": is no state of an anchor: it lacks numbers.");
    }
    multiplier = state.path("multiplier").asDouble();
    average = state.path("average").asDouble();
    newest = state.path("newest").asDouble();
    rateShare = state.path("rate_share").asDouble();
    updates = state.path("updates").asLong();
  }

  private static Path file(Path folder) {
    return folder.resolve("budget.json");
  }
}
