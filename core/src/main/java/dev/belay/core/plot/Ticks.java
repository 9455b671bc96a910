package dev.belay.core.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** Where an axis has marks, and what stands at them: 1, 2 and 5 times powers of ten. */
final class Ticks {

  private static final int AIM = 6;
  private static final double ROUNDING = 1e-9;

  private Ticks() {}

  /** The marks within a range, ascending; at least one. */
  static List<Double> of(Axis.Scale scale, Axis.Range range) {
    return scale == Axis.Scale.LOG && Math.log10(range.high() / range.low()) >= 1
        ? logarithmic(range)
        : linear(range);
  }

  private static List<Double> linear(Axis.Range range) {
    double step = niceStep((range.high() - range.low()) / AIM);
    List<Double> ticks = new ArrayList<>();
    long first = (long) Math.ceil(range.low() / step - ROUNDING);
    long last = (long) Math.floor(range.high() / step + ROUNDING);
    for (long i = first; i <= last; i++) {
      // Through decimal digits, so that 3 · 0.1 is 0.3.
      ticks.add(rounded(i * step));
    }
    return ticks;
  }

  private static List<Double> logarithmic(Axis.Range range) {
    int first = (int) Math.floor(Math.log10(range.low()) + ROUNDING);
    int last = (int) Math.ceil(Math.log10(range.high()) - ROUNDING);
    int decades = last - first;
    int every = Math.max(1, (decades + AIM - 1) / AIM);
    double[] multiples = decades <= 2 ? new double[] {1, 2, 5} : new double[] {1};
    List<Double> ticks = new ArrayList<>();
    for (int power = first; power <= last; power++) {
      if (Math.floorMod(power, every) != 0) {
        continue;
      }
      for (double multiple : multiples) {
        double tick = rounded(multiple * Math.pow(10, power));
        if (tick >= range.low() * (1 - ROUNDING) && tick <= range.high() * (1 + ROUNDING)) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }

  private static double niceStep(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    double fraction = least / power;
    double nice = fraction <= 1 + ROUNDING ? 1 : fraction <= 2 ? 2 : fraction <= 5 ? 5 : 10;
    return nice * power;
  }

  private static double rounded(double value) {
    return new BigDecimal(value).round(new MathContext(12)).doubleValue();
  }

  /** A number as a reader writes it: 0.05, 20000, 1e-6. */
  static String label(double value) {
    if (value == 0) {
      return "0";
    }
    BigDecimal exact = BigDecimal.valueOf(value).stripTrailingZeros();
    double size = Math.abs(value);
    if (size >= 1e-4 && size < 1e6) {
      return minus(exact.toPlainString());
    }
    int power = (int) Math.floor(Math.log10(size) + ROUNDING);
    String digits = exact.scaleByPowerOfTen(-power).stripTrailingZeros().toPlainString();
    return minus(digits + "e" + power);
  }

  private static String minus(String number) {
    return number.replace('-', '−');
  }
}
