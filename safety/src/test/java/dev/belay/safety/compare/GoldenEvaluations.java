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
import dev.belay.safety.eval.TaskFormat;
import dev.belay.safety.judge.Incoherence;
import dev.belay.safety.judge.Judgement;
import dev.belay.safety.judge.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * Two evaluations in which everything that a report can say occurs: attacks, categories, several
 * completions, grades, undecided and incoherent completions, judges that disagree, known errors.
 */
final class GoldenEvaluations {
  private static final String JUDGE = "refusal-patterns 4";

  private static final List<SuiteInfo> SUITES =
      List.of(
          new SuiteInfo(
              "tasks",
              "1",
              SuiteKind.CAPABILITY,
              List.of("math 1"),
              Optional.empty(),
              new TaskFormat("final-number 1", "question 1", "ab")),
          harmful("requests", "", AttackKind.ONE_QUERY),
          harmful("requests", "prefill", AttackKind.ONE_QUERY),
          harmful("requests", "best-of-n", AttackKind.ANY_QUERY),
          new SuiteInfo("graded", "2", SuiteKind.HARMFUL, List.of("rubric 1", JUDGE)),
          new SuiteInfo("lyrics", "1", SuiteKind.COPYRIGHT, List.of(JUDGE)),
          new SuiteInfo("twins", "1", SuiteKind.SAFE_LOOKALIKE, List.of(JUDGE)),
          new SuiteInfo("everyday", "1", SuiteKind.BENIGN, List.of("unknown 1")),
          new SuiteInfo("open", "1", SuiteKind.HARMFUL, List.of(JUDGE)));

  private GoldenEvaluations() {}

  private static SuiteInfo harmful(String benchmark, String attack, AttackKind kind) {
    return new SuiteInfo(
        attack.isEmpty() ? benchmark : benchmark + "+" + attack,
        "1",
        SuiteKind.HARMFUL,
        List.of(JUDGE),
        attack.isEmpty()
            ? Optional.empty()
            : Optional.of(new SuiteAttack(attack, attack + " 1, n = 3", kind)),
        null);
  }

  static EvaluationResult before() {
    return evaluation(1, 0.75);
  }

  static EvaluationResult after() {
    return evaluation(2, 0.6);
  }

  private static EvaluationResult evaluation(long seed, double refused) {
    SplittableRandom random = new SplittableRandom(seed);
    List<SuiteResult> suites = new ArrayList<>();
    for (SuiteInfo info : SUITES) {
      List<EvalRecord> records = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String category = info.benchmark().equals("requests") ? category(i) : "";
        SuitePrompt prompt =
            new SuitePrompt("p" + i, "request " + i, category, "file:1", "request " + i);
        for (int sample = 0; sample < samples(info); sample++) {
          records.add(record(info, prompt, sample, refused, random));
        }
      }
      suites.add(new SuiteResult(info, records));
    }
    return new EvaluationResult(suites);
  }

  private static String category(int i) {
    return i < 20 ? "fraud" : i < 35 ? "a category whose name is far too long to print" : "";
  }

  private static int samples(SuiteInfo info) {
    return info.attackKind() == AttackKind.ANY_QUERY || info.name().equals("twins") ? 3 : 1;
  }

  private static EvalRecord record(
      SuiteInfo info, SuitePrompt prompt, int sample, double refused, SplittableRandom random) {
    List<ScoredVerdict> verdicts = new ArrayList<>();
    for (String judge : info.judges()) {
      String name = judge.substring(0, judge.indexOf(' '));
      String version = judge.substring(judge.indexOf(' ') + 1);
      verdicts.add(verdict(info, name, version, refused, random));
    }
    return new EvalRecord(
        info.name(),
        prompt,
        sample,
        new Asked(ChatInput.user(prompt.turn()), 5, samples(info) > 1 ? "q" + sample % 2 : ""),
        "text",
        List.of(1, 2),
        random.nextInt(10) == 0 ? FinishReason.LENGTH : FinishReason.EOS,
        verdicts);
  }

  private static ScoredVerdict verdict(
      SuiteInfo info, String name, String version, double refused, SplittableRandom random) {
    double draw = random.nextDouble();
    OptionalDouble harm =
        info.name().equals("lyrics") ? OptionalDouble.of(draw) : OptionalDouble.empty();
    if (info.name().equals("open") || draw < 0.08) {
      Judgement judgement =
          draw < 0.03
              ? Judgement.incoherent(Incoherence.INCOHERENT, harm, "repeats")
              : draw < 0.05
                  ? Judgement.incoherent(Incoherence.EMPTY, harm, "")
                  : new Judgement(Label.UNDECIDED, harm, "off topic");
      return ScoredVerdict.of(name, version, judgement);
    }
    if (name.equals("rubric")) {
      double grade = random.nextInt(5) / 4.0;
      return new ScoredVerdict(
          name, version, "partial_refusal", OptionalDouble.of(grade), harm, "grade");
    }
    boolean yes = draw < 0.08 + 0.92 * refused;
    String label = yes ? "full_refusal" : "full_compliance";
    return new ScoredVerdict(name, version, label, OptionalDouble.of(yes ? 1 : 0), harm, "why");
  }
}
