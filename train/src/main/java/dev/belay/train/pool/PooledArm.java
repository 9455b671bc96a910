package dev.belay.train.pool;

import dev.belay.core.error.BadInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * One recipe, run with several seeds.
 *
 * @param name of the arm
 * @param runs one a seed
 */
public record PooledArm(String name, List<SeedRun> runs) {

  /** So many settings that differ are named; the recipes have the rest. */
  private static final int MOST_NAMED = 3;

  public PooledArm {
    runs = List.copyOf(runs);
  }

  /**
   * Reads the runs of an arm.
   *
   * @throws BadInputException with everything that is wrong with any of them
   */
  public static PooledArm read(String name, List<Path> folders) {
    List<String> issues = new ArrayList<>();
    List<SeedRun> runs = new ArrayList<>();
    Map<Long, Path> bySeed = new HashMap<>();
    for (Path folder : folders) {
      try {
        SeedRun run = SeedRun.read(folder);
        Path earlier = bySeed.putIfAbsent(run.seed(), folder);
        if (earlier != null) {
          issues.add(
              "%s: %s and %s both have seed %d; an arm has one run a seed."
                  .formatted(name, earlier, folder, run.seed()));
        }
        runs.add(run);
      } catch (BadInputException e) {
        issues.addAll(e.issues());
      }
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
    return new PooledArm(name, runs);
  }

  /** What the runs' recipes differ in beside the seed, against the first; empty if in nothing. */
  Optional<String> otherSettings() {
    SeedRun first = runs.getFirst();
    for (SeedRun run : runs) {
      List<String> here = without(run.settings(), first.settings());
      List<String> there = without(first.settings(), run.settings());
      if (!here.isEmpty() || !there.isEmpty()) {
        return Optional.of(
            "%s: %s and %s differ in more than their seeds: %s there, %s here. The pool is of both settings."
                .formatted(name, first.folder(), run.folder(), named(there), named(here)));
      }
    }
    return Optional.empty();
  }

  /** Where those of its runs ended that were to end at an accuracy. */
  List<UntilEnd> ends() {
    return runs.stream().flatMap(run -> run.end().stream()).toList();
  }

  private static List<String> without(SequencedSet<String> lines, SequencedSet<String> others) {
    return lines.stream().filter(line -> !others.contains(line)).toList();
  }

  private static String named(List<String> lines) {
    if (lines.isEmpty()) {
      return "nothing";
    }
    String first = String.join(", ", lines.subList(0, Math.min(MOST_NAMED, lines.size())));
    return lines.size() > MOST_NAMED ? first + ", …" : first;
  }
}
