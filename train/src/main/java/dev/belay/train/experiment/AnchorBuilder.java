package dev.belay.train.experiment;

import static dev.belay.torch.tensor.ComputeType.FLOAT32;

import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Sampling;
import dev.belay.core.model.TokenSequence;
import dev.belay.core.recipe.AnchorSpec;
import dev.belay.core.run.Progress;
import dev.belay.core.run.RunDirectory;
import dev.belay.session.model.ModelSession;
import dev.belay.session.plan.AnchorPlan;
import dev.belay.session.plan.AskedPrompt;
import dev.belay.torch.learner.Reference;
import dev.belay.train.anchor.Anchor;
import dev.belay.train.anchor.HeldOutKl;
import dev.belay.train.anchor.HeldPrompt;
import dev.belay.train.step.Policy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;

/** Makes the anchor of a run: its prompts as token ids, with completions where it needs any. */
final class AnchorBuilder {

  private final RunDirectory run;
  private final AnchorPlan plan;
  private final ModelSession session;
  private final Progress progress;

  AnchorBuilder(RunDirectory run, AnchorPlan plan, ModelSession session, Progress progress) {
    this.run = run;
    this.plan = plan;
    this.session = session;
    this.progress = progress;
  }

  /**
   * What a run's training has for an anchor.
   *
   * @param exactReference opens the reference in fp32; the caller closes it
   */
  record Training(
      Policy policy,
      Reference reference,
      Supplier<Reference> exactReference,
      double temperature,
      double momentum,
      int microBatchTokens,
      long seed) {}

  /** The anchor; it holds the policy from now on. */
  Anchor build(Training training) {
    Path folder = folder();
    AnchorSpec spec = plan.spec();
    Anchor.Setting setting =
        new Anchor.Setting(
            spec,
            training.reference(),
            training.momentum(),
            training.microBatchTokens(),
            training.seed(),
            folder);
    boolean firstTokenAlone = spec.completionTokens() == 1;
    Anchor anchor =
        firstTokenAlone || spec.completions() == AnchorSpec.Completions.REFERENCE
            ? Anchor.onCompletions(
                setting,
                withReferences(plan.asked(), folder.resolve("completions.jsonl")),
                plan.keepsLaws(session.model().config(), session.type()))
            : onSamples(setting, training);
    if (spec.strength() instanceof AnchorSpec.Bound bound && session.type() != FLOAT32) {
      requireAboveRounding(bound, anchor, training);
    }
    anchor.hold(training.policy());
    spec.heldOut()
        .flatMap(heldOut -> heldOut(heldOut.everySteps(), setting, training))
        .ifPresent(anchor::measure);
    return anchor;
  }

  /** What is set aside; empty where the reference says nothing to any of it. */
  private Optional<HeldOutKl> heldOut(int everySteps, Anchor.Setting setting, Training training) {
    List<HeldPrompt<TokenSequence>> prompts =
        withReferences(plan.heldOut(), setting.folder().resolve("held-out-completions.jsonl"));
    return prompts.isEmpty()
        ? Optional.empty()
        : Optional.of(new HeldOutKl(training.policy(), setting, prompts, everySteps));
  }

  /**
   * Two passes whose weights differ by next to nothing are rounded differently, and their KL is
   * that of both roundings. What lies below it cannot be told from it, nor be held.
   */
  private void requireAboveRounding(AnchorSpec.Bound bound, Anchor anchor, Training training) {
    try (Reference exact = training.exactReference().get()) {
      double noise = 2 * anchor.rounding(training.policy(), exact);
      progress.note(
          "rounding to %s alone is a KL of %.2g nats a completion on the anchor's prompts"
              .formatted(session.type().name().toLowerCase(Locale.ROOT), noise));
      if (bound.nats() <= noise) {
        anchor.close();
        throw new BadInputException(
            ("train.anchor.budget: found %s, which is below the noise of its estimate: rounding"
                    + " alone is a KL of about %.2g nats a completion. Set model.dtype: float32,"
                    + " take a budget of at least %.2g, or let fewer positions count"
                    + " (train.anchor.positions).")
                .formatted(bound.nats(), noise, 4 * noise));
      }
    }
  }

  private Path folder() {
    try {
      return Files.createDirectories(run.anchor());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + run.anchor() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Prompts with completions of the reference, as far as those are of use.
   *
   * @param kept where completions are, once there are any
   */
  private List<HeldPrompt<TokenSequence>> withReferences(List<AskedPrompt> asked, Path kept) {
    return plan.spec().completionTokens() == 1 ? alone(asked) : completed(asked, kept);
  }

  /** The law of the first token asks for no token behind the prompt; any stands for it. */
  private List<HeldPrompt<TokenSequence>> alone(List<AskedPrompt> asked) {
    int[] any = {session.prompts().endId()};
    List<HeldPrompt<TokenSequence>> held = new ArrayList<>();
    for (HeldPrompt<int[]> prompt : prompts(asked)) {
      held.add(new HeldPrompt<>(new TokenSequence(prompt.tokens(), any), prompt.attack()));
    }
    return held;
  }

  /** A prompt that the reference says nothing to has nothing to be held on. */
  private List<HeldPrompt<TokenSequence>> completed(List<AskedPrompt> asked, Path kept) {
    SequencedMap<Integer, TokenSequence> completed =
        new SelfCompletions(kept, "completing the anchor's prompts with the model itself", false)
            .byPrompt(asked, session, plan.spec().completionTokens(), progress);
    List<HeldPrompt<TokenSequence>> held = new ArrayList<>();
    completed.forEach(
        (prompt, sequence) -> {
          if (sequence.completionTokenIds().length > 0) {
            held.add(new HeldPrompt<>(sequence, asked.get(prompt).attack().name()));
          }
        });
    return held;
  }

  private Anchor onSamples(Anchor.Setting setting, Training training) {
    return Anchor.onSamples(
        setting,
        prompts(plan.asked()),
        session.engine(),
        () -> session.engine().reload(training.policy().weights()),
        Sampling.atTemperature(training.temperature(), plan.spec().completionTokens()));
  }

  /** As they are asked; the ids of a prefilled one end with those of the prefill. */
  private List<HeldPrompt<int[]>> prompts(List<AskedPrompt> asked) {
    List<HeldPrompt<int[]>> prompts = new ArrayList<>();
    for (AskedPrompt one : asked) {
      prompts.add(new HeldPrompt<>(session.prompts().prompt(one.input()), one.attack().name()));
    }
    return prompts;
  }
}
