package dev.belay.train.step;

import dev.belay.core.data.Problem;
import dev.belay.core.recipe.SignalSpec;
import dev.belay.core.recipe.SignalSpec.Groups;
import dev.belay.core.recipe.SignalSpec.TaskRefusals;
import dev.belay.core.recipe.TrainSpec;
import dev.belay.core.recipe.TruncationSpec.Handling;
import dev.belay.core.run.Stateful;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Gives a step its rollouts: samples, has them scored, and decides which are trained on. Groups
 * without signal are replaced by those of other prompts, if the recipe says so (dynamic sampling,
 * DAPO, arXiv 2503.14476, §3.2), for a bounded number of rounds; completions that were cut off, or
 * that refuse the task, may be left out.
 *
 * <p>A group has signal if two of its completions scored differently, penalties and KL aside:
 * otherwise the smallest difference of length would count for one.
 */
public final class RolloutCollection {

  /** What becomes of a completion. */
  public enum Fate {
    /** It is trained on. */
    TRAINED,
    /** It was cut off, and is left out. */
    CUT_OFF,
    /** It refuses the task, and is left out. */
    REFUSED,
    /** Its group has no signal. */
    NO_SIGNAL
  }

  /**
   * What a step has sampled.
   *
   * @param sampled all of it, in the order of sampling
   * @param fates of each, shape {@code [B]}
   * @param trained those that are trained on, groups one after the other; none at all if no group
   *     has signal
   * @param rounds how often prompts were drawn, at least 1
   */
  public record Collected(Scored sampled, List<Fate> fates, Scored trained, int rounds) {

    public Collected {
      fates = List.copyOf(fates);
    }

    /** Whether there is nothing to train on. */
    public boolean isEmpty() {
      return trained.size() == 0;
    }

    /** What was spent, and what of it is used. */
    public Map<String, Number> metrics() {
      Map<String, Number> metrics = new LinkedHashMap<>();
      metrics.put("groups_sampled", groups(sampled));
      metrics.put("groups_trained", groups(trained));
      metrics.put("completions_sampled", sampled.size());
      metrics.put("completions_trained", trained.size());
      metrics.put("completion_tokens_sampled", tokens());
      metrics.put("sampling_rounds", rounds);
      return metrics;
    }

    /** Tokens of all sampled completions. */
    public long tokens() {
      return sampled.rollouts().stream().mapToLong(one -> one.completion().length()).sum();
    }

    private static int groups(Scored scored) {
      return scored.groups().size();
    }
  }

  private final RolloutStep rollout;
  private final RewardStep reward;
  private final PromptOrder<Problem> order;
  private final PromptCursor<Problem> cursor;
  private final int promptsPerStep;
  private final SignalSpec signal;
  private final Handling truncation;
  private final Consumer<String> notes;

  private RolloutCollection(
      TrainSpec.Rlvr spec,
      RolloutStep rollout,
      RewardStep reward,
      PromptOrder<Problem> order,
      Consumer<String> notes) {
    this.rollout = rollout;
    this.reward = reward;
    this.order = order;
    this.cursor = new PromptCursor<>(order);
    this.promptsPerStep = spec.rollout().promptsPerStep();
    this.signal = spec.signal();
    this.truncation = spec.truncation().handling();
    this.notes = notes;
  }

  /**
   * Collects as a recipe says.
   *
   * @param reward scores completions
   * @param order of the prompts
   * @param notes told, after the first rollout, if too many completions are cut off
   */
  public static RolloutCollection of(
      TrainSpec.Rlvr spec,
      RolloutStep rollout,
      RewardStep reward,
      PromptOrder<Problem> order,
      Consumer<String> notes) {
    return new RolloutCollection(spec, rollout, reward, order, notes);
  }

  /** What the next collection depends on: nothing, where each step takes as many prompts. */
  public List<Stateful> state() {
    return signal.groups() == Groups.ALL ? List.of() : List.of(cursor);
  }

  /** Whether some of what is sampled may be left out. */
  public boolean selects() {
    return signal.groups() == Groups.WITH_SIGNAL
        || truncation == Handling.MASK
        || signal.taskRefusals() == TaskRefusals.MASK;
  }

  /** The rollouts of one step. */
  public Collected collect(long step) {
    List<Scored> rounds = new ArrayList<>();
    List<Fate> fates = new ArrayList<>();
    int groups = 0;
    int missing = promptsPerStep;
    while (missing > 0 && rounds.size() <= signal.refillRounds()) {
      Scored round = reward.score(rollout.run(step, groups, prompts(step, missing)));
      List<Fate> ofRound = fates(round);
      rounds.add(round);
      fates.addAll(ofRound);
      groups += missing;
      missing -= withSignal(round, ofRound);
    }
    Scored sampled = Scored.join(rounds);
    if (step == 1) {
      CutOffShare.of(sampled.rollouts()).warning(truncation).ifPresent(notes);
    }
    int[] trained =
        IntStream.range(0, fates.size()).filter(i -> fates.get(i) == Fate.TRAINED).toArray();
    return new Collected(
        sampled,
        fates,
        trained.length == sampled.size() ? sampled : sampled.of(trained),
        rounds.size());
  }

  private List<Problem> prompts(long step, int count) {
    return signal.groups() == Groups.ALL ? order.ofStep(step, count) : cursor.next(count);
  }

  /** Groups of which something is trained on; of all that count, where none is replaced. */
  private static int withSignal(Scored round, List<Fate> fates) {
    return (int)
        IntStream.range(0, round.size())
            .filter(i -> fates.get(i) == Fate.TRAINED)
            .map(i -> round.rollouts().get(i).group())
            .distinct()
            .count();
  }

  private List<Fate> fates(Scored round) {
    Fate[] fates = new Fate[round.size()];
    for (List<Integer> group : round.groups()) {
      group.forEach(i -> fates[i] = ofItself(round.rollouts().get(i)));
      List<Integer> counted = group.stream().filter(i -> fates[i] == Fate.TRAINED).toList();
      Fate ofCounted =
          signal.groups() == Groups.ALL || round.hasSignal(counted) ? Fate.TRAINED : Fate.NO_SIGNAL;
      counted.forEach(i -> fates[i] = ofCounted);
    }
    return List.of(fates);
  }

  /** What becomes of it whatever the others of its group are. */
  private Fate ofItself(Rollout rollout) {
    if (truncation == Handling.MASK && rollout.isCutOff()) {
      return Fate.CUT_OFF;
    }
    return signal.taskRefusals() == TaskRefusals.MASK && RefusedTask.isRefused(rollout)
        ? Fate.REFUSED
        : Fate.TRAINED;
  }
}
