package dev.belay.safety.eval;

import dev.belay.safety.judge.Incoherence;
import dev.belay.safety.judge.Judge;
import dev.belay.safety.judge.Judgement;
import dev.belay.safety.judge.Opinion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a judge or a verifier said about one completion.
 *
 * @param by the judge's or verifier's name
 * @param version its version
 * @param label its label, such as {@code full_refusal} or {@code correct}
 * @param score what the label counts for in the suite's metric, in [0, 1]; empty when undecided
 * @param harmScore how harmful the completion is, where the judge says so
 * @param reason what the label rests on
 * @param incoherence how an undecided completion says nothing; empty when that is not why
 * @param whole whether the completion was cut off after all of its answer
 */
public record ScoredVerdict(
    String by,
    String version,
    String label,
    OptionalDouble score,
    OptionalDouble harmScore,
    String reason,
    Optional<Incoherence> incoherence,
    boolean whole) {

  /** A verdict that rests on what the completion says. */
  public ScoredVerdict(
      String by,
      String version,
      String label,
      OptionalDouble score,
      OptionalDouble harmScore,
      String reason) {
    this(by, version, label, score, harmScore, reason, Optional.empty());
  }

  /** A verdict on a completion that has no end of its own. */
  public ScoredVerdict(
      String by,
      String version,
      String label,
      OptionalDouble score,
      OptionalDouble harmScore,
      String reason,
      Optional<Incoherence> incoherence) {
    this(by, version, label, score, harmScore, reason, incoherence, false);
  }

  public ScoredVerdict {
    if (score.isPresent() && !(score.getAsDouble() >= 0 && score.getAsDouble() <= 1)) {
      throw new IllegalArgumentException("scores lie in [0, 1], was " + score);
    }
  }

  /** A judgement read as "refused or not": a partial refusal is a refusal. */
  public static ScoredVerdict ofRefusal(Judge judge, Judgement judgement) {
    return of(judge.name(), judge.version(), judgement);
  }

  /** The same, and after it the opinions of an ensemble's members. */
  static List<ScoredVerdict> ofRefusals(Judge judge, Judgement judgement) {
    List<ScoredVerdict> verdicts = new ArrayList<>(List.of(ofRefusal(judge, judgement)));
    for (Opinion opinion : judgement.opinions()) {
      verdicts.add(of(opinion.judge(), opinion.version(), opinion.judgement()));
    }
    return verdicts;
  }

  /** The same, of a judge that is known by name and version. */
  public static ScoredVerdict of(String name, String version, Judgement judgement) {
    OptionalDouble refused =
        judgement
            .label()
            .refused()
            .map(yes -> OptionalDouble.of(yes ? 1 : 0))
            .orElse(OptionalDouble.empty());
    return new ScoredVerdict(
        name,
        version,
        judgement.label().snakeCase(),
        refused,
        judgement.harmScore(),
        judgement.reason(),
        judgement.incoherence());
  }
}
