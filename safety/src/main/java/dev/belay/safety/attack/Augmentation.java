package dev.belay.safety.attack;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Random changes of a text that people still read: letters inside words change places, letters
 * change between small and capital, characters become their neighbours in ASCII (Hughes et al.
 * 2024, arXiv:2412.03556, §2). Deterministic given the source of randomness.
 *
 * @param strength the paper's σ, in [0, 1]: words are scrambled and letters change case with
 *     probability {@code √σ}, characters change with {@code σ³}
 */
record Augmentation(double strength) {

  /** Shorter words are left as they are. */
  private static final int SHORTEST_SCRAMBLED = 4;

  private static final Pattern WORD = Pattern.compile("\\S+");

  /** A text changed in all three ways, in the paper's order. */
  String of(String text, RandomGenerator random) {
    return noised(capitalized(scrambled(text, random), random), random);
  }

  /** The letters inside words change places; the first and the last stay. */
  String scrambled(String text, RandomGenerator random) {
    Matcher words = WORD.matcher(text);
    return words.replaceAll(
        match -> Matcher.quoteReplacement(scrambledWord(match.group(), random)));
  }

  private String scrambledWord(String word, RandomGenerator random) {
    int[] points = word.codePoints().toArray();
    if (points.length < SHORTEST_SCRAMBLED || random.nextDouble() >= Math.sqrt(strength)) {
      return word;
    }
    List<Integer> inside = new ArrayList<>();
    for (int i = 1; i < points.length - 1; i++) {
      inside.add(points[i]);
    }
    Collections.shuffle(inside, random);
    StringBuilder scrambled = new StringBuilder().appendCodePoint(points[0]);
    inside.forEach(scrambled::appendCodePoint);
    return scrambled.appendCodePoint(points[points.length - 1]).toString();
  }

  /** Small letters become capitals and capitals small. */
  String capitalized(String text, RandomGenerator random) {
    return map(
        text,
        point ->
            Character.isLetter(point) && random.nextDouble() < Math.sqrt(strength)
                ? swapped(point)
                : point);
  }

  private static int swapped(int point) {
    return Character.isUpperCase(point)
        ? Character.toLowerCase(point)
        : Character.toUpperCase(point);
  }

  /** Printable ASCII characters become the one before or after. */
  String noised(String text, RandomGenerator random) {
    double probability = strength * strength * strength;
    return map(
        text,
        point ->
            isPrintable(point) && random.nextDouble() < probability
                ? neighbour(point, random)
                : point);
  }

  private static int neighbour(int point, RandomGenerator random) {
    int changed = point + (random.nextBoolean() ? 1 : -1);
    return isPrintable(changed) ? changed : point;
  }

  private static boolean isPrintable(int point) {
    return point >= ' ' && point <= '~';
  }

  private static String map(String text, IntUnaryOperator change) {
    StringBuilder changed = new StringBuilder();
    text.codePoints().map(change).forEachOrdered(changed::appendCodePoint);
    return changed.toString();
  }
}
