package dev.belay.train.pool;

import dev.belay.core.stats.CrossedMean;
import dev.belay.core.stats.CrossedPairs;
import dev.belay.safety.eval.SuiteInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One suite in several runs, as a full table of seeds by prompts: every seed has every prompt.
 * Where runs of one seed differ in their setting, as the cells of a sweep do, a prompt's score is
 * their mean: settings are fixed as the grid has them, seeds and prompts are drawn.
 *
 * @param info the suite
 * @param seeds the seeds, {@code [S]}
 * @param prompts ids of the prompts that are decided in every run, {@code [P]}
 * @param before mean scores before, {@code [S][P]}
 * @param after mean scores after, {@code [S][P]}
 * @param leftOut prompts that are not decided in every run
 * @param runs numbers of the runs in the table
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and tables of numbers are arrays here.
public record PoolTable(
    SuiteInfo info,
    List<String> seeds,
    List<String> prompts,
    double[][] before,
    double[][] after,
    int leftOut,
    List<Integer> runs) {

  /**
   * A run in a pool.
   *
   * @param index its number
   * @param seed its seed
   * @param setting what it was besides, in words: the values of a sweep's other axes
   * @param suite the suite in it
   */
  public record Member(int index, String seed, String setting, RunScores.Suite suite) {}

  /** The table of members of one suite, measured alike; empty where they share no prompt. */
  public static Optional<PoolTable> of(List<Member> members) {
    List<Member> full = full(members);
    if (full.isEmpty()) {
      return Optional.empty();
    }
    List<String> seeds = full.stream().map(Member::seed).distinct().toList();
    Set<String> asked = new LinkedHashSet<>();
    full.forEach(member -> asked.addAll(member.suite().changes().keySet()));
    List<String> prompts =
        asked.stream()
            .filter(id -> full.stream().allMatch(one -> one.suite().changes().containsKey(id)))
            .toList();
    if (prompts.isEmpty()) {
      return Optional.empty();
    }
    double[][] before = new double[seeds.size()][prompts.size()];
    double[][] after = new double[seeds.size()][prompts.size()];
    int settings = full.size() / seeds.size();
    for (Member member : full) {
      int s = seeds.indexOf(member.seed());
      for (int p = 0; p < prompts.size(); p++) {
        RunScores.Change change = change(member, prompts.get(p));
        before[s][p] += change.before() / settings;
        after[s][p] += change.after() / settings;
      }
    }
    int most = full.stream().mapToInt(member -> member.suite().asked()).max().orElseThrow();
    return Optional.of(
        new PoolTable(
            full.getFirst().suite().info(),
            seeds,
            prompts,
            clamped(before),
            clamped(after),
            most - prompts.size(),
            full.stream().map(Member::index).sorted().toList()));
  }

  private static RunScores.Change change(Member member, String prompt) {
    return Objects.requireNonNull(member.suite().changes().get(prompt));
  }

  /** Thirds that are added up may come to a little more than one. */
  private static double[][] clamped(double[][] shares) {
    for (double[] row : shares) {
      Arrays.setAll(row, p -> Math.clamp(row[p], 0, 1));
    }
    return shares;
  }

  /** The members whose settings were all run with the same seeds: those that all have. */
  private static List<Member> full(List<Member> members) {
    Map<String, Set<String>> seeds = new LinkedHashMap<>();
    members.forEach(
        one -> seeds.computeIfAbsent(one.setting(), any -> new LinkedHashSet<>()).add(one.seed()));
    Set<String> shared = new LinkedHashSet<>();
    members.forEach(one -> shared.add(one.seed()));
    seeds.values().forEach(shared::retainAll);
    return members.stream().filter(one -> shared.contains(one.seed())).toList();
  }

  /** Before and after, pooled. */
  public CrossedPairs pairs() {
    return CrossedPairs.of(before, after);
  }

  /** How much more it changed here than there, on the seeds and prompts of both. */
  public Optional<CrossedMean> against(PoolTable other) {
    List<String> sharedSeeds = shared(seeds, other.seeds);
    List<String> sharedPrompts = shared(prompts, other.prompts);
    if (sharedSeeds.isEmpty() || sharedPrompts.isEmpty()) {
      return Optional.empty();
    }
    double[][] differences = new double[sharedSeeds.size()][sharedPrompts.size()];
    for (int s = 0; s < differences.length; s++) {
      for (int p = 0; p < differences[s].length; p++) {
        differences[s][p] =
            changeAt(sharedSeeds.get(s), sharedPrompts.get(p))
                - other.changeAt(sharedSeeds.get(s), sharedPrompts.get(p));
      }
    }
    return Optional.of(CrossedMean.of(differences));
  }

  private double changeAt(String seed, String prompt) {
    int s = seeds.indexOf(seed);
    int p = prompts.indexOf(prompt);
    return after[s][p] - before[s][p];
  }

  private static List<String> shared(List<String> some, List<String> others) {
    List<String> shared = new ArrayList<>(some);
    shared.retainAll(Set.copyOf(others));
    return shared;
  }
}
