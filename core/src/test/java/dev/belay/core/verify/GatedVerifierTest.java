package dev.belay.core.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.belay.core.data.Problem;
import dev.belay.core.data.SourceLine;
import dev.belay.core.model.Answer;
import dev.belay.core.model.FinishReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GatedVerifierTest {

  private static final Problem PROBLEM = new Problem("p", "?", "7", new SourceLine("test", 1));
  private static final Problem BROKEN = new Problem("p", "?", "", new SourceLine("test", 1));

  /** Lets pass what contains a word; others as the state says. */
  private record Gate(String word, Verdict.State otherwise) implements Verifier {
    @Override
    public String name() {
      return "has-" + word;
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public Verdict verify(Answer answer, Problem problem) {
      if (answer.text().contains(word)) {
        return Verdict.correct(word, "there");
      }
      return new Verdict(otherwise, 0, null, "no " + word);
    }
  }

  private static GatedVerifier gated(Verdict.State otherwise) {
    return new GatedVerifier(
        new MathVerifier(),
        List.of(new Gate("so", Verdict.State.INCORRECT), new Gate("thus", otherwise)));
  }

  @Test
  void itsNameAndVersionAreTheVerifiers() {
    GatedVerifier verifier = gated(Verdict.State.INCORRECT);
    assertThat(verifier.name()).isEqualTo("math");
    assertThat(verifier.version()).isEqualTo(new MathVerifier().version());
    assertThat(verifier.extractor()).isEqualTo(new MathVerifier().extractor());
    assertThat(verifier.referenceIssue(PROBLEM)).isEmpty();
    assertThat(verifier.referenceIssue(BROKEN)).isPresent();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GatedVerifier(new MathVerifier(), List.of()));
  }

  @Test
  void anAnswerIsWholeWhereTheVerifierSaysSo() {
    Answer cut = Answer.of("so thus 7", FinishReason.LENGTH, Optional.empty());
    assertThat(gated(Verdict.State.INCORRECT).isWhole(cut, PROBLEM)).isFalse();
    Verifier lenient =
        new Verifier() {
          @Override
          public String name() {
            return "lenient";
          }

          @Override
          public int version() {
            return 1;
          }

          @Override
          public boolean isWhole(Answer answer, Problem problem) {
            return answer.text().contains("7");
          }

          @Override
          public Verdict verify(Answer answer, Problem problem) {
            return Verdict.correct("", "as all are");
          }
        };
    Gate gate = new Gate("so", Verdict.State.INCORRECT);
    Verifier over =
        new GuardedVerifier(new GatedVerifier(lenient, List.of(gate)), Optional.empty());
    assertThat(over.isWhole(cut, PROBLEM)).isTrue();
    assertThat(over.isWhole(Answer.of("so"), PROBLEM)).isFalse();
  }

  @Test
  void theFormAloneEarnsNothingAndNeitherDoesTheAnswerAlone() {
    GatedVerifier verifier = gated(Verdict.State.INCORRECT);
    assertThat(verifier.verify("so thus it is 7", PROBLEM).score()).isEqualTo(1);
    assertThat(verifier.verify("so thus it is 8", PROBLEM).score()).isEqualTo(0);
    Verdict without = verifier.verify("so it is 7", PROBLEM);
    assertThat(without.state()).isEqualTo(Verdict.State.INCORRECT);
    assertThat(without.score()).isEqualTo(0);
    assertThat(without.reason()).isEqualTo("gate has-thus: no thus");
    assertThat(verifier.verify("7", PROBLEM).reason()).isEqualTo("gate has-so: no so");
  }

  @Test
  void aGateThatCannotDecideLeavesNoVerdict() {
    assertThat(gated(Verdict.State.UNDECIDED).verify("so 7", PROBLEM).state())
        .isEqualTo(Verdict.State.UNDECIDED);
    assertThat(gated(Verdict.State.ERROR).verify("so 7", PROBLEM).state())
        .isEqualTo(Verdict.State.ERROR);
  }

  @Test
  void aGateThatFailsIsAnErrorOfThatCompletion() {
    Verifier failing =
        new Verifier() {
          @Override
          public String name() {
            return "failing";
          }

          @Override
          public int version() {
            return 1;
          }

          @Override
          public Verdict verify(Answer answer, Problem problem) {
            throw new NumberFormatException("Infinite or NaN");
          }
        };
    GatedVerifier verifier = new GatedVerifier(new MathVerifier(), List.of(failing));
    assertThat(verifier.gates()).containsExactly(failing);
    Verdict alone = verifier.verify("7", PROBLEM);
    assertThat(alone.state()).isEqualTo(Verdict.State.ERROR);
    assertThat(alone.reason()).contains("gate failing").contains("Infinite or NaN");
    assertThat(verifier.verifyAll(List.of(new Attempt(Answer.of("7"), PROBLEM))))
        .containsExactly(alone);
  }

  @Test
  void onlyWhatPassesComesToTheVerifierAndTheOrderStays() {
    List<String> judged = new ArrayList<>();
    Verifier noting =
        new Verifier() {
          @Override
          public String name() {
            return "noting";
          }

          @Override
          public int version() {
            return 1;
          }

          @Override
          public Verdict verify(Answer answer, Problem problem) {
            judged.add(answer.text());
            return Verdict.correct(answer.text(), "judged");
          }
        };
    GatedVerifier verifier =
        new GatedVerifier(noting, List.of(new Gate("so", Verdict.State.INCORRECT)));
    List<Verdict> verdicts =
        verifier.verifyAll(
            List.of("so 1", "2", "so 3").stream()
                .map(text -> new Attempt(Answer.of(text), PROBLEM))
                .toList());
    assertThat(judged).containsExactly("so 1", "so 3");
    assertThat(verdicts).extracting(Verdict::extracted).containsExactly("so 1", null, "so 3");
  }
}
