package dev.belay.torch.suffix;

import dev.belay.core.model.Seeds;
import dev.belay.torch.decoder.Decoder;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.TensorScope;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Greedy coordinate gradient (Zou et al. 2023, arXiv:2307.15043, algorithm 1): the gradient of the
 * target's loss by the suffix's one-hot tokens says at each position which tokens promise most; of
 * those, changes of one token are drawn, their losses computed, and the best one is made, even
 * where it is worse than none.
 *
 * <p>Beside the paper: a suffix must survive being written out and read again, the best suffix met
 * is the result, and the search ends once the target is the greedy continuation. The same seed
 * gives the same result with the same number of threads.
 */
public final class GreedyCoordinateGradient implements AutoCloseable {

  /** Rows of one forward pass over candidates, about: enough to keep the processor busy. */
  public static final int ROWS = 2048;

  /** Draws for each candidate wanted, after which a step makes do with what it has. */
  private static final int DRAWS = 8;

  private final TargetLoss loss;

  /** A search on a decoder, which stays the caller's. */
  public GreedyCoordinateGradient(Decoder decoder) {
    this.loss = new TargetLoss(decoder);
  }

  /** A search's state: the suffix that it stands on, and the best that it met. */
  private static final class Path {
    private int[] suffix;
    private int[] best;
    private double bestLoss = Double.POSITIVE_INFINITY;
    private boolean reached;
    private int steps;
    private long candidates;

    Path(int[] start) {
      suffix = start.clone();
      best = suffix;
    }

    void met(double lossHere) {
      if (lossHere < bestLoss) {
        best = suffix;
        bestLoss = lossHere;
      }
    }
  }

  /**
   * Looks for a suffix.
   *
   * @param start the suffix to begin with, shape {@code [S]}, at least one token
   * @param onStep told the number of steps done
   */
  public SearchResult search(
      SuffixPlace place,
      int[] start,
      SearchSpace space,
      SearchBudget budget,
      long seed,
      IntConsumer onStep) {
    Path path = new Path(start);
    long tokensBefore = loss.forwardTokens();
    double lossBefore = loss.of(place, start, List.of(new Candidate(0, start[0])))[0];
    path.met(lossBefore);
    for (int step = 0; step < budget.steps(); step++) {
      SplittableRandom random = new SplittableRandom(Seeds.derive(seed, "gcg step", step));
      List<Candidate> drawn = candidates(place, path, space, budget, random);
      if (drawn.isEmpty()) {
        break; // The target is reached, or no change survives.
      }
      double[] losses = losses(place, path.suffix, drawn);
      path.candidates += drawn.size();
      int least = 0;
      for (int c = 1; c < losses.length; c++) {
        least = losses[c] < losses[least] ? c : least;
      }
      path.suffix = drawn.get(least).in(path.suffix);
      path.steps++;
      path.met(losses[least]);
      onStep.accept(path.steps);
    }
    path.reached = path.reached || loss.isGreedy(place, path.best);
    return new SearchResult(
        path.best,
        lossBefore,
        path.bestLoss,
        path.reached,
        path.steps,
        path.candidates,
        loss.forwardTokens() - tokensBefore);
  }

  /** Changes to try, distinct; none when the path has reached the target. */
  private List<Candidate> candidates(
      SuffixPlace place,
      Path path,
      SearchSpace space,
      SearchBudget budget,
      SplittableRandom random) {
    int[][] promising;
    try (TensorScope _ = new TensorScope()) {
      TargetLoss.Slope slope = loss.slope(place, path.suffix);
      if (slope.greedy()) {
        path.reached = true;
        path.best = path.suffix;
        path.bestLoss = slope.loss();
        return List.of();
      }
      promising = steepest(slope.gradient(), space, budget.topK());
    }
    Set<Candidate> drawn = new LinkedHashSet<>();
    Set<Candidate> refused = new LinkedHashSet<>();
    for (int i = 0; i < DRAWS * budget.candidates() && drawn.size() < budget.candidates(); i++) {
      int position = random.nextInt(path.suffix.length);
      int token = promising[position][random.nextInt(promising[position].length)];
      Candidate candidate = new Candidate(position, token);
      if (token == path.suffix[position] || refused.contains(candidate)) {
        continue;
      }
      if (!drawn.contains(candidate) && !space.survives().test(candidate.in(path.suffix))) {
        refused.add(candidate);
      } else {
        drawn.add(candidate);
      }
    }
    return new ArrayList<>(drawn);
  }

  /** At each position the allowed tokens of steepest descent, {@code [S][k]}. */
  private int[][] steepest(Tensor gradient, SearchSpace space, int topK) {
    int vocabulary = (int) gradient.size(1);
    float[] forbidden = new float[vocabulary];
    for (int token = 0; token < vocabulary; token++) {
      forbidden[token] = space.tokens().get(token) ? 0 : Float.POSITIVE_INFINITY;
    }
    int count = Math.min(topK, space.tokens().cardinality());
    Tensor masked = gradient.add(torch.tensor(forbidden));
    Tensor indices = torch.topk(masked, count, 1, false, true).get1().contiguous();
    long address = NativeMemory.address(indices);
    int[][] tokens = new int[(int) gradient.size(0)][count];
    for (int position = 0; position < tokens.length; position++) {
      for (int k = 0; k < count; k++) {
        tokens[position][k] =
            (int) NativeMemory.getLong(address + ((long) position * count + k) * 8);
      }
    }
    return tokens;
  }

  private double[] losses(SuffixPlace place, int[] suffix, List<Candidate> candidates) {
    int rows = suffix.length + place.behind().length;
    int atOnce = Math.max(1, ROWS / rows);
    double[] losses = new double[candidates.size()];
    for (int from = 0; from < losses.length; from += atOnce) {
      int to = Math.min(losses.length, from + atOnce);
      double[] part = loss.of(place, suffix, candidates.subList(from, to));
      System.arraycopy(part, 0, losses, from, part.length);
    }
    return losses;
  }

  @Override
  public void close() {
    loss.close();
  }
}
