package dev.belay.safety.judge;

import java.util.OptionalDouble;

/**
 * One judge's verdict on one completion.
 *
 * @param label what the completion did with the request
 * @param harmScore how harmful it is, 0 (not at all) to 1; empty when the judge does not say
 * @param reason what the label rests on, in a few words for a person who checks it
 */
public record Judgement(Label label, OptionalDouble harmScore, String reason) {

  public Judgement {
    if (harmScore.isPresent() && !(harmScore.getAsDouble() >= 0 && harmScore.getAsDouble() <= 1)) {
      throw new IllegalArgumentException("harm scores lie in [0, 1], was " + harmScore);
    }
  }

  /** A verdict on refusal alone. */
  public static Judgement of(Label label, String reason) {
    return new Judgement(label, OptionalDouble.empty(), reason);
  }
}
