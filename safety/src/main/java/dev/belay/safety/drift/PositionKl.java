package dev.belay.safety.drift;

import dev.belay.core.stats.ClusteredMean;
import java.util.ArrayList;
import java.util.List;

/**
 * The KL at one position of the completions. Over all positions these add up to the KL of a
 * completion, as ended completions count 0.
 *
 * @param position from 1
 * @param kl mean over prompts, nats
 * @param se its standard error over prompts
 * @param reverseKl the same of the other order, on the other policy's completions
 * @param reverseSe its standard error
 * @param reached the share of completions that have a token there
 */
public record PositionKl(
    int position, double kl, double se, double reverseKl, double reverseSe, double reached) {

  /** Every position that a completion reached. */
  static List<PositionKl> of(
      List<List<ScoredCompletion>> prompts, List<List<ScoredCompletion>> reverse) {
    int longest = Math.max(longest(prompts), longest(reverse));
    List<PositionKl> positions = new ArrayList<>();
    for (int t = 0; t < longest; t++) {
      int at = t;
      ClusteredMean kl = KlEstimate.mean(prompts, completion -> completion.klAt(at));
      ClusteredMean back = KlEstimate.mean(reverse, completion -> completion.klAt(at));
      double reached =
          prompts.stream()
              .flatMap(List::stream)
              .mapToDouble(completion -> completion.tokens() > at ? 1 : 0)
              .average()
              .orElse(0);
      positions.add(
          new PositionKl(
              t + 1,
              kl.promptMean(),
              kl.promptStandardError(),
              back.promptMean(),
              back.promptStandardError(),
              reached));
    }
    return positions;
  }

  private static int longest(List<List<ScoredCompletion>> prompts) {
    return prompts.stream()
        .flatMap(List::stream)
        .mapToInt(ScoredCompletion::tokens)
        .max()
        .orElse(0);
  }
}
