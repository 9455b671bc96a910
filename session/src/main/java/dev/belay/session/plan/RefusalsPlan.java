package dev.belay.session.plan;

import dev.belay.core.data.Instruction;
import dev.belay.core.recipe.RefusalsSpec;
import java.util.List;
import java.util.stream.Stream;

/**
 * Refusals that are gone over again, their prompts read and checked.
 *
 * @param spec what the recipe asks for
 * @param refuse requests that the model refuses, source by source
 * @param answer harmless ones that it answers
 */
public record RefusalsPlan(RefusalsSpec spec, List<Instruction> refuse, List<Instruction> answer) {

  static final String PLACE = "train.refusals";

  public RefusalsPlan {
    refuse = List.copyOf(refuse);
    answer = List.copyOf(answer);
  }

  /** All of them. */
  public List<Instruction> prompts() {
    return Stream.concat(refuse.stream(), answer.stream()).toList();
  }

  /**
   * How many of each kind are mixed into what SFT learns, so that they are the share that is asked
   * for: {@code n · share / (1 − share) / 2}, at least one; 0 where they are a term of the loss.
   *
   * @param learned n, what there is without them
   */
  public int ofEachKind(int learned) {
    return spec.strength() instanceof RefusalsSpec.Mixed(double share)
        ? (int) Math.max(1, Math.round(learned * share / (1 - share) / 2))
        : 0;
  }
}
