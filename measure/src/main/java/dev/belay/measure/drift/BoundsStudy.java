package dev.belay.measure.drift;

import dev.belay.core.drift.FiniteKl;
import dev.belay.core.drift.TiltedOptimum;
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
 * Every inequality and identity of sections 1 to 4, and those of section 8 that hold for any
 * policy, on random finite laws.
 *
 * @param instances how many, 1 or more
 * @param seed decides them, one by one
 * @param threads how many work at once; the result does not depend on it
 */
public record BoundsStudy(long instances, long seed, int threads) {
  private static final long CHUNK = 500;

  public BoundsStudy {
    if (instances < 1 || threads < 1) {
      throw new IllegalArgumentException(
          "instances and threads are 1 or more, were %d and %d".formatted(instances, threads));
    }
  }

  /** Checks them all. */
  public BoundsReport run(Progress progress) {
    progress.start("checking random laws", instances);
    Slacks all = new Slacks();
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      List<Future<Slacks>> running = new ArrayList<>();
      for (long from = 0; from < instances; from += CHUNK) {
        long first = from;
        running.add(workers.submit(() -> chunk(first, Math.min(instances, first + CHUNK))));
      }
      long done = 0;
      for (Future<Slacks> each : running) {
        all.add(each.get());
        done = Math.min(instances, done + CHUNK);
        progress.update(done, "");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while checking", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("an instance failed: " + e.getCause(), e);
    }
    BoundsReport report = BoundsReport.of(all, this);
    progress.finish(report.summary());
    return report;
  }

  private Slacks chunk(long from, long to) {
    Slacks slacks = new Slacks();
    for (long index = from; index < to; index++) {
      slacks.begin(index);
      check(new SplittableRandom(Seeds.derive(seed, "bounds", index)), slacks);
    }
    return slacks;
  }

  private static void check(SplittableRandom random, Slacks slacks) {
    RandomPrompt prompt = RandomPrompt.draw(random);
    TiltedOptimum optimum = TiltedOptimum.of(prompt.q(), prompt.g(), prompt.s(), prompt.beta());
    new OptimumChecks(prompt, optimum, slacks).check();
    AnyPolicyChecks any = new AnyPolicyChecks(prompt, slacks);
    any.check("optimum", optimum.piStar(), optimum.drift(), optimum.kl(), optimum.reverseKl());
    double kl = FiniteKl.of(prompt.pi(), prompt.q());
    double drift =
        RandomPrompt.mean(prompt.pi(), prompt.s()) - RandomPrompt.mean(prompt.q(), prompt.s());
    any.check("any policy", prompt.pi(), drift, kl, FiniteKl.of(prompt.q(), prompt.pi()));
    any.aggregate(kl, random);
    any.chainRule();
    any.decomposition();
    IndependenceChecks.check(random, prompt.beta(), slacks);
  }
}
