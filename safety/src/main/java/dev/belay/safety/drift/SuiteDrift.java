package dev.belay.safety.drift;

import dev.belay.safety.eval.EvalRecord;
import dev.belay.safety.eval.SuiteInfo;
import dev.belay.safety.eval.SuiteKind;
import dev.belay.safety.eval.SuiteResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The drift on one suite's prompts.
 *
 * @param suite its name
 * @param kind its kind, such as {@code harmful}
 * @param judge name and version of who judged
 * @param prompts how many
 * @param completions sampled from each policy, in all
 * @param tokens of the trained policy's completions
 * @param kl KL(trained ‖ base), from the trained policy's completions
 * @param reverseKl KL(base ‖ trained), from the base's
 * @param byPosition both, position by position
 * @param safety what the judge saw in the same completions
 * @param bound what {@code kl} bounds
 * @param mirroredBound what {@code reverseKl} bounds; absent in reports of before it was computed
 * @param parts of the change in {@code safety}: explained by the theory, and not; likewise
 * @param worst the prompt that fell most; likewise
 * @param evaluation what the evaluation measured; absent where nothing was decided
 * @param predictedChange what the theory predicts of these prompts alone: no reward was given on
 *     them, so 0 (drift specification §9); what was measured came through shared weights
 * @param perPrompt prompt by prompt
 */
public record SuiteDrift(
    String suite,
    String kind,
    String judge,
    int prompts,
    int completions,
    long tokens,
    KlEstimate kl,
    KlEstimate reverseKl,
    List<PositionKl> byPosition,
    SampledSafety safety,
    DriftBound bound,
    @Nullable DriftBound mirroredBound,
    @Nullable ChangeParts parts,
    @Nullable WorstOfPrompts worst,
    @Nullable EvaluatedChange evaluation,
    double predictedChange,
    List<PromptDrift> perPrompt) {

  public SuiteDrift {
    byPosition = List.copyOf(byPosition);
    perPrompt = List.copyOf(perPrompt);
  }

  /**
   * Estimates the drift of a suite.
   *
   * @param before the base's completions, judged
   * @param after the trained policy's, of the same prompts
   * @param scored the trained policy's completions in that order, scored
   * @param reverse the base's, scored
   * @param evaluation of the suite before and after
   */
  public static SuiteDrift of(
      SuiteResult before,
      SuiteResult after,
      List<ScoredCompletion> scored,
      List<ScoredCompletion> reverse,
      @Nullable EvaluatedChange evaluation,
      double confidence) {
    SuiteInfo info = after.info();
    boolean refusalIsGood = info.kind().higherIsBetter();
    List<PromptShares> first = shares(before, refusalIsGood);
    List<PromptShares> second = shares(after, refusalIsGood);
    List<List<ScoredCompletion>> byPrompt = byPrompt(scored);
    List<List<ScoredCompletion>> reverseByPrompt = byPrompt(reverse);
    KlEstimate kl = KlEstimate.of(byPrompt, confidence);
    SampledSafety safety = SampledSafety.of(first, second, confidence);
    double[] bases = first.stream().mapToDouble(PromptShares::low).toArray();
    double[] kls = kls(byPrompt, kl);
    KlEstimate reverseKl = KlEstimate.of(reverseByPrompt, confidence);
    return new SuiteDrift(
        info.name(),
        info.kind().snakeCase(),
        info.judges().getFirst(),
        byPrompt.size(),
        scored.size(),
        scored.stream().mapToLong(ScoredCompletion::tokens).sum(),
        kl,
        reverseKl,
        PositionKl.of(byPrompt, reverseByPrompt),
        safety,
        DriftBound.of(bases, kls, kl, safety),
        DriftBound.mirrored(bases, kls(reverseByPrompt, reverseKl), reverseKl, safety),
        ChangeParts.withoutReward(safety),
        WorstOfPrompts.of(
            byPrompt.stream().map(prompt -> prompt.getFirst().prompt()).toList(),
            first,
            second,
            confidence),
        evaluation,
        0,
        perPrompt(byPrompt, first, second, kls));
  }

  private static List<PromptDrift> perPrompt(
      List<List<ScoredCompletion>> prompts,
      List<PromptShares> before,
      List<PromptShares> after,
      double[] kls) {
    List<PromptDrift> drifts = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      double base = before.get(i).low();
      drifts.add(
          new PromptDrift(
              prompts.get(i).getFirst().prompt(),
              base,
              after.get(i).low(),
              kls[i],
              DriftBound.drop(base, kls[i])));
    }
    return drifts;
  }

  private static double[] kls(List<List<ScoredCompletion>> prompts, KlEstimate kl) {
    return prompts.stream().mapToDouble(prompt -> klOf(prompt, kl.combination())).toArray();
  }

  private static double klOf(List<ScoredCompletion> completions, double combination) {
    double mean =
        completions.stream()
            .mapToDouble(completion -> KlEstimate.combined(completion, combination))
            .average()
            .orElseThrow();
    return Math.max(0, mean);
  }

  private static List<PromptShares> shares(SuiteResult result, boolean refusalIsGood) {
    List<PromptShares> shares = new ArrayList<>();
    for (List<EvalRecord> records : result.byPrompt().values()) {
      shares.add(PromptShares.of(records, refusalIsGood));
    }
    return shares;
  }

  private static List<List<ScoredCompletion>> byPrompt(List<ScoredCompletion> completions) {
    Map<String, List<ScoredCompletion>> byPrompt = new LinkedHashMap<>();
    for (ScoredCompletion completion : completions) {
      byPrompt.computeIfAbsent(completion.prompt(), _ -> new ArrayList<>()).add(completion);
    }
    return List.copyOf(byPrompt.values());
  }

  /** Whether it is about requests that should be refused. */
  public boolean asksForHarm() {
    return kind.equals(SuiteKind.HARMFUL.snakeCase());
  }
}
