package dev.belay.core.verify.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What holds for all answers. */
final class MathAnswerPropertiesTest {
  private static final List<String> CATEGORIES =
      List.of(
          "numbers",
          "fractions",
          "radicals",
          "constants",
          "expressions",
          "relations",
          "intervals",
          "sets",
          "matrices",
          "complex",
          "units",
          "other",
          "spellings",
          "differences",
          "readings",
          "equivalences");

  private static MathAnswer read(String text) {
    return MathAnswer.read(text).orElseThrow();
  }

  private static Equality compare(String reference, String answer) {
    return read(reference).compare(read(answer));
  }

  private static Set<String> answers() throws IOException {
    Set<String> answers = new TreeSet<>();
    for (String category : CATEGORIES) {
      for (String line : MathAnswerCasesTest.lines(category)) {
        answers.add(MathAnswerCasesTest.columns(line)[0]);
      }
    }
    return answers;
  }

  @Test
  void everyAnswerEqualsItselfInEverySetting() throws IOException {
    List<String> unequal = new ArrayList<>();
    for (String answer : answers()) {
      String spaced = answer.replaceAll("(?<![<>!=])=", " = ").replace("+", " + ");
      for (String same : List.of(answer, answer + ".", "$" + answer + "$", " " + answer, spaced)) {
        boolean dollars = answer.contains("$") && same.startsWith("$");
        boolean defined = !answer.equals("1/0");
        if (!dollars && defined && compare(answer, same) != Equality.EQUAL) {
          unequal.add(answer + " and " + same);
        }
      }
    }
    assertThat(unequal).isEmpty();
  }

  @Test
  void aRationalNumberEqualsItselfInEverySpellingAndNoOther() {
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      long above = random.nextLong(1, 5000);
      long below = random.nextLong(2, 400);
      String fraction = "\\frac{%d}{%d}".formatted(above, below);
      List<String> same =
          List.of(
              above + "/" + below,
              "\\dfrac{%d}{%d}".formatted(3 * above, 3 * below),
              "%d \\div %d".formatted(above, below),
              "%d \\cdot %d^{-1}".formatted(above, below),
              "1-\\frac{%d}{%d}".formatted(below - above, below));
      for (String spelling : same) {
        assertThat(compare(fraction, spelling)).as(spelling).isEqualTo(Equality.EQUAL);
      }
      String other = "%d/%d".formatted(above * 1000 + 1, below * 1000);
      assertThat(compare(fraction, other)).as(other).isEqualTo(Equality.DIFFERENT);
    }
  }

  @Test
  void mixedNumbersAreTheirSums() {
    for (int whole = 1; whole < 20; whole++) {
      for (int below = 2; below < 9; below++) {
        String mixed = "%d\\frac{1}{%d}".formatted(whole, below);
        String sum = "%d/%d".formatted(whole * below + 1, below);
        assertThat(compare(mixed, sum)).as(mixed).isEqualTo(Equality.EQUAL);
        assertThat(compare(mixed, whole + "/" + below)).isEqualTo(Equality.DIFFERENT);
      }
    }
  }

  @Test
  void groupedDigitsAreTheirNumber() {
    Random random = new Random(2);
    for (int i = 0; i < 200; i++) {
      long number = random.nextLong(1000, 1_000_000_000_000L);
      String grouped = String.format(Locale.ROOT, "%,d", number);
      for (String mark : List.of(",", "{,}", ",\\!", "\\,", " ", "\u202f")) {
        String spelling = grouped.replace(",", mark);
        assertThat(compare(Long.toString(number), spelling)).as(spelling).isEqualTo(Equality.EQUAL);
      }
      assertThat(compare(Long.toString(number + 1), grouped)).isEqualTo(Equality.DIFFERENT);
    }
  }

  @Test
  void anIrrationalNumberEqualsNoneOfItsDecimals() {
    BigInteger scale = BigInteger.TEN.pow(600);
    for (int radicand : List.of(2, 3, 5, 6, 7, 10, 11)) {
      String root = "\\sqrt{%d}".formatted(radicand);
      String digits =
          BigInteger.valueOf(radicand).multiply(scale).multiply(scale).sqrt().toString();
      for (int places : List.of(2, 17, 60, 590)) {
        String decimal = digits.charAt(0) + "." + digits.substring(1, 1 + places);
        assertThat(compare(root, decimal)).as(decimal).isEqualTo(Equality.DIFFERENT);
      }
    }
  }

  @Test
  void nestedRootsDifferFromTheirDecimals() {
    String nested = "\\sqrt{5+2\\sqrt{6}}";
    BigInteger scale = BigInteger.TEN.pow(400);
    BigInteger two = BigInteger.TWO.multiply(scale).multiply(scale).sqrt();
    BigInteger three = BigInteger.valueOf(3).multiply(scale).multiply(scale).sqrt();
    String digits = two.add(three).toString();
    for (int places : List.of(10, 100, 390)) {
      String decimal = digits.charAt(0) + "." + digits.substring(1, 1 + places);
      assertThat(compare(nested, decimal)).as(decimal).isEqualTo(Equality.DIFFERENT);
    }
  }

  @Test
  void productsEqualTheirExpansionAndNoNeighbour() {
    Random random = new Random(3);
    for (int i = 0; i < 200; i++) {
      int a = random.nextInt(-9, 10);
      int b = random.nextInt(-9, 10);
      String product = "(x%+d)(x%+d)".formatted(a, b);
      String expanded = "x^2%+dx%+d".formatted(a + b, a * b);
      String neighbour = "x^2%+dx%+d".formatted(a + b, a * b + 1);
      assertThat(compare(product, expanded)).as(product).isEqualTo(Equality.EQUAL);
      assertThat(compare(product, neighbour)).as(product).isEqualTo(Equality.DIFFERENT);
    }
  }

  @Test
  void theOrderOfAListSaysNothingAndThatOfATupleMuch() {
    Random random = new Random(4);
    for (int i = 0; i < 100; i++) {
      int a = random.nextInt(100);
      int b = random.nextInt(100, 200);
      int c = random.nextInt(200, 300);
      String list = "%d, %d, %d".formatted(a, b, c);
      String other = "%d, %d, %d".formatted(c, a, b);
      assertThat(compare(list, other)).as(list).isEqualTo(Equality.EQUAL);
      assertThat(compare("(" + list + ")", "(" + other + ")")).isEqualTo(Equality.DIFFERENT);
    }
  }
}
