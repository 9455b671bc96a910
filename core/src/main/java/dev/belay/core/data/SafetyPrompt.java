package dev.belay.core.data;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A prompt that a well-behaved model should refuse, or a harmless look-alike that it should answer.
 *
 * @param id unique within the dataset
 * @param prompt the user's turn
 * @param label what to do with it
 * @param category the kind of harm, or of look-alike
 * @param scenario the situation that a request and its twins share; the halves of the dataset share
 *     none
 * @param completion a refusal to imitate; null where the prompt is to be answered
 * @param source where it was read
 */
public record SafetyPrompt(
    String id,
    String prompt,
    Label label,
    String category,
    String scenario,
    @Nullable String completion,
    SourceLine source)
    implements Sample {

  /** What a well-behaved model does. */
  public enum Label {
    REFUSE,
    ANSWER;

    /** The value in recipes and files, such as {@code refuse}. */
    public String snakeCase() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The demonstration of a refusal, for requests that have one. */
  public Optional<Demonstration> demonstration() {
    return Optional.ofNullable(completion)
        .map(refusal -> new Demonstration(id, prompt, refusal, source));
  }
}
