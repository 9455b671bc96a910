package dev.belay.torch.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The building blocks of a {@code tokenizer.json} that byte-pair tokenizers of language models are
 * made of, set up as these set them up. Others are refused: the native library aborts the process
 * on some of them, when they are read or on the first text that meets the fault.
 */
final class TokenizerComponents {

  /** Allowed {@code type} by section of the file. */
  private static final Map<String, Set<String>> TYPES =
      Map.of(
          "normalizer",
          Set.of("Sequence", "NFC", "NFD", "NFKC", "NFKD", "Prepend", "Replace", "Lowercase"),
          "pre_tokenizer",
          Set.of(
              "Sequence",
              "ByteLevel",
              "Digits",
              "Split",
              "Metaspace",
              "Punctuation",
              "Whitespace",
              "WhitespaceSplit"),
          "post_processor",
          Set.of("Sequence", "ByteLevel", "TemplateProcessing"),
          "decoder",
          Set.of("Sequence", "ByteLevel", "Replace", "ByteFallback", "Fuse", "Strip", "Metaspace"));

  /** Keys under which a Sequence lists its parts. */
  static final List<String> CHILDREN =
      List.of("normalizers", "pretokenizers", "processors", "decoders");

  private TokenizerComponents() {}

  /**
   * What is wrong with one section of the file, if anything.
   *
   * @param section name of a key at the top of the file
   */
  static Optional<String> problem(String section, JsonNode node) {
    Set<String> allowed = TYPES.get(section);
    if (allowed == null || node.isNull()) {
      return TokenizerLimits.problem(section, node);
    }
    return problem(section, node, allowed).or(() -> TokenizerLimits.problem(section, node));
  }

  private static Optional<String> problem(String place, JsonNode node, Set<String> allowed) {
    String type = node.path("type").asText();
    if (!allowed.contains(type)) {
      return Optional.of(
          "%s.type is %s; supported are %s"
              .formatted(
                  place,
                  node.has("type") ? node.path("type") : "missing",
                  String.join(", ", allowed.stream().sorted().toList())));
    }
    if (!isSoundlySetUp(type, node)) {
      return Optional.of("%s: this set-up of %s is not supported: %s".formatted(place, type, node));
    }
    for (String key : CHILDREN) {
      for (JsonNode child : node.path(key)) {
        Optional<String> inner = problem(place + "." + key, child, allowed);
        if (inner.isPresent()) {
          return inner;
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isSoundlySetUp(String type, JsonNode node) {
    return switch (type) {
      case "Prepend" -> isText(node.path("prepend"));
      case "Metaspace" -> isText(node.path("replacement"));
      // A pattern that matches the empty string makes the library index beyond the text.
      case "Replace" -> isText(node.path("pattern").path("String"));
      case "Split" -> isCut(node.path("pattern"));
      case "Strip" -> node.path("stop").asInt(-1) == 0;
      case "TemplateProcessing" ->
          namesOnlyTheFirstSequence(node.path("single"))
              && hasAllTokensOf(node, "single")
              && hasAllTokensOf(node, "pair");
      default -> true;
    };
  }

  private static boolean isText(JsonNode node) {
    return node.isTextual() && !node.asText().isEmpty();
  }

  /** Literal text, or an expression that cannot send the library back and forth for ever. */
  private static boolean isCut(JsonNode pattern) {
    return pattern.has("Regex")
        ? SplitPattern.growth(pattern.path("Regex").asText()).isPresent()
        : isText(pattern.path("String"));
  }

  private static boolean namesOnlyTheFirstSequence(JsonNode pieces) {
    for (JsonNode piece : pieces) {
      JsonNode sequence = piece.path("Sequence");
      if (!sequence.isMissingNode() && !sequence.path("id").asText().equals("A")) {
        return false;
      }
    }
    return pieces.isArray();
  }

  /** The library looks a token up without asking whether it is there. */
  private static boolean hasAllTokensOf(JsonNode template, String pieces) {
    for (JsonNode piece : template.path(pieces)) {
      JsonNode token = piece.path("SpecialToken");
      JsonNode known = template.path("special_tokens").path(token.path("id").asText());
      boolean whole = known.path("ids").size() == known.path("tokens").size();
      if (!token.isMissingNode() && !(known.isObject() && whole)) {
        return false;
      }
    }
    return true;
  }
}
