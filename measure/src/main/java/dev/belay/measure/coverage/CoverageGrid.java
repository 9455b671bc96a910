package dev.belay.measure.coverage;

import dev.belay.core.stats.JudgeErrors;
import java.util.ArrayList;
import java.util.List;

/** The settings that the methods are held to. */
public final class CoverageGrid {
  private static final double[] RATES = {.02, .05, .1, .25, .5, .75, .9, .95, .98};
  private static final int[] SIZES = {50, 200, 520};

  private CoverageGrid() {}

  /** Every study: over the sizes of the public benchmarks, then from 5 prompts to 10,000. */
  public static List<Experiment> standard() {
    List<Experiment> all = new ArrayList<>();
    for (int n : SIZES) {
      for (double rate : RATES) {
        all.add(new OneRate(n, rate));
      }
    }
    clusteredRates(all);
    paired(all);
    verdicts(all);
    clusteredChanges(all);
    graded(all);
    pooled(all);
    seeded(all);
    several(all);
    judged(all);
    plans(all);
    all.addAll(CoverageSizes.all());
    return List.copyOf(all);
  }

  private static void clusteredRates(List<Experiment> all) {
    for (int prompts : SIZES) {
      for (double icc : new double[] {0, .3, .6, .9}) {
        for (double rate : new double[] {.02, .1, .5, .9, .98}) {
          all.add(new ClusteredCompletions(new Clusters(prompts, 4, icc), rate));
        }
      }
    }
    all.add(new ClusteredCompletions(new Clusters(100, 10, .5), .9));
    all.add(new ClusteredCompletions(new Clusters(200, 25, .5), .98));
  }

  /** From the prompts of a category to those of a benchmark. */
  private static void paired(List<Experiment> all) {
    for (int n : new int[] {6, 10, 20, 50, 200, 520}) {
      for (double before : new double[] {.6, .9}) {
        for (double discordant : new double[] {.02, .05, .1, .2}) {
          for (double drop : new double[] {0, discordant / 2, discordant}) {
            all.add(new PairedChange(n, new PairedTruth(before, discordant, drop)));
          }
        }
      }
    }
  }

  private static void verdicts(List<Experiment> all) {
    for (int n : SIZES) {
      for (double margin : new double[] {.02, .05, .1}) {
        for (double more : new double[] {0, .02, .05, .1}) {
          all.add(new PairedVerdict(n, new PairedTruth(.7, margin + more, margin)));
        }
      }
    }
  }

  private static void clusteredChanges(List<Experiment> all) {
    for (int prompts : new int[] {50, 200}) {
      for (double icc : new double[] {.1, .5, .9}) {
        for (double discordant : new double[] {.05, .2}) {
          for (double drop : new double[] {0, discordant}) {
            all.add(
                new ClusteredChange(
                    new Clusters(prompts, 4, icc), new PairedTruth(.9, discordant, drop)));
          }
        }
      }
    }
    // A model that hardly ever fails: most samples hold no failure at all.
    for (int prompts : new int[] {50, 200}) {
      all.add(new ClusteredChange(new Clusters(prompts, 4, .5), new PairedTruth(.99, .01, .01)));
    }
  }

  private static void graded(List<Experiment> all) {
    for (int n : new int[] {20, 50, 200}) {
      for (double kept : new double[] {0, .8, .98}) {
        for (double top : new double[] {.3, .9}) {
          all.add(new GradedChange(n, kept, top));
        }
      }
    }
  }

  /** From the requests of a small category to those of several benchmarks. */
  private static void pooled(List<Experiment> all) {
    for (int requests : new int[] {6, 10, 20, 50, 200}) {
      for (double alike : new double[] {0, .5, 1}) {
        for (double discordant : new double[] {.05, .2, .5}) {
          for (double drop : new double[] {0, discordant}) {
            PairedTruth truth = new PairedTruth(.6, discordant, drop);
            all.add(new PooledChange(requests, 3, alike, truth));
          }
        }
      }
    }
    all.add(new PooledChange(20, 13, .5, new PairedTruth(.6, .2, .1)));
    all.add(new PooledChange(200, 13, .5, new PairedTruth(.6, .2, .1)));
  }

  /** As many seeds as people can pay for, from hardly any change to one in five. */
  private static void seeded(List<Experiment> all) {
    for (int seeds : new int[] {2, 3, 5}) {
      for (int prompts : new int[] {100, 300}) {
        for (double lost : new double[] {.01, .04, .15}) {
          for (double spread : new double[] {0, .3, .8}) {
            for (boolean stubborn : new boolean[] {false, true}) {
              all.add(new SeededChange(seeds, prompts, lost, lost / 2, spread, stubborn));
            }
          }
        }
      }
    }
  }

  private static void several(List<Experiment> all) {
    for (int n : SIZES) {
      for (double discordant : new double[] {.05, .2}) {
        all.add(new ChangeTests(n, 1, 0, discordant));
        all.add(new ChangeTests(n, 5, 0, discordant));
        all.add(new ChangeTests(n, 5, 2, discordant));
      }
    }
  }

  private static void judged(List<Experiment> all) {
    List<JudgeErrors> judges =
        List.of(new JudgeErrors(.95, .95), new JudgeErrors(.83, .98), new JudgeErrors(.97, .93));
    for (JudgeErrors errors : judges) {
      AuditedJudge judge = new AuditedJudge(200, errors);
      for (int n : new int[] {100, 520}) {
        for (double rate : new double[] {.02, .1, .5, .9, .98}) {
          all.add(new JudgedRate(n, judge, rate));
        }
        for (double drop : new double[] {0, .05, .1}) {
          all.add(new JudgedChange(n, judge, new PairedTruth(.85, .1, drop)));
        }
      }
    }
  }

  private static void plans(List<Experiment> all) {
    for (double margin : new double[] {.02, .05, .1}) {
      for (double discordant : new double[] {.02, .05, .1, .2}) {
        all.add(PlannedProof.of(margin, discordant));
      }
    }
  }
}
