package dev.belay.train.compare;

import dev.belay.core.error.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where the points of a curve between the base and the tuned model come from. */
public sealed interface CurveSource {

  /** Where nobody says otherwise: three points, which cost no training. */
  CurveSource DEFAULT = evenly(3);

  /** More points than this say nothing more. */
  int MOST_POINTS = 20;

  /** How it stands in files. */
  String key();

  /** What the curve runs along, in words; empty where there are no points. */
  String words();

  /**
   * Weights between the two, weight by weight.
   *
   * @param shares of the way to the tuned model, rising, between 0 and 1
   */
  record Weights(List<Double> shares) implements CurveSource {

    public Weights {
      shares = List.copyOf(shares);
    }

    @Override
    public String key() {
      return "weights";
    }

    @Override
    public String words() {
      return "weights between base and tuned model";
    }
  }

  /** The policy as training saved it on its way. */
  record Checkpoints() implements CurveSource {

    @Override
    public String key() {
      return "checkpoints";
    }

    @Override
    public String words() {
      return "checkpoints of the training";
    }
  }

  /** The ends alone. */
  record None() implements CurveSource {

    @Override
    public String key() {
      return "none";
    }

    @Override
    public String words() {
      return "";
    }
  }

  /** So many weights between, at equal distances. */
  static CurveSource evenly(int points) {
    List<Double> shares = new ArrayList<>();
    for (int i = 1; i <= points; i++) {
      shares.add((double) i / (points + 1));
    }
    return points == 0 ? new None() : new Weights(shares);
  }

  /**
   * Reads the option.
   *
   * @param text {@code none}, {@code checkpoints}, a number of weights between, or {@code
   *     weights:0.25,0.5,0.75}
   */
  static CurveSource parse(String text) {
    if (text.equals("none")) {
      return new None();
    }
    if (text.equals("checkpoints")) {
      return new Checkpoints();
    }
    if (text.matches("\\d{1,4}") && Integer.parseInt(text) <= MOST_POINTS) {
      return evenly(Integer.parseInt(text));
    }
    if (text.startsWith("weights:")) {
      List<Double> shares = new ArrayList<>();
      for (String share : text.substring("weights:".length()).split(",", -1)) {
        shares.add(share(share.strip(), text));
      }
      boolean rising = true;
      for (int i = 1; i < shares.size(); i++) {
        rising &= shares.get(i) > shares.get(i - 1);
      }
      if (rising && shares.size() <= MOST_POINTS) {
        return new Weights(shares);
      }
    }
    throw refused(text);
  }

  private static double share(String share, String text) {
    try {
      double value = Double.parseDouble(share);
      if (value > 0 && value < 1) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw refused(text);
    }
    throw refused(text);
  }

  private static BadInputException refused(String text) {
    return new BadInputException(
        String.format(
            Locale.ROOT,
            "--curve: found '%s', must be none, checkpoints, a number of points of at most %d, or"
                + " shares between 0 and 1 that rise, such as weights:0.25,0.5,0.75.",
            text,
            MOST_POINTS));
  }
}
