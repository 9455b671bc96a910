package dev.belay.core.recipe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads which positions of a completion count: all, the first so many, or a weight for each. */
final class PositionsReader {

  private static final String ALL = "all";

  /** More are surely a mistake: a number of tokens that no completion has. */
  private static final int MOST = 100_000;

  private static final String WANTED =
      "all, how many of the first count, or their weights, such as [ 1, 0.5, 0.25 ]: 0 or more, at"
          + " least one above 0";

  private static final Key POSITIONS =
      Key.of(
              "positions",
              "which tokens of a completion count: `all`, the first so many (with 1 no completion"
                  + " is made at all), or a list of their weights")
          .source("safety/anchor.md");

  private PositionsReader() {}

  /**
   * Weights of the first positions; empty if all count alike.
   *
   * @param promptAlone whether what is held is a state of the prompt, so that no other position can
   *     count
   */
  static List<Double> read(Section section, boolean promptAlone) {
    YamlValue value =
        section.given(POSITIONS, "`all`, whole number or list of numbers", "1 or more", ALL);
    List<Double> weights =
        switch (value) {
          case null -> List.of();
          case YamlValue.Scalar scalar -> scalar(section, scalar);
          case YamlValue.Listing listing -> listing(section, listing);
          default -> wrong(section, value);
        };
    if (promptAlone) {
      if (value != null && !weights.equals(List.of(1.0))) {
        section.issue(
            POSITIONS.name(),
            "has no meaning with divergence: hidden, which holds the state of the prompt's last"
                + " token; drop it.");
      }
      section.resolve(POSITIONS, 1);
    } else if (value == null || weights.isEmpty()) {
      section.resolve(POSITIONS, ALL);
    } else {
      section.resolve(POSITIONS, value instanceof YamlValue.Scalar ? weights.size() : weights);
    }
    return weights;
  }

  private static List<Double> scalar(Section section, YamlValue.Scalar scalar) {
    if (scalar.value().equals(ALL)) {
      return List.of();
    }
    return scalar.value() instanceof Number number
            && number.doubleValue() == number.intValue()
            && number.intValue() >= 1
            && number.intValue() <= MOST
        ? Collections.nCopies(number.intValue(), 1.0)
        : wrong(section, scalar);
  }

  private static List<Double> listing(Section section, YamlValue.Listing listing) {
    List<Double> weights = new ArrayList<>();
    for (YamlValue item : listing.items()) {
      if (item instanceof YamlValue.Scalar(Object value, int _)
          && value instanceof Number number
          && number.doubleValue() >= 0
          && Double.isFinite(number.doubleValue())) {
        weights.add(number.doubleValue());
      } else {
        return wrong(section, item);
      }
    }
    return weights.stream().anyMatch(weight -> weight > 0)
        ? List.copyOf(weights)
        : wrong(section, listing);
  }

  private static List<Double> wrong(Section section, YamlValue value) {
    section.issue(POSITIONS.name(), "found " + value.describe() + ", must be " + WANTED + ".");
    return List.of(1.0); // Something that a decay may follow.
  }
}
