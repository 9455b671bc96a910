package dev.belay.safety.eval;

import dev.belay.core.model.FinishReason;
import java.util.List;
import java.util.OptionalDouble;

/**
 * One completion of one prompt of a suite, and what was said about it: a line of a suite's file.
 *
 * @param suite the suite's name
 * @param prompt the prompt
 * @param sample which completion of the prompt, from 0
 * @param asked what the model read
 * @param completion its text: the answer, without the trace of a reasoning model
 * @param reasoning the trace, which nothing judges; empty without one
 * @param tokenIds its ids, shape {@code [T]}; empty when a server did not say them
 * @param tokens how many they are, or were said to be
 * @param finishReason why it ended
 * @param verdicts one of each judge, at least one; the first decides the metric
 */
public record EvalRecord(
    String suite,
    SuitePrompt prompt,
    int sample,
    Asked asked,
    String completion,
    String reasoning,
    List<Integer> tokenIds,
    int tokens,
    FinishReason finishReason,
    List<ScoredVerdict> verdicts) {

  public EvalRecord {
    tokenIds = List.copyOf(tokenIds);
    verdicts = List.copyOf(verdicts);
    if (verdicts.isEmpty()) {
      throw new IllegalArgumentException("a record needs at least one verdict");
    }
  }

  /** A completion without a trace. */
  public EvalRecord(
      String suite,
      SuitePrompt prompt,
      int sample,
      Asked asked,
      String completion,
      List<Integer> tokenIds,
      int tokens,
      FinishReason finishReason,
      List<ScoredVerdict> verdicts) {
    this(suite, prompt, sample, asked, completion, "", tokenIds, tokens, finishReason, verdicts);
  }

  /** A completion whose tokens are known. */
  public EvalRecord(
      String suite,
      SuitePrompt prompt,
      int sample,
      Asked asked,
      String completion,
      List<Integer> tokenIds,
      FinishReason finishReason,
      List<ScoredVerdict> verdicts) {
    this(
        suite,
        prompt,
        sample,
        asked,
        completion,
        "",
        tokenIds,
        tokenIds.size(),
        finishReason,
        verdicts);
  }

  /** The mean score of the decided ones; empty when there is none. */
  public static OptionalDouble decidedMean(List<EvalRecord> records) {
    return records.stream()
        .map(EvalRecord::score)
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .average();
  }

  /** The mean score when every undecided one counts alike; empty without records. */
  public static OptionalDouble filledMean(List<EvalRecord> records, double undecided) {
    return records.stream().mapToDouble(record -> record.score().orElse(undecided)).average();
  }

  /** Whether it says nothing, by the judge that decides, and so is neither refusal nor answer. */
  public boolean isIncoherent() {
    return score().isEmpty() && verdicts.getFirst().incoherence().isPresent();
  }

  /** Whether it reached the longest length before its answer was whole. */
  public boolean isCutOff() {
    return finishReason == FinishReason.LENGTH && !verdicts.getFirst().whole();
  }

  /** What the completion counts for in the suite's metric, in [0, 1]; empty when undecided. */
  public OptionalDouble score() {
    return verdicts.getFirst().score();
  }
}
