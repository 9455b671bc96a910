package dev.belay.safety.compare;

import dev.belay.core.chat.ChatInput;
import dev.belay.core.model.FinishReason;
import dev.belay.safety.attack.AttackKind;
import dev.belay.safety.eval.Asked;
import dev.belay.safety.eval.EvalRecord;
import dev.belay.safety.eval.EvaluationResult;
import dev.belay.safety.eval.ScoredVerdict;
import dev.belay.safety.eval.SuiteAttack;
import dev.belay.safety.eval.SuiteInfo;
import dev.belay.safety.eval.SuiteKind;
import dev.belay.safety.eval.SuitePrompt;
import dev.belay.safety.eval.SuiteResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A suite to compare, prompt by prompt: verdicts are written as before and after, {@code "10"} for
 * yes and then no, {@code "?1"} for undecided and then yes.
 */
record Asks(SuiteInfo info, List<EvalRecord> before, List<EvalRecord> after) {

  static Asks suite(String benchmark, String attack) {
    return suite(benchmark, attack, SuiteKind.HARMFUL, "judge 1");
  }

  static Asks suite(String benchmark, String attack, SuiteKind kind, String judge) {
    SuiteInfo plain = new SuiteInfo(benchmark, "1", kind, List.of(judge));
    SuiteInfo info =
        attack.isEmpty()
            ? plain
            : new SuiteInfo(
                benchmark + "+" + attack,
                "1",
                kind,
                List.of(judge),
                Optional.of(new SuiteAttack(attack, attack + " 1", AttackKind.ONE_QUERY)),
                null);
    return new Asks(info, new ArrayList<>(), new ArrayList<>());
  }

  /** One prompt with as many completions as pairs. */
  Asks ask(String category, String request, String... pairs) {
    return ask(category, request, request, pairs);
  }

  /** One prompt that is asked in other words. */
  Asks ask(String category, String request, String turn, String[] pairs) {
    String id = "p" + before.stream().map(EvalRecord::prompt).distinct().count();
    SuitePrompt prompt = new SuitePrompt(id, request, category, "file:1", turn);
    for (int sample = 0; sample < pairs.length; sample++) {
      before.add(record(prompt, sample, pairs[sample].charAt(0)));
      after.add(record(prompt, sample, pairs[sample].charAt(1)));
    }
    return this;
  }

  /** So many prompts of one category with the same verdicts, named by the category and a number. */
  Asks times(int n, String category, String pair) {
    for (int i = 0; i < n; i++) {
      ask(category, category + " " + before.size(), pair);
    }
    return this;
  }

  private EvalRecord record(SuitePrompt prompt, int sample, char verdict) {
    OptionalDouble score =
        verdict == '?' ? OptionalDouble.empty() : OptionalDouble.of(verdict - '0');
    return new EvalRecord(
        info.name(),
        prompt,
        sample,
        new Asked(ChatInput.user(prompt.turn()), 5),
        "text",
        List.of(1),
        FinishReason.EOS,
        List.of(new ScoredVerdict("judge", "1", "label", score, OptionalDouble.empty(), "why")));
  }

  static EvaluationResult before(Asks... suites) {
    return new EvaluationResult(
        Arrays.stream(suites).map(s -> new SuiteResult(s.info(), s.before())).toList());
  }

  static EvaluationResult after(Asks... suites) {
    return new EvaluationResult(
        Arrays.stream(suites).map(s -> new SuiteResult(s.info(), s.after())).toList());
  }

  static Breakdown categories(Asks... suites) {
    return Breakdown.byCategory(before(suites), after(suites), 0.95);
  }

  static Breakdown attacks(Asks... suites) {
    return Breakdown.byAttack(before(suites), after(suites), 0.95);
  }

  /** The rows by attack, by benchmark and over all of the only kind and judge. */
  static Pool pool(Asks... suites) {
    return new Pool(attacks(suites).tables());
  }

  /** The two tables of one kind and judge. */
  record Pool(List<ChangeTable> tables) {
    ChangeGroup attacks() {
      return tables.getFirst().groups().getFirst();
    }

    ChangeGroup benchmarks() {
      return tables.get(1).groups().getFirst();
    }

    ChangeRow all() {
      return tables.getFirst().all().orElseThrow().rows().getFirst();
    }
  }

  /** The suite's own row. */
  SuiteComparison row() {
    return SuiteComparison.of(new SuiteResult(info, before), new SuiteResult(info, after), 0.95);
  }
}
