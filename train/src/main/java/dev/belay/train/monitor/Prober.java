package dev.belay.train.monitor;

import dev.belay.core.model.Answer;
import dev.belay.core.model.Completion;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.Sampling;
import dev.belay.core.model.Seeds;
import dev.belay.safety.eval.ScoredVerdict;
import dev.belay.safety.eval.SuitePrompt;
import dev.belay.session.model.ModelSession;
import dev.belay.torch.model.WeightSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Asks questions of the model before training and of the policy, and has both judged.
 *
 * <p>Both get the same seed for a draw. Each completion has its law all the same, and a policy that
 * has not moved shows no difference.
 */
final class Prober {

  private final ProbeSet set;
  private final ModelSession session;
  private final Sampling sampling;
  private final BaseVerdicts base;
  private final long seed;

  /**
   * A prober.
   *
   * @param session the model before training, and the engine
   * @param sampling the law of completions
   * @param base what is known of greedy answers, and gets to know more
   * @param seed the run's seed
   */
  Prober(ProbeSet set, ModelSession session, Sampling sampling, BaseVerdicts base, long seed) {
    this.set = set;
    this.session = session;
    this.sampling = sampling;
    this.base = base;
    this.seed = seed;
  }

  /**
   * What was asked.
   *
   * @param draws in their order
   * @param tokens read and written for them, by both models
   */
  record Asked(List<PairedDraw> draws, long tokens) {}

  /** A completion and what the judge says of it. */
  private record Judged(ProbeVerdict verdict, String completion) {}

  /**
   * Takes draws.
   *
   * @param stream what they are for; with a draw's number it decides question and completions
   * @param first number of the first draw
   * @param policy the weights that are asked beside the model before training; the engine keeps
   *     them
   * @param tell told what is being done
   */
  Asked ask(String stream, long first, int count, WeightSource policy, Consumer<String> tell) {
    List<Question> questions = new ArrayList<>();
    List<Long> seeds = new ArrayList<>();
    for (long number = first; number < first + count; number++) {
      questions.add(set.draw(stream, number));
      seeds.add(Seeds.derive(seed, "complete " + stream, number));
    }
    List<ProbeVerdict> before = new ArrayList<>();
    long tokens = askBase(questions, seeds, before, tell);
    tell.accept("asking " + count + " probe prompts");
    session.engine().reload(policy);
    List<Judged> after = complete(questions, seeds);
    List<PairedDraw> draws = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Judged one = after.get(i);
      tokens += one.verdict().tokens();
      draws.add(
          new PairedDraw(
              first + i, questions.get(i), before.get(i), one.verdict(), one.completion()));
    }
    return new Asked(List.copyOf(draws), tokens);
  }

  /** Adds the verdicts of the model before training; returns the tokens that this took. */
  private long askBase(
      List<Question> questions, List<Long> seeds, List<ProbeVerdict> into, Consumer<String> tell) {
    if (!sampling.isGreedy()) {
      tell.accept("asking " + questions.size() + " probe prompts of the model before training");
      session.engine().reload(session.model());
      complete(questions, seeds).forEach(one -> into.add(one.verdict()));
      return into.stream().mapToLong(ProbeVerdict::tokens).sum();
    }
    Set<Question> unknown = new LinkedHashSet<>();
    questions.stream()
        .filter(question -> base.find(question.index()) == null)
        .forEach(unknown::add);
    long tokens = 0;
    if (!unknown.isEmpty()) {
      tell.accept("asking " + unknown.size() + " probe prompts of the model before training");
      session.engine().reload(session.model());
      List<Question> asked = List.copyOf(unknown);
      List<Judged> found = complete(asked, asked.stream().map(_ -> 0L).toList());
      for (int i = 0; i < asked.size(); i++) {
        base.put(asked.get(i).index(), found.get(i).verdict());
        tokens += found.get(i).verdict().tokens();
      }
    }
    for (Question question : questions) {
      ProbeVerdict known = base.find(question.index());
      if (known == null) {
        throw new IllegalStateException("a question was asked and has no verdict");
      }
      into.add(known);
    }
    return tokens;
  }

  private List<Judged> complete(List<Question> questions, List<Long> seeds) {
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < questions.size(); i++) {
      requests.add(new GenerationRequest(questions.get(i).tokenIds(), seeds.get(i)));
    }
    List<Completion> completions = session.engine().generate(requests, sampling);
    List<SuitePrompt> prompts = questions.stream().map(Question::prompt).toList();
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < completions.size(); i++) {
      answers.add(
          Answer.of(
              questions.get(i).prefill() + completions.get(i).text(),
              completions.get(i).finishReason(),
              session.prompts().opensReasoning()));
    }
    // The judge is the same however a prompt is asked.
    List<List<ScoredVerdict>> verdicts =
        questions.getFirst().suite().scoreAnswers(prompts, answers);
    List<Judged> judged = new ArrayList<>();
    for (int i = 0; i < completions.size(); i++) {
      ScoredVerdict verdict = verdicts.get(i).getFirst();
      int tokens = questions.get(i).tokenIds().length + completions.get(i).length();
      judged.add(
          new Judged(
              new ProbeVerdict(verdict.label(), verdict.score(), tokens), answers.get(i).text()));
    }
    return judged;
  }
}
