package dev.belay.train.step;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.data.Problem;
import dev.belay.core.data.SourceLine;
import dev.belay.core.model.Answer;
import dev.belay.core.model.Completion;
import dev.belay.core.model.FinishReason;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.Sampling;
import dev.belay.core.verify.ChoiceVerifier;
import dev.belay.core.verify.MathVerifier;
import dev.belay.core.verify.Verdict;
import dev.belay.core.verify.Verdict.State;
import dev.belay.core.verify.Verifier;
import dev.belay.session.model.ChatPrompts;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.model.LanguageModel;
import dev.belay.train.fixture.ScriptedGenerator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RolloutStepTest {

  private static final Sampling SAMPLING = Sampling.atTemperature(0.9, 5);
  private static final List<Problem> PROBLEMS =
      List.of(problem("What is 1 + 1?", "2"), problem("What is 2 + 5?", "7"));

  private final LanguageModel model = LanguageModel.open(TinyModel.LLAMA.directory());
  private final ChatPrompts prompts = ChatPrompts.of(model, Optional.empty());

  /** Answers 7 and 2 in turn, whatever is asked. */
  private final ScriptedGenerator generator =
      new ScriptedGenerator(
          new Function<>() {
            private int asked;

            @Override
            public Completion apply(GenerationRequest request) {
              return completion(asked++ % 2 == 0 ? "The answer is 7." : "The answer is 2.");
            }
          });

  private static Completion completion(String text) {
    return new Completion(new int[3], new float[3], new float[3], FinishReason.EOS, text);
  }

  private static Problem problem(String question, String gold) {
    return new Problem("p" + gold, question, gold, new SourceLine("test", 1));
  }

  @AfterEach
  void close() {
    model.close();
  }

  private RolloutStep step(Verifier verifier, long seed) {
    return new RolloutStep(generator, prompts, List.of(verifier), SAMPLING, 3, seed);
  }

  @Test
  void everyCompletionIsJudgedAgainstTheProblemThatItAnswers() {
    List<Rollout> rollouts = step(new MathVerifier(), 1).run(1, PROBLEMS);

    assertThat(rollouts.stream().map(Rollout::group)).containsExactly(0, 0, 0, 1, 1, 1);
    assertThat(rollouts.stream().map(rollout -> rollout.problem().gold()))
        .containsExactly("2", "2", "2", "7", "7", "7");
    // 7, 2, 7 to the problem whose answer is 2; then 2, 7, 2 to the one whose answer is 7.
    assertThat(
            rollouts.stream()
                .map(rollout -> requireNonNull(rollout.verdicts().get("math")).state()))
        .containsExactly(
            State.INCORRECT,
            State.CORRECT,
            State.INCORRECT,
            State.INCORRECT,
            State.CORRECT,
            State.INCORRECT);
    for (Rollout rollout : rollouts) {
      assertThat(rollout.promptTokenIds()).isEqualTo(prompts.prompt(rollout.problem().question()));
      assertThat(rollout.tokens().tokens().completionTokenIds())
          .isSameAs(rollout.completion().tokenIds());
    }
  }

  @Test
  void theVerifierSeesTheWholeProblem() {
    Problem choice =
        new Problem(
            "c", "Which is a colour?", "B", null, new SourceLine("test", 1), "", List.of("7", "2"));
    List<Rollout> rollouts = step(new ChoiceVerifier(), 1).run(1, List.of(choice));
    // Only the texts of the options say that "2" is option B.
    assertThat(rollouts.get(1).verdicts().get("choice"))
        .isEqualTo(new ChoiceVerifier().verify("The answer is 2.", choice));
  }

  @Test
  void everyCompletionOfEveryStepHasASeedOfItsOwn() {
    Set<Long> seeds = new HashSet<>();
    for (long step = 1; step <= 4; step++) {
      step(new MathVerifier(), 1).run(step, PROBLEMS);
      generator.lastCall().requests().forEach(request -> seeds.add(request.seed()));
    }
    step(new MathVerifier(), 2).run(1, PROBLEMS);
    generator.lastCall().requests().forEach(request -> seeds.add(request.seed()));
    assertThat(seeds).hasSize(5 * 6);

    step(new MathVerifier(), 2).run(1, PROBLEMS);
    generator.lastCall().requests().forEach(request -> seeds.add(request.seed()));
    assertThat(seeds).as("the same step of the same run again").hasSize(5 * 6);
    assertThat(generator.lastCall().sampling()).isEqualTo(SAMPLING);
  }

  @Test
  void whatWasCutOffIsNoAnswerWhateverItSays() {
    Problem problem = problem("What is 1 + 1?", "2");
    ScriptedGenerator cut =
        new ScriptedGenerator(
            request ->
                new Completion(
                    new int[3],
                    new float[3],
                    new float[3],
                    request.seed() % 2 == 0 ? FinishReason.LENGTH : FinishReason.EOS,
                    "The answer is 2."));
    List<Rollout> rollouts =
        new RolloutStep(cut, prompts, List.of(new MathVerifier()), SAMPLING, 16, 1)
            .run(1, List.of(problem));
    assertThat(rollouts).extracting(r -> r.completion().finishReason()).contains(FinishReason.EOS);
    assertThat(rollouts)
        .extracting(r -> r.completion().finishReason())
        .contains(FinishReason.LENGTH);
    for (Rollout rollout : rollouts) {
      boolean ended = rollout.completion().finishReason() == FinishReason.EOS;
      assertThat(requireNonNull(rollout.verdicts().get("math")).state())
          .isEqualTo(ended ? State.CORRECT : State.INCORRECT);
    }
  }

  /** Whole is what ends in a point; correct is all. */
  private static final class Pointed implements Verifier {

    @Override
    public String name() {
      return "pointed";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public boolean isWhole(Answer answer, Problem problem) {
      return answer.text().endsWith(".");
    }

    @Override
    public Verdict verify(Answer answer, Problem problem) {
      return Verdict.correct(answer.text(), "as all are");
    }
  }

  @Test
  void whatItsVerifierCallsWholeHasEnded() {
    ScriptedGenerator cut =
        new ScriptedGenerator(
            request ->
                new Completion(
                    new int[3],
                    new float[3],
                    new float[3],
                    FinishReason.LENGTH,
                    request.seed() % 2 == 0 ? "It is 2." : "It is 2, since"));
    List<Rollout> rollouts =
        new RolloutStep(cut, prompts, List.of(new Pointed()), SAMPLING, 16, 1)
            .run(1, List.of(problem("What is 1 + 1?", "2")));
    assertThat(rollouts).extracting(Rollout::isCutOff).contains(true, false);
    for (Rollout rollout : rollouts) {
      boolean whole = rollout.completion().text().endsWith(".");
      assertThat(rollout.isCutOff()).isEqualTo(!whole);
      assertThat(requireNonNull(rollout.verdicts().get("pointed")).state())
          .isEqualTo(whole ? State.CORRECT : State.INCORRECT);
    }
    List<Rollout> both =
        new RolloutStep(cut, prompts, List.of(new Pointed(), new MathVerifier()), SAMPLING, 16, 1)
            .run(1, List.of(problem("What is 1 + 1?", "2")));
    assertThat(both).as("one verifier misses the end").allMatch(Rollout::isCutOff);
  }

  @Test
  void cutOffCompletionsAreWrongAndBrokenProblemsStayErrors() {
    Completion cut =
        new Completion(new int[1], new float[1], new float[1], FinishReason.LENGTH, "x");
    Completion whole = completion("x");
    for (State state : State.values()) {
      Verdict verdict = new Verdict(state, state == State.CORRECT ? 1 : 0, "x", "because");
      assertThat(Ended.verdict(whole, verdict)).isSameAs(verdict);
      assertThat(Ended.verdict(cut, verdict).state())
          .isEqualTo(state == State.ERROR ? State.ERROR : State.INCORRECT);
      assertThat(Ended.verdict(cut, verdict).score()).isZero();
    }
  }
}
