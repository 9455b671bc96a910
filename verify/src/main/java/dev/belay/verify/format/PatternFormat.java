package dev.belay.verify.format;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Answer;
import java.util.Optional;

/**
 * A regular expression that matches the whole answer, blanks round it left out. The engine is RE2
 * (Cox, "Regular Expression Matching in the Wild", 2010; here RE2/J): its time is in proportion to
 * the text, whatever the pattern, so no completion can make it run away. It has neither
 * back-references nor look-around.
 */
public final class PatternFormat implements FormatVerifier {

  private final String pattern;
  private final Pattern compiled;

  /**
   * A form.
   *
   * @throws BadInputException when the pattern is none, or too large
   */
  public PatternFormat(String pattern) {
    this.pattern = pattern;
    this.compiled = compile(pattern, Pattern.DOTALL);
  }

  /** Compiles a pattern of somebody else's; no completion is one. */
  static Pattern compile(String pattern, int flags) {
    String shown = FormatVerifier.shortened(pattern);
    if (pattern.isEmpty() || PatternSize.of(pattern) > PatternSize.MOST) {
      throw new BadInputException(
          "found the pattern \"%s\", must be a regular expression of 1 to %d places, repetitions written out."
              .formatted(shown, PatternSize.MOST));
    }
    try {
      return Pattern.compile(pattern, flags);
    } catch (PatternSyntaxException e) {
      throw new BadInputException(
          "found the pattern \"%s\", which is no regular expression of RE2 (without look-around and back-references): %s."
              .formatted(shown, e.getDescription()),
          e);
    }
  }

  @Override
  public String name() {
    return "pattern";
  }

  @Override
  public Optional<String> fault(Answer answer) {
    return compiled.matcher(answer.text().strip()).matches()
        ? Optional.empty()
        : Optional.of("does not match " + FormatVerifier.shortened(pattern));
  }

  @Override
  public Answer dressed(Answer answer) {
    return answer;
  }
}
