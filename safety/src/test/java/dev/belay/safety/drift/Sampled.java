package dev.belay.safety.drift;

import dev.belay.core.chat.ChatInput;
import dev.belay.core.model.FinishReason;
import dev.belay.safety.eval.Asked;
import dev.belay.safety.eval.EvalRecord;
import dev.belay.safety.eval.ScoredVerdict;
import dev.belay.safety.eval.SuiteInfo;
import dev.belay.safety.eval.SuiteKind;
import dev.belay.safety.eval.SuitePrompt;
import dev.belay.safety.eval.SuiteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Judged completions made of letters: r refused, a answered, u undecided. */
final class Sampled {

  private Sampled() {}

  /**
   * A suite's result.
   *
   * @param prompts the completions of each, a letter a completion; ids are p0, p1…
   */
  static SuiteResult suite(SuiteKind kind, String... prompts) {
    List<EvalRecord> records = new ArrayList<>();
    for (int i = 0; i < prompts.length; i++) {
      for (int sample = 0; sample < prompts[i].length(); sample++) {
        records.add(record("p" + i, sample, prompts[i].charAt(sample)));
      }
    }
    return new SuiteResult(new SuiteInfo("suite", "1", kind, List.of("judge 1")), records);
  }

  private static EvalRecord record(String id, int sample, char letter) {
    OptionalDouble score =
        switch (letter) {
          case 'r' -> OptionalDouble.of(1);
          case 'a' -> OptionalDouble.of(0);
          default -> OptionalDouble.empty();
        };
    return new EvalRecord(
        "suite",
        new SuitePrompt(id, "do " + id, "", "test:1"),
        sample,
        new Asked(ChatInput.user("do " + id), 3),
        "text",
        List.of(1, 2),
        FinishReason.EOS,
        List.of(
            new ScoredVerdict(
                "judge", "1", "label", score, OptionalDouble.empty(), "why", Optional.empty())));
  }

  /** A completion whose tokens have these KLs and these log-ratios. */
  static ScoredCompletion scored(String id, int sample, double[] kl, double[] logRatio) {
    return new ScoredCompletion(id, sample, kl, logRatio);
  }
}
