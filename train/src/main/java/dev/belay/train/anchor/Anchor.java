package dev.belay.train.anchor;

import dev.belay.core.model.Sampling;
import dev.belay.core.model.TextGenerator;
import dev.belay.core.model.TokenSequence;
import dev.belay.core.recipe.AnchorSpec;
import dev.belay.core.run.Stateful;
import dev.belay.torch.learner.Reference;
import dev.belay.train.method.StepObserver;
import dev.belay.train.step.Policy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A policy held to the model before training on prompts of its own: a gradient in every update, a
 * log, and the state of what controls it.
 */
public final class Anchor implements AutoCloseable {

  private static final String LOG = "positions.jsonl";

  private final AnchorSpec spec;
  private final Path folder;
  private final AnchorSource source;
  private final CoefficientRule rule;
  private final AnchorTerm term;
  private final AnchorLog log;
  private @Nullable HeldOutKl heldOut;

  private Anchor(Setting setting, AnchorSource source) {
    this.spec = setting.spec();
    this.folder = setting.folder();
    this.source = source;
    this.rule = rule(spec.strength(), setting.momentum());
    this.term = new AnchorTerm(spec, source, setting.reference(), rule);
    this.log = new AnchorLog(term, rule, folder.resolve(LOG));
  }

  private static CoefficientRule rule(AnchorSpec.Strength strength, double momentum) {
    return switch (strength) {
      case AnchorSpec.Price(double coef) -> new CoefficientRule.Fixed(coef);
      case AnchorSpec.Bound bound -> new BudgetRule(bound, momentum);
    };
  }

  /**
   * What every anchor has.
   *
   * @param spec what the recipe asks for
   * @param reference the model before training; stays the caller's
   * @param momentum of the optimizer that takes the steps, β of the first moment
   * @param microBatchTokens tokens of one pass
   * @param seed of the run
   * @param folder of the run's, for the log and what is kept; it exists
   */
  public record Setting(
      AnchorSpec spec,
      Reference reference,
      double momentum,
      int microBatchTokens,
      long seed,
      Path folder) {}

  /**
   * An anchor on completions that were made once.
   *
   * @param prompts at least one, each with a completion
   * @param keepsLaws whether what the reference says is kept, in memory and on the disk
   */
  public static Anchor onCompletions(
      Setting setting, List<HeldPrompt<TokenSequence>> prompts, boolean keepsLaws) {
    Path laws = setting.folder().resolve("reference");
    return new Anchor(
        setting,
        new KeptCompletions(
            batches(setting, prompts),
            setting.reference(),
            setting.microBatchTokens(),
            keepsLaws ? Optional.of(laws) : Optional.empty()));
  }

  /**
   * An anchor on completions that the policy samples in every update.
   *
   * @param prompts token ids, at least one prompt
   * @param loadWeights puts the policy's weights as they are now into the generator
   */
  public static Anchor onSamples(
      Setting setting,
      List<HeldPrompt<int[]>> prompts,
      TextGenerator generator,
      Runnable loadWeights,
      Sampling sampling) {
    return new Anchor(
        setting,
        new SampledCompletions(
            batches(setting, prompts),
            setting.reference(),
            setting.microBatchTokens(),
            generator,
            loadWeights,
            sampling,
            setting.seed()));
  }

  private static <T> AnchorBatches<T> batches(Setting setting, List<T> prompts) {
    return new AnchorBatches<>(prompts, setting.spec().promptsPerStep(), setting.seed());
  }

  /** Takes part in every update of a policy from now on. */
  public void hold(Policy policy) {
    policy.add(term);
  }

  /**
   * Multiplies its coefficient, from the next update on. It is not part of the state: whoever
   * scales it does so again when a run is resumed.
   *
   * @param factor of what the recipe, or its controller, gives
   */
  public void scale(double factor) {
    term.scale(factor);
  }

  /** Measures beside it from now on, and is closed with it. */
  public void measure(HeldOutKl onOthers) {
    heldOut = onOthers;
  }

  /** Logs every step, and now and then what was set aside. */
  public List<StepObserver> observers() {
    return heldOut == null ? List.of(log) : List.of(log, heldOut);
  }

  /** What its next update depends on. */
  public List<Stateful> state() {
    return rule.state().stream().toList();
  }

  /**
   * How far the reference is from itself because numbers are rounded: the KL, in nats a completion,
   * on the prompts of the first update.
   *
   * @param policy still the reference
   * @param exact the reference, computed in fp32
   */
  public double rounding(Policy policy, Reference exact) {
    try (AnchorBatch batch = source.unreferenced(1)) {
      batch.batches().addReference(exact);
      double[] kls = Objects.requireNonNull(policy.score(batch.batches()).exactKls());
      return Arrays.stream(kls).sum() / batch.lengths().length;
    }
  }

  /** Draws the log, once there is one. */
  public void draw() {
    new AnchorPlots(folder.resolve(LOG), folder.resolve(HeldOutKl.FILE), spec.strength())
        .write(folder);
  }

  @Override
  public void close() {
    log.close();
    term.close();
    source.close();
    if (heldOut != null) {
      heldOut.close();
    }
  }
}
