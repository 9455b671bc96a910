package dev.belay.core.verify;

import dev.belay.core.verify.math.Rational;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The exact number that an answer rounds: 22/7 in {@code 22/7 ≈ 3.14}. */
final class RoundedNumbers {
  private static final Set<String> SIGNS =
      Set.of("\u2248", "\u2243", "\u2245", "\\approx", "\\simeq", "\\doteq");

  private RoundedNumbers() {}

  /** The number before the sign, if the other differs in its last digit at most; else null. */
  static @Nullable Amount exact(MathTokens tokens, List<FoundAmount> all, Amount rounded) {
    int sign = rounded.from() - 1;
    if (!SIGNS.contains(tokens.at(sign).text())) {
      return null;
    }
    return all.stream()
        .map(FoundAmount::amount)
        .filter(left -> left.to() == sign || tokens.afterUnit(left.to()) == sign)
        .filter(left -> isNear(left, rounded, tokens.at(rounded.to() - 1).text()))
        .findFirst()
        .orElse(null);
  }

  private static boolean isNear(Amount exact, Amount rounded, String written) {
    Rational left = exact.value();
    Rational right = rounded.value();
    if (left == null || right == null || exact.percent() != rounded.percent()) {
      return false;
    }
    int point = written.indexOf('.');
    Rational unit = Rational.of(10, 1).boundedPower(point < 0 ? 0 : point + 1 - written.length());
    Rational difference = left.plus(right.negated());
    Rational distance = difference.signum() < 0 ? difference.negated() : difference;
    return unit != null && distance.compareTo(unit) < 0;
  }
}
