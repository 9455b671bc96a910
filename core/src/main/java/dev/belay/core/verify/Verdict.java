package dev.belay.core.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a verifier decided about one completion.
 *
 * @param state the decision
 * @param score the reward it is worth, in [0, 1]; meaningful for {@link State#CORRECT} and {@link
 *     State#INCORRECT} only, 0 otherwise
 * @param extracted the answer as found in the completion; null when none was found
 * @param reason why, in one sentence
 * @param details what else a verifier tells of the completion, by names that stand beside the rest
 *     in a line of JSON; empty for most
 */
public record Verdict(
    State state,
    double score,
    @Nullable String extracted,
    String reason,
    Map<String, JsonNode> details) {

  /** The decision. Undecided and error are not zeros: they are counted apart and left out. */
  public enum State {
    /** The completion solves the problem. */
    CORRECT,
    /** It does not. */
    INCORRECT,
    /** The verifier cannot tell. */
    UNDECIDED,
    /** The problem itself is broken: the reference answer cannot be read. */
    ERROR
  }

  public Verdict {
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException("a score lies in [0, 1], not at " + score);
    }
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }

  /** A verdict without details. */
  public Verdict(State state, double score, @Nullable String extracted, String reason) {
    this(state, score, extracted, reason, Map.of());
  }

  /** The same verdict with these details. */
  public Verdict with(Map<String, JsonNode> newDetails) {
    return new Verdict(state, score, extracted, reason, newDetails);
  }

  /** The completion solves the problem; it is worth 1. */
  public static Verdict correct(String extracted, String reason) {
    return new Verdict(State.CORRECT, 1, extracted, reason);
  }

  /** It does not; it is worth 0. {@code extracted} is null when no answer was found. */
  public static Verdict incorrect(@Nullable String extracted, String reason) {
    return new Verdict(State.INCORRECT, 0, extracted, reason);
  }

  /** The verifier cannot tell; counted, and no reward. */
  public static Verdict undecided(@Nullable String extracted, String reason) {
    return new Verdict(State.UNDECIDED, 0, extracted, reason);
  }

  /** The problem is broken; counted, and no reward. */
  public static Verdict error(String reason) {
    return new Verdict(State.ERROR, 0, null, reason);
  }

  /** Whether {@link #score()} may be used as a reward. */
  public boolean decided() {
    return state == State.CORRECT || state == State.INCORRECT;
  }
}
