package dev.belay.session.plan;

import dev.belay.core.data.Demonstration;
import dev.belay.core.data.Sample;
import dev.belay.session.model.ModelSession;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Finds samples that do not fit into a model's context, without encoding those that surely do. */
final class PromptLengths {

  private final ModelSession session;
  private final int context;
  private final int templateTokens;

  PromptLengths(ModelSession session) {
    this.session = session;
    this.context = session.model().config().maxPositions();
    this.templateTokens = session.prompts().prompt("x").length + 1;
  }

  /** Tokens that the model can see at a time. */
  int context() {
    return context;
  }

  /** What to say of a sample that does not fit; empty if it does. */
  Optional<String> tooLong(Sample sample) {
    String completion =
        sample instanceof Demonstration demonstration ? demonstration.completion() : "";
    // No tokenizer makes more tokens of a text than it has bytes.
    if (templateTokens + bytes(sample.prompt()) + bytes(completion) < context) {
      return Optional.empty();
    }
    int length = session.prompts().prompt(sample.prompt()).length;
    boolean fits = length < context;
    if (sample instanceof Demonstration) {
      length += session.prompts().completion(completion).length;
      fits = length <= context;
    }
    return fits
        ? Optional.empty()
        : Optional.of("%s with %d tokens".formatted(sample.source(), length));
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
