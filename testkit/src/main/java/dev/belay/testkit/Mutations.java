package dev.belay.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Damaged and hostile variants of sound inputs; the same seed gives the same ones. */
public final class Mutations {

  private static final int LONGEST = 1 << 16;
  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-1",
          "1e999999999",
          "1e-999999999",
          "99999999999999999999",
          "9223372036854775807",
          "-9223372036854775808",
          "2147483648",
          "0.1",
          "NaN",
          "Infinity",
          "00",
          "0x10");
  private static final List<String> WORDS =
      List.of(
          "\"",
          "\\",
          "\\ud800",
          "\\u0000",
          "\u0000",
          "\u001b[31m",
          "\u202e",
          "\u0085",
          "{",
          "}",
          "[",
          "]",
          "[[[[[[[[",
          "{\"a\":",
          "null",
          "true",
          ":",
          ",",
          "\n",
          "\r\n",
          "\t",
          " ",
          "-",
          "#",
          "&a",
          "*a",
          "!!int ",
          "'",
          "|",
          ">",
          "%",
          "é",
          "你",
          "😀",
          "=",
          "..",
          "/",
          "\ufeff");

  private final List<byte[]> seeds;
  private final List<byte[]> words;
  private final SplittableRandom random;

  /**
   * Variants of some inputs.
   *
   * @param seeds sound inputs, at least one
   * @param words what the format is made of, put in beside what all formats have
   */
  public Mutations(List<byte[]> seeds, List<String> words, long seed) {
    this.seeds = List.copyOf(seeds);
    this.words =
        Stream.of(NUMBERS, WORDS, words)
            .flatMap(List::stream)
            .map(word -> word.getBytes(StandardCharsets.UTF_8))
            .toList();
    this.random = new SplittableRandom(seed);
  }

  /** Variants of texts. */
  public static Mutations ofTexts(List<String> seeds, List<String> words, long seed) {
    List<byte[]> bytes = seeds.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    return new Mutations(bytes, words, seed);
  }

  /** The next variant. */
  public byte[] next() {
    byte[] input = seed();
    int changes = 1;
    while (changes < 12 && random.nextInt(3) > 0) {
      changes++;
    }
    for (int i = 0; i < changes; i++) {
      input = changed(input);
    }
    return input.length > LONGEST ? Arrays.copyOf(input, LONGEST) : input;
  }

  private byte[] seed() {
    return seeds.get(random.nextInt(seeds.size())).clone();
  }

  private byte[] changed(byte[] input) {
    int at = random.nextInt(input.length + 1);
    int length = Math.min(input.length - at, 1 + random.nextInt(random.nextInt(8) == 0 ? 400 : 8));
    return switch (random.nextInt(9)) {
      case 0, 1 -> flipped(input);
      case 2 -> spliced(input, at, at + length, new byte[0]);
      case 3 -> spliced(input, at, at, word());
      case 4 -> spliced(input, at, at + length, word());
      case 5 -> spliced(input, at, at, Arrays.copyOfRange(input, at, at + length));
      case 6 -> spliced(input, at, at + length, sliceOf(seed()));
      case 7 -> numberChanged(input, at);
      default -> random.nextInt(6) == 0 ? Arrays.copyOf(input, at) : repeated(input, at);
    };
  }

  private byte[] flipped(byte[] input) {
    if (input.length > 0) {
      input[random.nextInt(input.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return input;
  }

  private byte[] repeated(byte[] input, int at) {
    byte[] word = word();
    byte[] many = new byte[word.length * (1 + random.nextInt(60))];
    for (int i = 0; i < many.length; i++) {
      many[i] = word[i % word.length];
    }
    return spliced(input, at, at, many);
  }

  /** Another number in the place of the next one. */
  private byte[] numberChanged(byte[] input, int at) {
    int start = at;
    while (start < input.length && !isDigit(input[start])) {
      start++;
    }
    int end = start;
    while (end < input.length && isDigit(input[end])) {
      end++;
    }
    return spliced(input, start, end, words.get(random.nextInt(NUMBERS.size())));
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private byte[] word() {
    return words.get(random.nextInt(words.size()));
  }

  private byte[] sliceOf(byte[] other) {
    int from = random.nextInt(other.length + 1);
    return Arrays.copyOfRange(other, from, Math.min(other.length, from + random.nextInt(200)));
  }

  private static byte[] spliced(byte[] input, int from, int to, byte[] put) {
    byte[] result = new byte[input.length - (to - from) + put.length];
    System.arraycopy(input, 0, result, 0, from);
    System.arraycopy(put, 0, result, from, put.length);
    System.arraycopy(input, to, result, from + put.length, input.length - to);
    return result;
  }
}
