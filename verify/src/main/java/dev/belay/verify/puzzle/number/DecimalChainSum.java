package dev.belay.verify.puzzle.number;

import dev.belay.verify.puzzle.generator.Draw;
import dev.belay.verify.puzzle.generator.NumberPuzzle;
import dev.belay.verify.puzzle.generator.Parameter;
import dev.belay.verify.puzzle.generator.PuzzleText;
import dev.belay.verify.puzzle.generator.Settings;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Sums and differences of decimal numbers. */
public final class DecimalChainSum extends NumberPuzzle {

  private static final List<String> ASKS =
      List.of("What is %s?", "Calculate %s.", "Compute %s.", "How much is %s?");

  public DecimalChainSum() {
    super(
        "decimal-chain-sum",
        "Sums and differences of decimal numbers.",
        Parameter.of("largest", "the largest number before the point", 1, 10_000, 5, 20, 99),
        Parameter.of("places", "digits after the point", 1, 4, 1, 1, 2),
        Parameter.of("terms", "how many numbers", 2, 10, 2, 2, 3));
  }

  @Override
  public PuzzleText draw(Settings settings, Draw draw) {
    BigDecimal sum = number(settings, draw);
    StringBuilder chain = new StringBuilder().append(sum);
    for (int i = 1; i < settings.get("terms"); i++) {
      BigDecimal term = number(settings, draw);
      boolean minus = draw.chance() && term.compareTo(sum) <= 0;
      chain.append(minus ? " - " : " + ").append(term);
      sum = minus ? sum.subtract(term) : sum.add(term);
    }
    return new PuzzleText(
        draw.of(ASKS).formatted(chain), chain.toString(), Map.of(), sum.toPlainString());
  }

  private static BigDecimal number(Settings settings, Draw draw) {
    int places = settings.get("places");
    int scale = BigDecimal.TEN.pow(places).intValueExact();
    int whole = draw.between(0, settings.get("largest"));
    int rest = draw.between(1, scale - 1);
    return BigDecimal.valueOf((long) whole * scale + rest, places);
  }
}
