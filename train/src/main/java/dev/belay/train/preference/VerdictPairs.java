package dev.belay.train.preference;

import dev.belay.core.data.Problem;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.TokenPair;
import dev.belay.core.verify.Verdict;
import dev.belay.train.preference.JudgedSamples.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Pairs of a correct and a wrong completion of the same problem, as verdicts tell them apart. What
 * a verifier cannot decide is in no pair.
 *
 * @param pairs in the order of the problems
 * @param problems how many there are
 * @param never of them without a correct completion
 * @param always of them without a wrong one, but with a correct one
 * @param undecided completions that the verifier could not decide
 */
record VerdictPairs(List<TokenPair> pairs, int problems, int never, int always, int undecided) {

  VerdictPairs {
    pairs = List.copyOf(pairs);
  }

  /**
   * Makes pairs: the i-th correct completion with the i-th wrong one, of those that differ.
   *
   * @param samples of each problem, in their order
   * @param prompt token ids of a problem's prompt
   * @param perPrompt most pairs of a problem
   */
  static VerdictPairs of(
      List<Problem> problems,
      List<List<Sample>> samples,
      Function<Problem, int[]> prompt,
      int perPrompt) {
    List<TokenPair> pairs = new ArrayList<>();
    int never = 0;
    int always = 0;
    int undecided = 0;
    for (int p = 0; p < problems.size(); p++) {
      List<int[]> correct = distinct(samples.get(p), Verdict.State.CORRECT);
      List<int[]> wrong = distinct(samples.get(p), Verdict.State.INCORRECT);
      int count = Math.min(perPrompt, Math.min(correct.size(), wrong.size()));
      Problem problem = problems.get(p);
      for (int i = 0; i < count; i++) {
        String id = problem.id() + "#" + (i + 1);
        pairs.add(new TokenPair(id, prompt.apply(problem), correct.get(i), wrong.get(i)));
      }
      never += correct.isEmpty() ? 1 : 0;
      always += wrong.isEmpty() && !correct.isEmpty() ? 1 : 0;
      undecided += (int) samples.get(p).stream().filter(one -> !decided(one.state())).count();
    }
    return new VerdictPairs(pairs, problems.size(), never, always, undecided);
  }

  private static boolean decided(Verdict.State state) {
    return state == Verdict.State.CORRECT || state == Verdict.State.INCORRECT;
  }

  /** Completions of a verdict, each once, in the order of sampling; without empty ones. */
  private static List<int[]> distinct(List<Sample> samples, Verdict.State state) {
    Set<String> seen = new HashSet<>();
    return samples.stream()
        .filter(sample -> sample.state() == state && sample.tokenIds().length > 0)
        .map(Sample::tokenIds)
        .filter(ids -> seen.add(Arrays.toString(ids)))
        .toList();
  }

  /** How many pairs there are, and why there are no more, as one line. */
  String summary(int completions) {
    return "%d pairs from %d problems with %d completions each: %d were never solved, %d always; the verifier left %d completions undecided"
        .formatted(pairs.size(), problems, completions, never, always, undecided);
  }

  /**
   * The same, of which there is at least one more than are held out.
   *
   * @throws BadInputException if there are too few
   */
  VerdictPairs requireMoreThan(int heldOut, int completions) {
    if (pairs.size() <= heldOut) {
      throw new BadInputException(
          "train.pairs: %s. %s Take more completions, a higher temperature, a longer max_completion_tokens, or other problems."
              .formatted(
                  summary(completions),
                  heldOut == 0
                      ? "There is nothing to train on."
                      : "All of them would be held out (train.held_out.pairs: %d)."
                          .formatted(heldOut)));
    }
    return this;
  }
}
