package dev.belay.torch.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How large what a {@code tokenizer.json} describes may be. Each part is applied to what the part
 * before it made, in native memory and without a way to stop it: a few lines could ask for more
 * than any machine has. The limits are several times what published tokenizers have.
 */
final class TokenizerLimits {

  /** The library compares them with one another when it opens the file. */
  private static final int MOST_ADDED_TOKENS = 16_384;

  private static final int LONGEST_ADDED_TOKEN = 4_096;
  private static final int MOST_PARTS = 64;
  private static final int LONGEST_TEXT = 256;

  /** How many times as long all replacements of a section may make a text. */
  private static final double MOST_GROWTH = 64;

  /** Characters of a token in the vocabulary. */
  static final int LONGEST_TOKEN = 1 << 16;

  /**
   * Characters of one text. The published cuts of text go back over a run of blanks once or twice,
   * which the library allows for ten million steps.
   */
  static final int LONGEST_INPUT = 4_000_000;

  /** The same where the time grows with the square of the length. */
  static final int LONGEST_SLOW_INPUT = 50_000;

  private TokenizerLimits() {}

  /** What is too large in one section of the file, if anything. */
  static Optional<String> problem(String section, JsonNode node) {
    return switch (section) {
      case "added_tokens" -> ofAddedTokens(node);
      case "normalizer", "decoder" -> ofParts(section, node).or(() -> ofGrowth(section, node));
      case "pre_tokenizer", "post_processor" -> ofParts(section, node);
      case "truncation", "padding" ->
          node.isNull() || isSmall(node)
              ? Optional.empty()
              : Optional.of(section + ": this set-up is not supported: " + node);
      default -> Optional.empty();
    };
  }

  /** What the library would do with this is switched off, but it reads it. */
  private static boolean isSmall(JsonNode node) {
    boolean small = !node.isNumber() || Math.abs(node.asDouble()) <= 1 << 24;
    for (JsonNode child : node) {
      small &= isSmall(child);
    }
    return small;
  }

  private static Optional<String> ofAddedTokens(JsonNode tokens) {
    if (tokens.size() > MOST_ADDED_TOKENS) {
      return Optional.of(
          "%,d added_tokens; at most %,d are supported"
              .formatted(tokens.size(), MOST_ADDED_TOKENS));
    }
    for (JsonNode token : tokens) {
      int length = token.path("content").asText().length();
      if (length > LONGEST_ADDED_TOKEN) {
        return Optional.of(
            "one of added_tokens has %,d characters; at most %,d are supported"
                .formatted(length, LONGEST_ADDED_TOKEN));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> ofParts(String section, JsonNode node) {
    List<JsonNode> parts = parts(node);
    if (parts.size() > MOST_PARTS) {
      return Optional.of(
          "%s has %,d parts; at most %d are supported"
              .formatted(section, parts.size(), MOST_PARTS));
    }
    for (JsonNode part : parts) {
      for (String text : List.of("content", "prepend", "replacement")) {
        if (part.path(text).asText().length() > LONGEST_TEXT) {
          return Optional.of("%s: %s is longer than %d".formatted(section, text, LONGEST_TEXT));
        }
      }
      JsonNode pattern = part.path("pattern");
      if (pattern.path("String").asText().length() > LONGEST_TEXT) {
        return Optional.of("%s: a pattern is longer than %d".formatted(section, LONGEST_TEXT));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> ofGrowth(String section, JsonNode node) {
    double growth = replacementGrowth(node);
    return growth <= MOST_GROWTH
        ? Optional.empty()
        : Optional.of(
            "the replacements of %s make a text %.0f times as long; at most %.0f are supported"
                .formatted(section, growth, MOST_GROWTH));
  }

  private static double replacementGrowth(JsonNode node) {
    double growth = 1;
    for (JsonNode part : parts(node)) {
      if (part.path("type").asText().equals("Replace")) {
        double found = Math.max(1, part.path("pattern").path("String").asText().length());
        growth *= Math.max(1, part.path("content").asText().length() / found);
      }
    }
    return growth;
  }

  /** All parts, however deep they stand. */
  static List<JsonNode> parts(JsonNode node) {
    List<JsonNode> parts = new ArrayList<>();
    collect(node, parts);
    return parts;
  }

  private static void collect(JsonNode node, List<JsonNode> parts) {
    if (node.has("type")) {
      parts.add(node);
    }
    for (String key : TokenizerComponents.CHILDREN) {
      node.path(key).forEach(child -> collect(child, parts));
    }
  }

  /** The longest text that a tokenizer with these parts may be given. */
  static int longestInput(JsonNode normalizer, JsonNode preTokenizer) {
    double growth = replacementGrowth(normalizer) * compositionGrowth(normalizer);
    return parts(preTokenizer).stream()
        .map(part -> part.path("pattern").path("Regex"))
        .filter(JsonNode::isTextual)
        .mapToInt(pattern -> SplitPattern.longestInput(pattern.asText(), growth))
        .min()
        .orElse((int) (LONGEST_INPUT / growth));
  }

  /** How many characters one becomes at most, by Unicode's own tables. */
  private static double compositionGrowth(JsonNode normalizer) {
    double growth = 1;
    for (JsonNode part : parts(normalizer)) {
      growth =
          switch (part.path("type").asText()) {
            case "NFKC", "NFKD" -> 18;
            case "NFD" -> Math.max(growth, 4);
            case "NFC" -> Math.max(growth, 3);
            default -> growth;
          };
    }
    return growth;
  }
}
