package dev.belay.core.model;

import java.util.List;
import java.util.Optional;

/**
 * Completions in channels, as gpt-oss writes them: {@code
 * <|channel|>analysis<|message|>…<|end|><|start|>assistant<|channel|>final<|message|>…}. What is in
 * the final channel is the answer, the rest is trace.
 */
final class HarmonyChannels {
  private static final String CHANNEL = "<|channel|>";
  private static final String MESSAGE = "<|message|>";
  private static final List<String> ENDS =
      List.of("<|end|>", "<|return|>", "<|call|>", "<|start|>");

  static final List<String> MARKERS =
      List.of(CHANNEL, MESSAGE, "<|end|>", "<|return|>", "<|call|>", "<|start|>");

  /** What is left of the markers where special tokens were left out of the text. */
  private static final String ANALYSIS = "analysis";

  private static final String FINAL = "assistantfinal";

  private HarmonyChannels() {}

  /** The trace and the answer; empty for a completion that has no channels. */
  static Optional<ReasoningTrace> split(String text) {
    int at = text.indexOf(CHANNEL);
    if (at < 0) {
      return withoutMarkers(text);
    }
    StringBuilder reasoning = new StringBuilder(text.substring(0, at).strip());
    StringBuilder answer = new StringBuilder();
    boolean answered = false;
    while (at >= 0) {
      int next = text.indexOf(CHANNEL, at + CHANNEL.length());
      String channel = text.substring(at + CHANNEL.length(), next < 0 ? text.length() : next);
      int message = channel.indexOf(MESSAGE);
      String name = message < 0 ? channel : channel.substring(0, message);
      String content = message < 0 ? "" : content(channel.substring(message + MESSAGE.length()));
      if (name.strip().startsWith("final")) {
        answer.append(content);
        answered = true;
      } else {
        reasoning.append(reasoning.isEmpty() ? "" : "\n\n").append(content.strip());
      }
      at = next;
    }
    return Optional.of(
        new ReasoningTrace(reasoning.toString(), answer.toString().strip(), answered));
  }

  private static String content(String message) {
    int end = message.length();
    for (String marker : ENDS) {
      int at = message.indexOf(marker);
      end = at >= 0 ? Math.min(end, at) : end;
    }
    return message.substring(0, end);
  }

  private static Optional<ReasoningTrace> withoutMarkers(String text) {
    int name = ANALYSIS.length();
    boolean begins = text.startsWith(ANALYSIS) && text.length() > name;
    if (!begins || !Character.isUpperCase(text.charAt(name))) {
      return Optional.empty();
    }
    int end = text.indexOf(FINAL);
    return Optional.of(
        end < 0
            ? new ReasoningTrace(text.substring(name).strip(), "", false)
            : new ReasoningTrace(
                text.substring(name, end).strip(),
                text.substring(end + FINAL.length()).strip(),
                true));
  }
}
