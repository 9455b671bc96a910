package dev.belay.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.verify.MathVerifier;
import dev.belay.core.verify.Verdict;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SumsDatasetTest {

  private static final Pattern QUESTION =
      Pattern.compile("Complete and write nothing else: (\\d+) \\+ (\\d+) =");

  private final SumsDataset dataset = new SumsDataset();

  private List<Problem> load(String split) {
    return dataset.load(split, DataLocations.of());
  }

  private static int[] terms(Problem problem) {
    Matcher matcher = QUESTION.matcher(problem.question());
    assertThat(matcher.matches()).as(problem.question()).isTrue();
    return new int[] {Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))};
  }

  /** Which sums they are, whatever the order of the terms. */
  private static Set<String> sums(List<Problem> problems) {
    return problems.stream()
        .map(SumsDatasetTest::terms)
        .map(terms -> Math.min(terms[0], terms[1]) + "+" + Math.max(terms[0], terms[1]))
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @CsvSource({"train, 557", "validation, 60", "test, 150"})
  void sizesOfTheSplits(String split, int size) {
    List<Problem> problems = load(split);
    assertThat(problems).hasSize(size);
    assertThat(problems).extracting(Problem::id).doesNotHaveDuplicates();
    assertThat(problems).extracting(Problem::question).doesNotHaveDuplicates();
    assertThat(load(split)).isEqualTo(problems);
  }

  @Test
  void everySumIsInOneSplit() {
    Set<String> all = new HashSet<>();
    int count = 0;
    for (String split : List.of("train", "validation", "test")) {
      Set<String> sums = sums(load(split));
      count += sums.size();
      all.addAll(sums);
    }
    assertThat(all).hasSize(31 * 32 / 2);
    assertThat(count).isEqualTo(31 * 32 / 2);
  }

  @Test
  void everyAnswerIsTheSumAndItsSolutionIsVerified() {
    MathVerifier verifier = new MathVerifier();
    for (Problem problem : load("test")) {
      int[] terms = terms(problem);
      assertThat(problem.gold()).isEqualTo(Integer.toString(terms[0] + terms[1]));
      String solution = Objects.requireNonNull(problem.solution());
      assertThat(verifier.verify(solution, problem).state())
          .as(solution)
          .isEqualTo(Verdict.State.CORRECT);
    }
  }

  @Test
  void unknownSplits() {
    assertThatThrownBy(() -> load("dev")).hasMessageContaining("no split dev");
  }
}
