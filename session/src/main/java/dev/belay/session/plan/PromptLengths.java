package dev.belay.session.plan;

import dev.belay.core.chat.ChatInput;
import dev.belay.core.chat.ChatMessage;
import dev.belay.core.data.Demonstration;
import dev.belay.core.data.PreferencePair;
import dev.belay.core.data.Sample;
import dev.belay.core.recipe.SftTokens;
import dev.belay.session.model.ModelSession;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Finds samples that do not fit into a model's context, without encoding those that surely do. */
final class PromptLengths {

  private final ModelSession session;
  private final int context;
  private int templateTokens;

  PromptLengths(ModelSession session) {
    this.session = session;
    this.context = session.model().config().maxPositions();
  }

  /** More than the template puts round a text; a model that is asked texts alone may have none. */
  private int templateTokens() {
    if (templateTokens == 0) {
      templateTokens =
          session.prompts().prompt("x").length
              + session.prompts().completion(ChatInput.user("x"), "x").length;
    }
    return templateTokens;
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
    int length = length(sample);
    boolean whole = sample instanceof Demonstration || sample instanceof PreferencePair;
    return length < context || (whole && length == context)
        ? Optional.empty()
        : Optional.of("%s with %d tokens".formatted(sample.source(), length));
  }

  /** The same of a prompt in the way in which it is asked; a prefill is part of it. */
  Optional<String> tooLong(AskedPrompt asked) {
    ChatInput input = asked.input();
    if (mostTokens(input.turns()) + bytes(input.prefill()) < context) {
      return Optional.empty();
    }
    int length = session.prompts().prompt(input).length;
    return length < context
        ? Optional.empty()
        : Optional.of(
            "%s with %d tokens under %s"
                .formatted(asked.prompt().source(), length, asked.attack().name()));
  }

  /** Tokens of the prompt, and of what follows it in the data: of two completions, the longer. */
  private int length(Sample sample) {
    return switch (sample) {
      case Demonstration one ->
          session.prompts().demonstration(one, SftTokens.COMPLETION).tokens().length();
      case PreferencePair one ->
          session.prompts().prompt(one.input()).length
              + Math.max(
                  session.prompts().completion(one.input(), one.chosen()).length,
                  session.prompts().completion(one.input(), one.rejected()).length);
      default -> session.prompts().prompt(sample).length;
    };
  }

  private int mostTokens(Sample sample) {
    return switch (sample) {
      case Demonstration one -> mostTokens(one.messages());
      case PreferencePair one ->
          mostTokens(one.turns()) + Math.max(bytes(one.chosen()), bytes(one.rejected()));
      default -> mostTokens(sample.turns());
    };
  }

  private int mostTokens(List<ChatMessage> messages) {
    return messages.stream().mapToInt(message -> templateTokens() + bytes(message.content())).sum();
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
