package dev.belay.safety.eval;

import dev.belay.core.model.Answer;
import dev.belay.safety.attack.Attack;
import dev.belay.safety.attack.Query;
import dev.belay.safety.attack.SuffixAttack;
import java.util.List;
import java.util.Optional;

/**
 * A suite whose prompts are attacked. Judges see the requests as they were before the attack.
 *
 * @param suite the suite
 * @param attack prepared
 */
public record AttackedSuite(Suite suite, Attack attack) implements Suite {

  @Override
  public SuiteInfo info() {
    SuiteInfo info = suite.info();
    return new SuiteInfo(
        info.name() + "+" + attack.info().name(),
        info.version(),
        info.kind(),
        info.judges(),
        Optional.of(SuiteAttack.of(attack.info())),
        info.format());
  }

  @Override
  public List<SuitePrompt> prompts() {
    return suite.prompts();
  }

  @Override
  public List<Query> queries(SuitePrompt prompt, long seed) {
    return attack.queries(prompt.turn(), seed);
  }

  @Override
  public Optional<SuffixAttack> suffixAttack() {
    return attack instanceof SuffixAttack fitted ? Optional.of(fitted) : Optional.empty();
  }

  @Override
  public String promptSet() {
    return suite.promptSet();
  }

  @Override
  public String reference(SuitePrompt prompt) {
    return suite.reference(prompt);
  }

  @Override
  public List<ScoredVerdict> score(SuitePrompt prompt, String completion) {
    return suite.score(prompt, completion);
  }

  @Override
  public List<List<ScoredVerdict>> scoreAnswers(List<SuitePrompt> prompts, List<Answer> answers) {
    return suite.scoreAnswers(prompts, answers);
  }

  @Override
  public List<List<ScoredVerdict>> scoreAll(List<SuitePrompt> prompts, List<String> completions) {
    return suite.scoreAll(prompts, completions);
  }
}
