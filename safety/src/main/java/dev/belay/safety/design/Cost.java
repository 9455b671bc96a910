package dev.belay.safety.design;

import dev.belay.core.chat.ChatInput;
import dev.belay.core.chat.ChatMessage;
import dev.belay.safety.attack.AttackKind;
import dev.belay.safety.attack.Query;
import dev.belay.safety.eval.PlannedSuite;
import dev.belay.safety.eval.Suite;
import dev.belay.safety.eval.SuitePrompt;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a suite costs, estimated without the model's tokenizer.
 *
 * @param completions how many are drawn, those of every query of an attack
 * @param promptTokens tokens read, a prompt counted once for each of its completions
 * @param tokens tokens written: the mean of an earlier evaluation, or the most there can be
 * @param measured whether they come from an earlier evaluation
 * @param seconds empty when no speed is known
 */
public record Cost(
    long completions, long promptTokens, long tokens, boolean measured, OptionalDouble seconds) {
  /** Of English text; a chat template adds some tokens of its own. */
  private static final double CHARACTERS_A_TOKEN = 4;

  static Cost of(
      PlannedSuite planned,
      int samples,
      OptionalDouble tokensPerCompletion,
      OptionalDouble tokensPerSecond) {
    double read = 0;
    long completions = 0;
    for (SuitePrompt prompt : planned.selected()) {
      for (ChatInput input : inputs(planned.suite(), prompt)) {
        read += samples * Math.ceil(characters(input) / CHARACTERS_A_TOKEN);
        completions += samples;
      }
    }
    double written = completions * tokensPerCompletion.orElse(planned.sampling().maxTokens());
    return new Cost(
        completions,
        Math.round(read),
        Math.round(written),
        tokensPerCompletion.isPresent(),
        tokensPerSecond.isPresent()
            ? OptionalDouble.of(written / tokensPerSecond.getAsDouble())
            : OptionalDouble.empty());
  }

  /** An attack that is fitted to a model cannot be known before; the request stands for it. */
  private static List<ChatInput> inputs(Suite suite, SuitePrompt prompt) {
    return suite.info().attackKind() == AttackKind.FITTED
        ? List.of(ChatInput.user(prompt.turn()))
        : suite.queries(prompt, 0).stream().map(Query::input).toList();
  }

  private static long characters(ChatInput input) {
    return input.prefill().length()
        + input.turns().stream().map(ChatMessage::content).mapToLong(String::length).sum();
  }
}
