package dev.belay.session.plan;

import dev.belay.core.data.Demonstration;
import dev.belay.core.data.Sample;
import dev.belay.core.recipe.SftTokens;
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
    // No tokenizer makes more tokens of a text than it has bytes.
    if (mostTokens(sample) < context) {
      return Optional.empty();
    }
    boolean demonstration = sample instanceof Demonstration;
    int length =
        sample instanceof Demonstration shown
            ? session.prompts().demonstration(shown, SftTokens.COMPLETION).tokens().length()
            : session.prompts().prompt(sample.prompt()).length;
    return length < context || (demonstration && length == context)
        ? Optional.empty()
        : Optional.of("%s with %d tokens".formatted(sample.source(), length));
  }

  private int mostTokens(Sample sample) {
    if (sample instanceof Demonstration demonstration) {
      return demonstration.messages().stream()
          .mapToInt(message -> templateTokens + bytes(message.content()))
          .sum();
    }
    return templateTokens + bytes(sample.prompt());
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
