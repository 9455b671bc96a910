package dev.belay.core.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.text.EnglishNumbers;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArithmeticDatasetTest {

  private final ArithmeticDataset dataset = new ArithmeticDataset();

  @ParameterizedTest
  @CsvSource({"train, 6000", "validation, 300", "test, 600"})
  void sizesOfTheSplits(String split, int size) {
    List<Problem> problems = dataset.problems(split);
    assertThat(problems).hasSize(size);
    assertThat(problems).extracting(Problem::id).doesNotHaveDuplicates();
    assertThat(problems).extracting(p -> NormalizedText.of(p.question())).doesNotHaveDuplicates();
  }

  @Test
  void splitsShareNoFactAndNoText() {
    List<Problem> train = dataset.problems("train");
    List<Problem> validation = dataset.problems("validation");
    List<Problem> test = dataset.problems("test");
    assertThat(facts(train)).doesNotContainAnyElementsOf(facts(test));
    assertThat(facts(train)).doesNotContainAnyElementsOf(facts(validation));
    assertThat(facts(validation)).doesNotContainAnyElementsOf(facts(test));
    assertThat(OverlapCheck.find(train, test)).isEmpty();
    assertThat(OverlapCheck.find(train, validation)).isEmpty();
    assertThat(OverlapCheck.find(validation, test)).isEmpty();
  }

  @Test
  void heldOutFactsAreDistinct() {
    assertThat(facts(dataset.problems("test"))).hasSize(600);
    assertThat(facts(dataset.problems("validation"))).hasSize(300);
  }

  @Test
  void everyQuestionAsksForItsAnswer() {
    for (String split : dataset.info().splits()) {
      for (Problem problem : dataset.problems(split)) {
        Calculation calculation = Calculation.of(problem);
        assertThat(calculation.result())
            .as(problem.toString())
            .isEqualTo(Integer.parseInt(problem.gold()))
            .isNotNegative();
        assertThat(mentions(problem.question(), calculation.first())).isTrue();
        assertThat(mentions(problem.question(), calculation.second())).isTrue();
        assertThat(problem.question()).doesNotContain("{");
      }
    }
  }

  @Test
  void orderOfSpokenDifferencesIsRight() {
    assertThat(new ArithmeticPhrasing("Subtract {b} from {a}.", '-', false).ask(9, 4))
        .isEqualTo("Subtract 4 from 9.");
    assertThat(new ArithmeticPhrasing("{a} {o} {b} =", '-', false).ask(9, 4)).isEqualTo("9 - 4 =");
    assertThat(new ArithmeticPhrasing("{a} {o} {b} =", '+', true).ask(23, 4))
        .isEqualTo("Twenty-three + four =");
  }

  @ParameterizedTest
  @CsvSource({"0, zero", "13, thirteen", "20, twenty", "40, forty", "99, ninety-nine"})
  void numbersInWords(int number, String words) {
    assertThat(EnglishNumbers.words(number)).isEqualTo(words);
  }

  @Test
  void wordsAndSymbolsAndBothOperationsAreCommon() {
    List<Problem> test = dataset.problems("test");
    assertThat(share(test, "+")).isBetween(0.45, 0.55);
    long inWords = test.stream().filter(p -> !p.question().matches(".*\\d.*")).count();
    assertThat(inWords).isBetween(150L, 260L);
    long inSymbols = test.stream().filter(p -> p.question().matches(".*\\d [-+] \\d.*")).count();
    assertThat(inSymbols).isBetween(150L, 260L);
  }

  @Test
  void theSameSeedGivesTheSameProblemsAndAnotherSeedOthers() {
    assertThat(new ArithmeticDataset().problems("test")).isEqualTo(dataset.problems("test"));
    Set<String> other = facts(new ArithmeticDataset(2).problems("test"));
    other.retainAll(facts(dataset.problems("test")));
    // 22 of 110 short facts and about 1 in 8 to 1 in 24 of the others meet by chance.
    assertThat(other).hasSizeLessThan(100);
  }

  /** The solution, parsed: {@code 56 + 23 = 79.} */
  private record Calculation(int first, char operator, int second, int result) {

    static Calculation of(Problem problem) {
      String[] parts = Objects.requireNonNull(problem.solution()).split(" ", -1);
      assertThat(parts).hasSize(5);
      assertThat(parts[4]).isEqualTo(problem.gold() + ".");
      int first = Integer.parseInt(parts[0]);
      int second = Integer.parseInt(parts[2]);
      char operator = parts[1].charAt(0);
      return new Calculation(
          first, operator, second, operator == '+' ? first + second : first - second);
    }

    String fact() {
      int low = Math.min(first, second);
      int high = Math.max(first, second);
      return high + String.valueOf(operator) + low;
    }
  }

  private static boolean mentions(String question, int operand) {
    return question.toLowerCase(Locale.ROOT).contains(EnglishNumbers.words(operand))
        || question.matches(".*\\b" + operand + "\\b.*");
  }

  private static double share(List<Problem> problems, String operator) {
    return problems.stream().filter(p -> p.id().contains(operator)).count()
        / (double) problems.size();
  }

  private static Set<String> facts(List<Problem> problems) {
    return problems.stream()
        .map(problem -> Calculation.of(problem).fact())
        .collect(Collectors.toCollection(HashSet::new));
  }
}
