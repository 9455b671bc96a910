package dev.belay.measure.coverage;

import dev.belay.core.model.Seeds;
import dev.belay.core.run.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Repeats experiments. Each has a seed of its own, derived from its setting, so that the counts
 * depend on neither the threads nor the other experiments.
 *
 * @param repetitions of each experiment; fewer of those that draw very many numbers
 * @param seed decides the data
 * @param threads how many experiments run at once
 */
public record CoverageStudy(int repetitions, long seed, int threads) {
  private static final long MOST_DRAWS = 50_000_000;
  private static final long FEWEST = 1000;

  public CoverageStudy {
    if (repetitions < 1 || threads < 1) {
      throw new IllegalArgumentException(
          "repetitions and threads are 1 or more, were %d and %d".formatted(repetitions, threads));
    }
  }

  /** Runs the experiments; the cells come in their order, a method after the other. */
  public List<CoverageCell> run(List<Experiment> experiments, Progress progress) {
    progress.start("simulating", experiments.size());
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      List<Future<List<CoverageCell>>> running = new ArrayList<>();
      for (Experiment experiment : experiments) {
        running.add(workers.submit(() -> repeat(experiment)));
      }
      List<CoverageCell> cells = new ArrayList<>();
      for (int i = 0; i < running.size(); i++) {
        cells.addAll(running.get(i).get());
        progress.update(i + 1, experiments.get(i).study());
      }
      progress.finish("%d cells of %d experiments".formatted(cells.size(), repetitions));
      return cells;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while simulating", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("an experiment failed: " + e.getCause(), e);
    }
  }

  private List<CoverageCell> repeat(Experiment experiment) {
    return experiment instanceof SummedExperiment summed ? sum(summed) : count(experiment);
  }

  private static List<CoverageCell> sum(SummedExperiment experiment) {
    List<Claim> claims = experiment.claims();
    double[] shares = experiment.shares();
    List<CoverageCell> cells = new ArrayList<>();
    for (int i = 0; i < shares.length; i++) {
      cells.add(
          new CoverageCell(experiment.study(), experiment.setting(), claims.get(i), 0, shares[i]));
    }
    return cells;
  }

  /** Fewer runs of what draws very many numbers, but never fewer than tell .95 from .91. */
  private int repetitionsOf(Experiment experiment) {
    return (int) Math.min(repetitions, Math.max(FEWEST, MOST_DRAWS / experiment.draws()));
  }

  private List<CoverageCell> count(Experiment experiment) {
    int repetitions = repetitionsOf(experiment);
    List<Claim> claims = experiment.claims();
    long[] hits = new long[claims.size()];
    String purpose = experiment.study() + " " + experiment.setting();
    SplittableRandom random = new SplittableRandom(Seeds.derive(seed, purpose));
    for (int i = 0; i < repetitions; i++) {
      boolean[] hit = experiment.run(random);
      for (int claim = 0; claim < hits.length; claim++) {
        hits[claim] += hit[claim] ? 1 : 0;
      }
    }
    List<CoverageCell> cells = new ArrayList<>();
    for (int i = 0; i < hits.length; i++) {
      cells.add(
          CoverageCell.counted(
              experiment.study(), experiment.setting(), claims.get(i), repetitions, hits[i]));
    }
    return cells;
  }
}
