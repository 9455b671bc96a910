package dev.belay.verify.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.data.Problem;
import dev.belay.core.data.SourceLine;
import dev.belay.core.model.Answer;
import dev.belay.core.run.Progress;
import dev.belay.core.verify.ChoiceVerifier;
import dev.belay.core.verify.GatedVerifier;
import dev.belay.core.verify.MathVerifier;
import dev.belay.core.verify.Verdict;
import dev.belay.core.verify.Verifier;
import dev.belay.verify.format.PatternFormat;
import dev.belay.verify.format.TagsFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class RewardAuditTest {

  /** A verifier that somebody might write in a hurry. */
  private record Naive(Function<Answer, Function<String, Verdict.State>> judge)
      implements Verifier {
    @Override
    public String name() {
      return "naive";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public Verdict verify(Answer answer, Problem problem) {
      Verdict.State state = judge.apply(answer).apply(problem.gold());
      return new Verdict(state, state == Verdict.State.CORRECT ? 1 : 0, null, "naive");
    }
  }

  private static Verdict.State correct(boolean yes) {
    return yes ? Verdict.State.CORRECT : Verdict.State.INCORRECT;
  }

  private static List<Problem> numbers() {
    List<Problem> problems = new ArrayList<>();
    for (String gold : List.of("42", "7", "1000", "-3", "0", "1", "2.5", "1,234", "90")) {
      problems.add(
          new Problem(
              "p" + gold,
              "A shop sells 3 apples and 5 pears for 11 coins. What is asked?",
              gold,
              new SourceLine("test", 1)));
    }
    return problems;
  }

  private static List<Problem> questions() {
    List<Problem> problems = new ArrayList<>();
    for (String letter : List.of("A", "B", "C", "D")) {
      problems.add(
          new Problem(
              "q" + letter,
              "Which is it?\nA. red\nB. blue\nC. green\nD. black",
              letter,
              null,
              new SourceLine("test", 1),
              "",
              List.of("red", "blue", "green", "black")));
    }
    return problems;
  }

  private static RewardAudit.Row row(List<RewardAudit.Row> rows, String name) {
    return rows.stream().filter(row -> row.exploit().name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void theBuiltInVerifiersPayForNoExploit() {
    List<RewardAudit.Row> math =
        new RewardAudit(new MathVerifier()).run(numbers(), Progress.SILENT);
    assertThat(math)
        .filteredOn(RewardAudit.Row::isFault)
        .extracting(row -> row.exploit().name())
        .isEmpty();
    assertThat(row(math, "the answer itself").paid()).isEqualTo(numbers().size());
    List<RewardAudit.Row> choice =
        new RewardAudit(new ChoiceVerifier()).run(questions(), Progress.SILENT);
    assertThat(choice)
        .filteredOn(RewardAudit.Row::isFault)
        .extracting(row -> row.exploit().name())
        .isEmpty();
    assertThat(row(choice, "the answer itself").paid()).isEqualTo(4);
    assertThat(row(choice, "always: A").paid()).isEqualTo(1);
  }

  @Test
  void aSearchForTheAnswerIsFoundOut() {
    Naive contains = new Naive(answer -> gold -> correct(answer.text().contains(gold)));
    List<RewardAudit.Row> rows = new RewardAudit(contains).run(numbers(), Progress.SILENT);
    assertThat(rows)
        .filteredOn(RewardAudit.Row::isFault)
        .extracting(row -> row.exploit().name())
        .contains(
            "every candidate listed",
            "the answer beside others",
            "the answer denied",
            "the answer as a substring",
            "the answer inside an expression",
            "look-alike digits after it",
            "zero-width characters after it",
            "cut off before the answer");
    assertThat(row(rows, "every candidate listed").payments()).isNotEmpty();
    assertThat(row(rows, "nothing").paid()).isZero();
  }

  @Test
  void oneThatPaysEverythingOrNothingOrThrowsIsFoundOut() {
    List<RewardAudit.Row> all =
        new RewardAudit(new Naive(_ -> _ -> Verdict.State.CORRECT)).run(numbers(), Progress.SILENT);
    assertThat(all)
        .filteredOn(row -> row.exploit().kind() == Exploit.Kind.CHEAT)
        .allMatch(row -> row.isFault() && row.paid() == row.problems());
    List<RewardAudit.Row> none =
        new RewardAudit(new Naive(_ -> _ -> Verdict.State.INCORRECT))
            .run(numbers(), Progress.SILENT);
    assertThat(none)
        .filteredOn(RewardAudit.Row::isFault)
        .extracting(row -> row.exploit().kind())
        .containsExactly(Exploit.Kind.CONTROL);
    List<RewardAudit.Row> failing =
        new RewardAudit(
                new Naive(
                    answer ->
                        _ ->
                            answer.text().length() > 10_000
                                ? Verdict.State.ERROR
                                : Verdict.State.UNDECIDED))
            .run(numbers(), Progress.SILENT);
    assertThat(row(failing, "huge output").errors()).isEqualTo(numbers().size());
    assertThat(row(failing, "huge output").isFault()).isTrue();
    assertThat(row(failing, "refusals").undecided()).isEqualTo(numbers().size());
  }

  @Test
  void attemptsComeInTheFormThatTheGatesAskFor() {
    Naive contains = new Naive(answer -> gold -> correct(answer.text().contains(gold)));
    Verifier tagged =
        new GatedVerifier(contains, List.of(new TagsFormat(List.of("think", "answer"))));
    List<RewardAudit.Row> rows = new RewardAudit(tagged).run(numbers(), Progress.SILENT);
    assertThat(row(rows, "the answer itself").paid()).isEqualTo(numbers().size());
    assertThat(row(rows, "the answer denied").isFault()).isTrue();
    Verifier shut = new GatedVerifier(contains, List.of(new PatternFormat("never")));
    assertThat(row(new RewardAudit(shut).run(numbers(), Progress.SILENT), "the answer itself"))
        .matches(RewardAudit.Row::isFault);
  }

  @Test
  void exploitsAreTheSameEachTimeAndNoneIsTheAnswer() {
    for (Problem problem : numbers()) {
      for (Exploit exploit : Battery.ALL) {
        List<Answer> attempts = exploit.attempts().apply(problem);
        assertThat(exploit.attempts().apply(problem)).isEqualTo(attempts);
        if (exploit.kind() == Exploit.Kind.CHEAT) {
          assertThat(attempts).noneMatch(answer -> answer.text().strip().equals(problem.gold()));
        }
      }
    }
    assertThat(Battery.ALL).extracting(Exploit::name).doesNotHaveDuplicates();
  }
}
