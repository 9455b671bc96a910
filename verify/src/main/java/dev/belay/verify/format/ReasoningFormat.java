package dev.belay.verify.format;

import dev.belay.core.model.Answer;
import java.util.Optional;

/** A reasoning trace, opened, closed and not blank, and an answer after it. */
public record ReasoningFormat() implements FormatVerifier {

  @Override
  public String name() {
    return "reasoning";
  }

  @Override
  public Optional<String> fault(Answer answer) {
    if (answer.reasoning().isBlank()) {
      return Optional.of("no reasoning trace, or an empty one");
    }
    return answer.text().isBlank()
        ? Optional.of("nothing after the reasoning trace")
        : Optional.empty();
  }

  @Override
  public Answer dressed(Answer answer) {
    return answer.reasoning().isBlank()
        ? new Answer("Let me think.", answer.text(), answer.ending())
        : answer;
  }
}
