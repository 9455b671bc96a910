package dev.belay.train.preference;

import dev.belay.core.data.HashOrder;
import dev.belay.core.data.PreferencePair;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.TokenPair;
import dev.belay.core.recipe.HeldOutSpec;
import dev.belay.core.recipe.PairsSpec;
import dev.belay.core.run.Progress;
import dev.belay.core.run.RunDirectory;
import dev.belay.core.verify.Verifier;
import dev.belay.session.model.ChatPrompts;
import dev.belay.session.model.ModelSession;
import dev.belay.session.plan.PreferencePlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The pairs of a run as token ids.
 *
 * @param training at least one
 * @param heldOut pairs that are measured and not trained on; maybe none
 */
public record PairData(List<TokenPair> training, List<TokenPair> heldOut) {

  public PairData {
    training = List.copyOf(training);
    heldOut = List.copyOf(heldOut);
  }

  /**
   * The pairs that a plan has, or those that are made of its problems: the model then completes
   * them before it trains, and the completions are kept in the run's directory.
   *
   * @param seed the run's seed
   * @throws BadInputException if too few pairs can be made
   */
  public static PairData of(
      PreferencePlan plan,
      Optional<PairsSpec> pairs,
      Optional<HeldOutSpec> heldOut,
      long seed,
      RunDirectory run,
      ModelSession session,
      Progress progress) {
    int held = heldOut.map(HeldOutSpec::pairs).orElse(0);
    List<TokenPair> all =
        pairs
            .map(spec -> made(plan, spec, held, seed, run, session, progress))
            .orElseGet(() -> given(plan.given(), session.prompts()));
    return split(all, held, seed);
  }

  private static List<TokenPair> given(List<PreferencePair> pairs, ChatPrompts prompts) {
    return pairs.stream()
        .map(
            pair ->
                new TokenPair(
                    pair.id(),
                    prompts.prompt(pair.input()),
                    prompts.completion(pair.input(), pair.chosen()),
                    prompts.completion(pair.input(), pair.rejected())))
        .toList();
  }

  private static List<TokenPair> made(
      PreferencePlan plan,
      PairsSpec spec,
      int held,
      long seed,
      RunDirectory run,
      ModelSession session,
      Progress progress) {
    Verifier verifier = plan.verifier().orElseThrow();
    JudgedSamples samples =
        new JudgedSamples(
            run.pairSamples(), session.engine(), session.prompts(), verifier, spec, seed);
    VerdictPairs made =
        VerdictPairs.of(
            plan.problems(),
            samples.of(plan.problems(), progress),
            problem -> session.prompts().prompt(problem),
            spec.perPrompt());
    progress.note(made.summary(spec.completions()));
    return made.requireMoreThan(held, spec.completions()).pairs();
  }

  /**
   * Holds pairs out, those of one prompt together: prompts in hashed order, as long as all of a
   * prompt's pairs fit.
   */
  static PairData split(List<TokenPair> pairs, int held, long seed) {
    if (held == 0) {
      return new PairData(pairs, List.of());
    }
    Map<String, List<TokenPair>> byPrompt = new LinkedHashMap<>();
    for (TokenPair pair : pairs) {
      byPrompt.computeIfAbsent(promptOf(pair), _ -> new ArrayList<>()).add(pair);
    }
    List<TokenPair> heldOut = new ArrayList<>();
    Set<String> heldPrompts = new HashSet<>();
    for (List<TokenPair> ofPrompt :
        HashOrder.shuffled(
            List.copyOf(byPrompt.values()), "held-out pairs", seed, one -> one.getFirst().id())) {
      if (heldOut.size() + ofPrompt.size() <= held) {
        heldOut.addAll(ofPrompt);
        heldPrompts.add(promptOf(ofPrompt.getFirst()));
      }
    }
    List<TokenPair> training =
        pairs.stream().filter(pair -> !heldPrompts.contains(promptOf(pair))).toList();
    if (training.isEmpty() || heldOut.isEmpty()) {
      throw new BadInputException(
          "train.held_out.pairs: %d of %d pairs cannot be held out by whole prompts, of which there are %d; hold out %s, or add prompts."
              .formatted(
                  held, pairs.size(), byPrompt.size(), training.isEmpty() ? "fewer" : "more"));
    }
    return new PairData(training, heldOut);
  }

  private static String promptOf(TokenPair pair) {
    return Arrays.toString(pair.promptTokenIds());
  }
}
