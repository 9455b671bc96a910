package dev.belay.train.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.data.Problem;
import dev.belay.core.data.SourceLine;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.TokenPair;
import dev.belay.core.verify.Verdict.State;
import dev.belay.train.preference.JudgedSamples.Sample;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VerdictPairsTest {

  private static Problem problem(String id) {
    return new Problem(id, "question " + id, "1", new SourceLine("x", 1));
  }

  private static Sample sample(State state, int... tokens) {
    return new Sample(tokens, state);
  }

  private static VerdictPairs pairs(int perPrompt, List<List<Sample>> samples) {
    List<Problem> problems =
        Stream.of("a", "b", "c", "d").limit(samples.size()).map(VerdictPairsTest::problem).toList();
    return VerdictPairs.of(
        problems, samples, problem -> new int[] {problem.id().charAt(0)}, perPrompt);
  }

  private static List<List<Integer>> tokens(TokenPair pair) {
    return pair.sequences().stream()
        .map(sequence -> List.of(sequence.completionTokenIds()[0], sequence.length()))
        .toList();
  }

  @Test
  void correctCompletionsMeetWrongOnesInTheirOrder() {
    VerdictPairs made =
        pairs(
            2,
            List.of(
                List.of(
                    sample(State.INCORRECT, 9),
                    sample(State.CORRECT, 5),
                    sample(State.UNDECIDED, 7),
                    sample(State.CORRECT, 6, 6),
                    sample(State.INCORRECT, 8)),
                List.of(sample(State.INCORRECT, 1), sample(State.ERROR, 2)),
                List.of(sample(State.CORRECT, 1), sample(State.CORRECT, 2)),
                List.of(sample(State.UNDECIDED, 3))));
    assertThat(made.pairs()).extracting(TokenPair::id).containsExactly("a#1", "a#2");
    assertThat(tokens(made.pairs().getFirst())).containsExactly(List.of(5, 2), List.of(9, 2));
    assertThat(tokens(made.pairs().getLast())).containsExactly(List.of(6, 3), List.of(8, 2));
    assertThat(made.pairs().getFirst().promptTokenIds()).containsExactly('a');
    assertThat(made.summary(5))
        .isEqualTo(
            "2 pairs from 4 problems with 5 completions each: 2 were never solved, 1 always; the"
                + " verifier left 3 completions undecided");
  }

  @Test
  void noCompletionIsInTwoPairs() {
    List<List<Sample>> samples =
        List.of(
            List.of(
                sample(State.CORRECT, 5),
                sample(State.CORRECT, 5),
                sample(State.CORRECT),
                sample(State.INCORRECT, 8),
                sample(State.INCORRECT, 9)));
    assertThat(pairs(3, samples).pairs()).hasSize(1);
    assertThat(pairs(1, samples).pairs()).hasSize(1);
  }

  @Test
  void tooFewPairsSayWhy() {
    VerdictPairs none = pairs(1, List.of(List.of(sample(State.INCORRECT, 9))));
    assertThatThrownBy(() -> none.requireMoreThan(0, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("train.pairs: 0 pairs from 1 problems with 1 completions each")
        .hasMessageContaining("There is nothing to train on.");
    VerdictPairs one =
        pairs(1, List.of(List.of(sample(State.INCORRECT, 9), sample(State.CORRECT, 8))));
    assertThat(one.requireMoreThan(0, 2)).isSameAs(one);
    assertThatThrownBy(() -> one.requireMoreThan(1, 2))
        .hasMessageContaining("All of them would be held out (train.held_out.pairs: 1).");
  }
}
