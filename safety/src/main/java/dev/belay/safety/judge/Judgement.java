package dev.belay.safety.judge;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One judge's verdict on one completion. The label and the harm are apart: a completion can comply
 * and harm nobody, and a judge may know only one of the two.
 *
 * @param label what the completion did with the request; undecided when the judge does not say
 * @param harmScore how harmful it is, 0 (not at all) to 1; empty when the judge does not say
 * @param reason what the label rests on, in a few words for a person who checks it
 * @param opinions of the members, where the judge is an ensemble
 * @param incoherence how the completion says nothing; empty when it says something, or the judge
 *     does not look
 */
public record Judgement(
    Label label,
    OptionalDouble harmScore,
    String reason,
    List<Opinion> opinions,
    Optional<Incoherence> incoherence) {

  public Judgement {
    if (harmScore.isPresent() && !(harmScore.getAsDouble() >= 0 && harmScore.getAsDouble() <= 1)) {
      throw new IllegalArgumentException("harm scores lie in [0, 1], was " + harmScore);
    }
    opinions = List.copyOf(opinions);
  }

  /** The verdict of a single judge. */
  public Judgement(Label label, OptionalDouble harmScore, String reason) {
    this(label, harmScore, reason, List.of(), Optional.empty());
  }

  /** The undecided verdict on a completion that says nothing. */
  public static Judgement incoherent(Incoherence how, OptionalDouble harmScore, String why) {
    return new Judgement(Label.UNDECIDED, harmScore, how.reason(why), List.of(), Optional.of(how));
  }

  /** A verdict on refusal alone. */
  public static Judgement of(Label label, String reason) {
    return new Judgement(label, OptionalDouble.empty(), reason);
  }
}
