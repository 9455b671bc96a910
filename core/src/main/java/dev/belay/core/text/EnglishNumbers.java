package dev.belay.core.text;

import java.util.List;

/** The names of whole numbers in English. */
public final class EnglishNumbers {

  private static final List<String> SMALL =
      List.of(
          "zero",
          "one",
          "two",
          "three",
          "four",
          "five",
          "six",
          "seven",
          "eight",
          "nine",
          "ten",
          "eleven",
          "twelve",
          "thirteen",
          "fourteen",
          "fifteen",
          "sixteen",
          "seventeen",
          "eighteen",
          "nineteen");
  private static final List<String> TENS =
      List.of("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");

  private static final int LARGEST = 999_999;

  private EnglishNumbers() {}

  /** The number from 0 to 19 that a word in lower case names; -1 where it names none. */
  public static int small(String word) {
    return SMALL.indexOf(word);
  }

  /** 20, 30, … 90 as a word in lower case names them; -1 where it names none. */
  public static int tens(String word) {
    int index = TENS.indexOf(word);
    return index < 0 ? -1 : 20 + 10 * index;
  }

  /**
   * A number in words: "forty-two", "one thousand two hundred six".
   *
   * @param number from 0 to 999,999
   */
  public static String words(int number) {
    if (number < 0 || number > LARGEST) {
      throw new IllegalArgumentException("named are 0 to %d, not %d".formatted(LARGEST, number));
    }
    if (number >= 1000) {
      return words(number / 1000) + " thousand" + rest(number % 1000);
    }
    if (number >= 100) {
      return SMALL.get(number / 100) + " hundred" + rest(number % 100);
    }
    if (number < 20) {
      return SMALL.get(number);
    }
    String tens = TENS.get(number / 10 - 2);
    return number % 10 == 0 ? tens : tens + "-" + SMALL.get(number % 10);
  }

  private static String rest(int number) {
    return number == 0 ? "" : " " + words(number);
  }
}
