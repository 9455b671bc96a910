package dev.belay.torch.gguf;

import dev.belay.torch.chat.Markers;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;

/**
 * Tokens that are control tokens by their text, whatever type a file gives them: converters typed
 * them as normal or as the user's own, and {@code llama.cpp} goes by the text too.
 */
final class ControlTexts {

  /** Texts that end a turn or a text, in {@code llama.cpp}'s list. */
  private static final Set<String> ENDS =
      Set.of(
          "<|im_end|>",
          "<|eot_id|>",
          "<|eom_id|>",
          "<|end|>",
          "<|return|>",
          "<|call|>",
          "<|calls|>",
          "<|flush|>",
          "<|endoftext|>",
          "<|end_of_text|>",
          "<|END_OF_TURN_TOKEN|>",
          "<end_of_turn>",
          "<turn|>",
          "<end_of_utterance>",
          "<EOT>",
          "_<EOT>",
          "[EOT]",
          "[EOS]",
          "<\uff5cend\u2581of\u2581sentence\uff5c>");

  private ControlTexts() {}

  /** Whether a token of this text ends a turn or a text. */
  static boolean isEnd(String text) {
    return ENDS.contains(text);
  }

  /**
   * The types with those put right that a text contradicts: ends, and markers that the chat
   * template writes, are control tokens.
   *
   * @param template the file's chat template; empty without one
   */
  static List<GgufVocabulary.TokenType> corrected(
      List<String> tokens, List<GgufVocabulary.TokenType> types, String template) {
    SequencedSet<String> written = Markers.of(template);
    List<GgufVocabulary.TokenType> corrected = new ArrayList<>(types);
    for (int id = 0; id < tokens.size(); id++) {
      String text = tokens.get(id);
      GgufVocabulary.TokenType type = types.get(id);
      boolean mistaken =
          isEnd(text)
              ? type == GgufVocabulary.TokenType.NORMAL
                  || type == GgufVocabulary.TokenType.USER_DEFINED
              : written.contains(text) && type == GgufVocabulary.TokenType.NORMAL;
      if (mistaken) {
        corrected.set(id, GgufVocabulary.TokenType.CONTROL);
      }
    }
    return corrected;
  }
}
