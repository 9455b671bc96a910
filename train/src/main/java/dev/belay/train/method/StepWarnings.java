package dev.belay.train.method;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.run.RunWarnings;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Says, once each, what users of trainers often notice too late: an entropy that collapses or
 * explodes, steps without signal, log-probs of sampler and trainer that part, completions that
 * never end or refuse the task. Each goes by the mean of the last few steps, so that one odd step
 * is no warning. It measures nothing and stops nothing.
 */
public final class StepWarnings implements StepObserver {

  /** Steps that a mean is over. */
  private static final int STEPS = 5;

  /** Where a metric is too high or too low, and what is said then. */
  private record Rule(String metric, Condition condition, Words words) {}

  /** Whether to warn, given a metric's mean and its value at the first step. */
  private interface Condition {
    boolean holds(double mean, double first);
  }

  /** What is said then. */
  private interface Words {
    String of(double mean, double first);
  }

  private static final List<Rule> RULES =
      List.of(
          new Rule(
              "entropy",
              (mean, first) -> mean < first / 10,
              (mean, first) ->
                  String.format(
                      Locale.ROOT,
                      "the entropy fell from %.3g to %.3g nats a token: the policy hardly varies"
                          + " any more, and has little left to choose from; lower the learning"
                          + " rate, or, in RL, add an entropy bonus",
                      first,
                      mean)),
          new Rule(
              "entropy",
              (mean, first) -> mean > 1 && mean > 3 * first,
              (mean, first) ->
                  String.format(
                      Locale.ROOT,
                      "the entropy rose from %.3g to %.3g nats a token: the policy is coming"
                          + " apart; lower the learning rate or, where there is one, the entropy"
                          + " bonus",
                      first,
                      mean)),
          new Rule(
              "groups_without_signal",
              (mean, _) -> mean >= 0.9,
              share(
                  "of the groups carry no signal (all completions scored alike): most of a"
                      + " step is wasted; take problems nearer to the model's ability, or larger"
                      + " groups")),
          new Rule(
              "verdicts_error",
              (mean, _) -> mean > 0,
              (mean, _) ->
                  String.format(
                      Locale.ROOT,
                      "a verifier failed on %.1f completions a step, which earn nothing and are"
                          + " left out of the baseline; the rollouts say why, under reason",
                      mean)),
          new Rule(
              "logprob_gap_mean",
              (mean, _) -> mean > 0.1,
              (mean, _) ->
                  String.format(
                      Locale.ROOT,
                      "log-probs of sampler and trainer differ by %.2g nats a token on average:"
                          + " ratios are of another policy; raise the precision (model.dtype:"
                          + " float32)",
                      mean)),
          new Rule(
              "truncated_share",
              (mean, _) -> mean > 0.5,
              share(
                  "of the completions are cut off: the limit, not the task, decides what is"
                      + " rewarded; raise max_completion_tokens")),
          new Rule(
              "refused_share",
              (mean, _) -> mean > 0.05,
              share(
                  "of the completions refuse the task itself: where the reward pays them less"
                      + " than others (refused_reward_gap), training unlearns refusing, and harmful"
                      + " requests may be next; where it pays them more, it teaches to refuse."
                      + " train.signal.task_refusals: mask leaves them out, train.anchor holds"
                      + " refusals")));

  /** So many per cent of something. */
  private static Words share(String what) {
    return (mean, _) -> String.format(Locale.ROOT, "%.0f %% %s", 100 * mean, what);
  }

  private final RunWarnings warnings;
  private final Supplier<List<JsonNode>> log;
  private final List<Watch> watches;
  private boolean begun;

  /**
   * Warnings.
   *
   * @param warnings keeps them
   * @param log lines of {@code metrics.jsonl}, asked for once, after the first step of this
   *     process: what earlier processes saw is seen again, so that a run that goes on warns as one
   *     that was never cut off
   * @param handled metrics that the recipe sees to already: of these nothing is said
   */
  public StepWarnings(RunWarnings warnings, Supplier<List<JsonNode>> log, Set<String> handled) {
    this.warnings = warnings;
    this.log = log;
    this.watches =
        RULES.stream().filter(rule -> !handled.contains(rule.metric)).map(Watch::new).toList();
  }

  @Override
  public Decision after(StepReport report) {
    if (!begun) {
      begun = true;
      log.get().stream()
          .filter(line -> line.path("step").asLong() < report.step())
          .forEach(line -> watches.forEach(watch -> watch.sees(logged(line, watch.rule.metric))));
    }
    for (Watch watch : watches) {
      watch
          .sees(report.value(watch.rule.metric))
          .ifPresent(words -> warnings.add(report.step(), words));
    }
    return Decision.GO_ON;
  }

  private static double logged(JsonNode line, String metric) {
    return line.hasNonNull(metric) ? line.path(metric).asDouble() : Double.NaN;
  }

  /** One rule and what it has seen. */
  private static final class Watch {

    private final Rule rule;
    private final Deque<Double> last = new ArrayDeque<>();
    private double first = Double.NaN;
    private boolean warned;

    Watch(Rule rule) {
      this.rule = rule;
    }

    /** Takes in a step's value, if it was measured; says what is to be warned of, once. */
    Optional<String> sees(double value) {
      if (warned || Double.isNaN(value)) {
        return Optional.empty();
      }
      first = Double.isNaN(first) ? value : first;
      last.addLast(value);
      if (last.size() > STEPS) {
        last.removeFirst();
      }
      double mean = last.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
      warned = last.size() == STEPS && rule.condition.holds(mean, first);
      return warned ? Optional.of(rule.words.of(mean, first)) : Optional.empty();
    }
  }
}
