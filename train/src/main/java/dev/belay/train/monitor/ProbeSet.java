package dev.belay.train.monitor;

import dev.belay.core.model.Seeds;
import dev.belay.safety.attack.Query;
import dev.belay.safety.eval.Suite;
import dev.belay.safety.eval.SuitePrompt;
import dev.belay.session.model.ChatPrompts;
import dev.belay.session.plan.MonitorPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The questions that draws are taken from, each as likely as any other in every draw, whatever was
 * drawn before: the population that an alarm or a certificate speaks of.
 */
final class ProbeSet {

  private final List<Question> questions;
  private final long seed;

  /**
   * The questions of a plan.
   *
   * @param seed the run's seed
   */
  ProbeSet(MonitorPlan plan, ChatPrompts prompts, long seed) {
    this.seed = seed;
    List<Question> found = new ArrayList<>();
    for (Suite suite : plan.asked()) {
      String name = suite.info().name();
      for (SuitePrompt prompt : plan.probe().selected()) {
        // An attack's own chance is part of the question, the same in every draw of it.
        long attackSeed = Seeds.derive(seed, "attack " + name + " " + prompt.id());
        Query query = suite.queries(prompt, attackSeed).getFirst();
        found.add(
            new Question(
                found.size(),
                suite,
                prompt,
                query.input().prefill(),
                prompts.prompt(query.input())));
      }
    }
    this.questions = List.copyOf(found);
  }

  int size() {
    return questions.size();
  }

  /** Tokens of a question, a mean over all. */
  double meanTokens() {
    return questions.stream()
        .mapToInt(question -> question.tokenIds().length)
        .average()
        .orElseThrow();
  }

  /**
   * The question of one draw, with replacement.
   *
   * @param stream what is drawn for; streams share nothing
   * @param number which draw of the stream, from 0
   */
  Question draw(String stream, long number) {
    Random random = new Random(Seeds.derive(seed, "draw " + stream, number));
    return questions.get(random.nextInt(questions.size()));
  }
}
