package dev.belay.core.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.data.Problem;
import dev.belay.core.data.SourceLine;
import dev.belay.core.model.Answer;
import dev.belay.core.model.FinishReason;
import dev.belay.testkit.LongTexts;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Completions that nobody reads to the end, read to the end; what the worst takes is printed. */
final class LongTextsFuzzIT {

  @ParameterizedTest
  @CsvSource({"math, 7", "math, \\frac{1}{2}", "choice, A"})
  void everyLongTextHasAVerdict(String name, String gold) {
    Verifier verifier = Verifiers.find(name).orElseThrow();
    List<String> options = name.equals("choice") ? List.of("a worm", "7", "none") : List.of();
    Problem problem = new Problem("p", "?", gold, null, new SourceLine("test", 1), "", options);
    double slowest =
        LongTexts.slowest(
            name + " " + gold,
            text -> {
              Answer answer = Answer.of(text, FinishReason.EOS, Optional.empty());
              assertThat(verifier.verify(answer, problem).state())
                  .isNotEqualTo(Verdict.State.ERROR);
            });
    assertThat(slowest).isPositive();
  }
}
