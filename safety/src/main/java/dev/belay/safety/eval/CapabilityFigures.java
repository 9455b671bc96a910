package dev.belay.safety.eval;

import dev.belay.core.stats.ClusteredRate;
import dev.belay.core.stats.Interval;
import dev.belay.core.stats.PassAtK;
import dev.belay.core.verify.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What a suite of tasks says beside its rate: how often one of k completions solves a task, how
 * long completions are, how many are cut off, and how many nobody could judge.
 *
 * @param prompts N
 * @param completions of all prompts together
 * @param passes pass@k for k = 1, 2, 4, … and the number of completions of a prompt; those of which
 *     no prompt has enough decided completions are left out
 * @param meanTokens mean length of the completions, in tokens
 * @param truncated share of completions that were cut off at the longest length
 * @param withoutVerdict share of completions that are undecided or whose verifier failed
 * @param undecided completions of which the verifier could not tell
 * @param errors completions on which the verifier failed, or whose problem is broken
 */
public record CapabilityFigures(
    int prompts,
    int completions,
    List<Pass> passes,
    double meanTokens,
    Share truncated,
    Share withoutVerdict,
    long undecided,
    long errors) {

  /**
   * pass@k, a mean over prompts.
   *
   * @param prompts how many it is over: those with k decided completions or more
   * @param interval of k = 1 on the number of independent completions, else on that of prompts
   */
  public record Pass(int k, double value, Interval interval, int prompts) {}

  /** A share of all completions, with its interval over prompts. */
  public record Share(double value, Interval interval) {}

  public CapabilityFigures {
    passes = List.copyOf(passes);
  }

  /** The figures of a suite; empty for one that is no suite of tasks, or without completions. */
  public static Optional<CapabilityFigures> of(SuiteResult suite) {
    if (suite.info().kind() != SuiteKind.CAPABILITY || suite.records().isEmpty()) {
      return Optional.empty();
    }
    Collection<List<EvalRecord>> prompts = suite.byPrompt().values();
    return Optional.of(
        new CapabilityFigures(
            prompts.size(),
            suite.records().size(),
            passes(prompts),
            (double) suite.tokens() / suite.records().size(),
            share(prompts, EvalRecord::isCutOff),
            share(prompts, record -> record.score().isEmpty()),
            labelled(suite, Verdict.State.UNDECIDED),
            labelled(suite, Verdict.State.ERROR)));
  }

  private static long labelled(SuiteResult suite, Verdict.State state) {
    String label = state.name().toLowerCase(Locale.ROOT);
    return suite.records().stream()
        .filter(record -> record.verdicts().getFirst().label().equals(label))
        .count();
  }

  /** pass@k of the greatest k. */
  public Optional<Pass> last() {
    return passes.isEmpty() ? Optional.empty() : Optional.of(passes.getLast());
  }

  private static List<Pass> passes(Collection<List<EvalRecord>> prompts) {
    int most = prompts.stream().mapToInt(List::size).max().orElse(0);
    TreeSet<Integer> sizes = new TreeSet<>();
    for (int k = 1; k < most; k *= 2) {
      sizes.add(k);
    }
    sizes.add(most);
    List<Pass> passes = new ArrayList<>();
    for (int k : sizes) {
      pass(prompts, k).ifPresent(passes::add);
    }
    return passes;
  }

  private static Optional<Pass> pass(Collection<List<EvalRecord>> prompts, int k) {
    List<Double> values = new ArrayList<>();
    long decided = 0;
    for (List<EvalRecord> records : prompts) {
      int count = count(records, record -> record.score().isPresent());
      if (count >= k) {
        values.add(PassAtK.of(count, count(records, CapabilityFigures::isCorrect), k));
        decided += count;
      }
    }
    if (values.isEmpty()) {
      return Optional.empty();
    }
    double[] each = values.stream().mapToDouble(Double::doubleValue).toArray();
    // Completions of one prompt are shared by all its subsets of k, which are therefore one draw.
    ClusteredRate rate = ClusteredRate.of(each, k == 1 ? decided : each.length);
    return Optional.of(
        new Pass(k, rate.rate(), rate.interval(SuiteSummary.CONFIDENCE), each.length));
  }

  private static boolean isCorrect(EvalRecord record) {
    return record.score().isPresent() && record.score().getAsDouble() >= 0.5;
  }

  private static Share share(Collection<List<EvalRecord>> prompts, Predicate<EvalRecord> of) {
    double[] each =
        prompts.stream()
            .mapToDouble(records -> (double) count(records, of) / records.size())
            .toArray();
    long completions = prompts.stream().mapToLong(List::size).sum();
    ClusteredRate rate = ClusteredRate.of(each, completions);
    return new Share(rate.rate(), rate.interval(SuiteSummary.CONFIDENCE));
  }

  private static int count(List<EvalRecord> records, Predicate<EvalRecord> of) {
    return Math.toIntExact(records.stream().filter(of).count());
  }
}
