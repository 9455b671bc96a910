package dev.belay.safety.attack;

import dev.belay.core.error.BadInputException;
import dev.belay.core.error.DidYouMean;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.DoublePredicate;
import org.jspecify.annotations.Nullable;

/**
 * The options that were given to one attack while it takes them: each getter notes what is wrong
 * with a value, and {@link #finish} reports all of it, options that nobody asked for included.
 */
public final class AttackOptions {

  /** Places of a number before or after the point; doubles have no more. */
  private static final int MOST_PLACES = 400;

  private final String attack;
  private final Map<String, String> given;
  private final SequencedMap<String, String> taken = new TreeMap<>();
  private final List<String> issues = new ArrayList<>();

  /**
   * Options of an attack.
   *
   * @param given values by name; those that are absent take their defaults
   */
  public AttackOptions(String attack, Map<String, String> given) {
    this.attack = attack;
    this.given = Map.copyOf(given);
  }

  /**
   * Reads {@code attack.option=value} pairs, as {@code --attack-option} and recipes give them.
   *
   * @param attacks the attacks that are made
   * @return by attack, each one's values by option
   * @throws BadInputException with every pair that is malformed, given twice, or of another attack
   */
  public static Map<String, Map<String, String>> parse(List<String> pairs, List<String> attacks) {
    Map<String, Map<String, String>> byAttack = new LinkedHashMap<>();
    List<String> issues = new ArrayList<>();
    for (String pair : pairs) {
      int dot = pair.indexOf('.');
      int equals = pair.indexOf('=');
      if (dot < 1 || equals < dot + 2 || equals == pair.length() - 1) {
        issues.add("attack option \"" + pair + "\": must be ATTACK.OPTION=VALUE, as gcg.steps=50.");
        continue;
      }
      String attack = pair.substring(0, dot).strip();
      if (!attacks.contains(attack)) {
        issues.add(
            "attack option \"%s\": %s is not among the attacks made (%s)."
                .formatted(pair, attack, String.join(", ", attacks)));
        continue;
      }
      String option = pair.substring(dot + 1, equals).strip();
      Map<String, String> values = byAttack.computeIfAbsent(attack, _ -> new LinkedHashMap<>());
      if (values.put(option, pair.substring(equals + 1).strip()) != null) {
        issues.add("attack option " + attack + "." + option + " is given twice.");
      }
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
    return byAttack;
  }

  /** A whole number from {@code least} to {@code most}. */
  public int count(String option, int fallback, int least, int most) {
    String wanted = "a whole number from " + least + " to " + most;
    BigDecimal value = number(option, BigDecimal.valueOf(fallback), wanted);
    try {
      int whole = value.intValueExact();
      if (whole >= least && whole <= most) {
        taken.put(option, Integer.toString(whole));
        return whole;
      }
    } catch (ArithmeticException e) {
      // Not whole, or beyond an int: the same issue as below.
    }
    issue(option, wanted);
    return fallback;
  }

  /**
   * A number.
   *
   * @param wanted what it must be, in words
   */
  public double number(String option, double fallback, DoublePredicate allowed, String wanted) {
    BigDecimal value = number(option, BigDecimal.valueOf(fallback), wanted);
    // Written out, 1e-999999999 would fill the memory.
    if (!allowed.test(value.doubleValue()) || Math.abs((long) value.scale()) > MOST_PLACES) {
      issue(option, wanted);
      return fallback;
    }
    taken.put(option, value.stripTrailingZeros().toPlainString());
    return value.doubleValue();
  }

  private BigDecimal number(String option, BigDecimal fallback, String wanted) {
    taken.put(option, fallback.toPlainString());
    @Nullable String text = given.get(option);
    if (text == null) {
      return fallback;
    }
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      issue(option, wanted);
      return fallback;
    }
  }

  private void issue(String option, String wanted) {
    issues.add(
        "attack option %s.%s: found %s, must be %s."
            .formatted(attack, option, given.get(option), wanted));
  }

  /**
   * All options with their values, those that nobody gave included.
   *
   * @throws BadInputException with everything that is wrong
   */
  public SequencedMap<String, String> finish() {
    for (String option : new TreeMap<>(given).keySet()) {
      if (!taken.containsKey(option)) {
        issues.add(
            "attack option %s.%s: there is no such option.%s %s"
                .formatted(
                    attack,
                    option,
                    DidYouMean.hint(option, taken.keySet()),
                    taken.isEmpty()
                        ? "This attack has none."
                        : "Known: " + String.join(", ", taken.keySet()) + "."));
      }
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
    return taken;
  }
}
