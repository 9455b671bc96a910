package dev.belay.torch.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * Added tokens that are sound alone and that the native library aborts on together with something
 * else. No published tokenizer of a language model has them.
 */
final class AddedTokenConflicts {

  private AddedTokenConflicts() {}

  /** What is wrong with the added tokens of a file, if anything. */
  static Optional<String> problem(JsonNode tokens, JsonNode normalizer) {
    return emptied(tokens, normalizer).or(() -> overlapping(tokens));
  }

  /** What a normalizer leaves nothing of is looked for as the empty text, and found everywhere. */
  private static Optional<String> emptied(JsonNode tokens, JsonNode normalizer) {
    boolean removes =
        TokenizerLimits.parts(normalizer).stream()
            .filter(part -> part.path("type").asText().equals("Replace"))
            .anyMatch(part -> part.path("content").asText().isEmpty());
    return removes
        ? first(tokens, token -> is(token, "normalized"))
            .map(
                token ->
                    "added_tokens: %s is normalized, by a normalizer that replaces text by nothing"
                        .formatted(token.path("content")))
        : Optional.empty();
  }

  /** One takes the white space behind it, which the other begins with and takes more of before. */
  private static Optional<String> overlapping(JsonNode tokens) {
    Optional<JsonNode> right = first(tokens, token -> is(token, "rstrip"));
    Optional<JsonNode> left =
        first(tokens, token -> is(token, "lstrip") && beginsBlank(token.path("content").asText()));
    return right.isPresent() && left.isPresent()
        ? Optional.of(
            "added_tokens: %s has rstrip beside %s, which begins with white space and has lstrip"
                .formatted(right.get().path("content"), left.get().path("content")))
        : Optional.empty();
  }

  private static Optional<JsonNode> first(JsonNode tokens, Predicate<JsonNode> which) {
    return StreamSupport.stream(tokens.spliterator(), false).filter(which).findFirst();
  }

  private static boolean is(JsonNode token, String flag) {
    return token.path(flag).asBoolean(false);
  }

  /** White space as Unicode has it, which is more than Java's. */
  private static boolean beginsBlank(String text) {
    if (text.isEmpty()) {
      return false;
    }
    int first = text.codePointAt(0);
    return Character.isWhitespace(first) || Character.isSpaceChar(first) || first == 0x85;
  }
}
