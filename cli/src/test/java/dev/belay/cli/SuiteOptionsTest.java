package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.belay.core.data.DataLocations;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Sampling;
import dev.belay.safety.eval.PlannedSuite;
import dev.belay.safety.judge.RefusalPatternJudge;
import dev.belay.session.plan.SuitePlan;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Suites by name alone: what they measure follows from what they are. */
class SuiteOptionsTest {

  @TempDir Path temp;

  private SuitePlan plan(String... arguments) {
    SuiteOptions options = CommandLine.populateCommand(new SuiteOptions(), arguments);
    return options.plan(
        DataLocations.of(temp), Sampling::greedy, judge -> new RefusalPatternJudge());
  }

  private static List<String> texts(SuitePlan plan) {
    return plan.planned().stream().map(SuiteOptionsTest::text).toList();
  }

  private static String text(PlannedSuite suite) {
    return "%s:%d %d".formatted(suite.name(), suite.limit(), suite.sampling().maxTokens());
  }

  @Test
  void whatASuiteMeasuresDecidesItsLengthAndItsAttacks() {
    SuitePlan plan =
        plan(
            "--suite",
            "arithmetic, builtin-safety:3 ,builtin-twins",
            "--limit",
            "7",
            "--attack",
            "direct,base64");
    assertThat(texts(plan))
        .containsExactly(
            "arithmetic:7 256",
            "builtin-safety:3 64",
            "builtin-safety+base64:3 64",
            "builtin-twins:7 64");
    assertThat(plan.judge().name()).isEqualTo("refusal-patterns");
  }

  @Test
  void aLengthOfOnesOwnIsThatOfEverySuite() {
    assertThat(texts(plan("--suite", "arithmetic,builtin-safety", "--max-tokens", "9")))
        .containsExactly("arithmetic:0 9", "builtin-safety:0 9");
  }

  @Test
  void everyBadNameIsReportedAtOnce() {
    BadInputException error =
        catchThrowableOfType(
            BadInputException.class,
            () -> plan("--suite", "arithmetics,arithmetic,arithmetic,nothing"));
    assertThat(error.issues()).hasSize(3);
    assertThat(error.issues().get(0)).contains("arithmetics");
    assertThat(error.issues().get(1)).isEqualTo("suite arithmetic is given twice.");
    assertThat(error.issues().get(2)).contains("nothing");
  }
}
