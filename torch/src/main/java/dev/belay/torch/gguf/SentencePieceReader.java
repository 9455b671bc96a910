package dev.belay.torch.gguf;

import dev.belay.torch.gguf.GgufVocabulary.TokenType;
import dev.belay.torch.gguf.Segmentation.Merge;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Rebuilds SentencePiece's merges, which a GGUF file does not carry, from the pieces' scores. */
final class SentencePieceReader {

  private static final String PREFIX = "tokenizer.ggml.";

  /**
   * What SentencePiece stores for pieces that users defined, and the best score there is: they are
   * found before any others. Converters write other numbers for them.
   */
  private static final float USER_DEFINED_SCORE = 0;

  /**
   * A merge with what decides its rank: the score, then SentencePiece's preference for the left.
   */
  private record Ranked(Merge merge, float score, int leftLength, int rightLength) {
    static final Comparator<Ranked> ORDER =
        Comparator.comparingDouble(Ranked::score)
            .thenComparingInt(Ranked::leftLength)
            .thenComparingInt(Ranked::rightLength)
            .reversed();
  }

  private final GgufMetadata metadata;
  private final List<String> tokens;
  private final List<TokenType> types;
  private final Map<String, Integer> ids;

  SentencePieceReader(
      GgufMetadata metadata, List<String> tokens, List<TokenType> types, Map<String, Integer> ids) {
    this.metadata = metadata;
    this.tokens = tokens;
    this.types = types;
    this.ids = ids;
  }

  /**
   * Runs of spaces as SentencePiece has them: converters write pieces that users defined with plain
   * spaces. Others stay as they are, to be found in text as it stands.
   */
  static List<String> withMarkedSpaces(List<String> tokens, List<TokenType> types) {
    Set<String> taken = new HashSet<>(tokens);
    List<String> marked = new ArrayList<>(tokens);
    for (int id = 0; id < tokens.size(); id++) {
      String token = tokens.get(id);
      String mark = token.replace(" ", SentencePieces.SPACE);
      if (types.get(id) == TokenType.USER_DEFINED && token.isBlank() && taken.add(mark)) {
        marked.set(id, mark);
      }
    }
    return marked;
  }

  SentencePieces read() {
    refuseNormalisation();
    return new SentencePieces(
        merges(), metadata.flag(PREFIX + "add_space_prefix", true), hasAllBytes(), unknownToken());
  }

  /** Rules for characters, and squeezed spaces, that {@code tokenizer.json} would need too. */
  private void refuseNormalisation() {
    String rules = PREFIX + "precompiled_charsmap";
    if (metadata.value(rules).orElse(null) instanceof GgufValue.Numbers list && list.count() > 0) {
      throw metadata.fail(rules, "found " + list.describe() + "; such rules cannot be imported");
    }
    String squeezed = PREFIX + "remove_extra_whitespaces";
    if (metadata.flag(squeezed, false)) {
      throw metadata.fail(
          squeezed, "found true; only tokenisers that keep all spaces are imported");
    }
  }

  /** Every way to put a piece together from two, best score first. */
  private List<Merge> merges() {
    float[] scores = metadata.reals(PREFIX + "scores", tokens.size());
    List<Ranked> ranked = new ArrayList<>();
    for (int id = 0; id < tokens.size(); id++) {
      if (isPiece(id)) {
        float score = types.get(id) == TokenType.USER_DEFINED ? USER_DEFINED_SCORE : scores[id];
        addSplits(tokens.get(id), score, ranked);
      }
    }
    ranked.sort(Ranked.ORDER);
    return ranked.stream().map(Ranked::merge).toList();
  }

  private void addSplits(String piece, float score, List<Ranked> ranked) {
    List<Ranked> splits = new ArrayList<>();
    int length = piece.codePointCount(0, piece.length());
    int at = 0;
    for (int left = 1; left < length; left++) {
      at += Character.charCount(piece.codePointAt(at));
      Merge merge = new Merge(piece.substring(0, at), piece.substring(at));
      if (isPiece(merge.left()) && isPiece(merge.right())) {
        splits.add(new Ranked(merge, score, left, length - left));
      }
    }
    splits.sort(Comparator.comparingInt(split -> ids.getOrDefault(split.merge().left(), 0)));
    ranked.addAll(splits);
  }

  private boolean isPiece(String text) {
    Integer id = ids.get(text);
    return id != null && isPiece(id);
  }

  private boolean isPiece(int id) {
    return types.get(id) == TokenType.NORMAL || types.get(id) == TokenType.USER_DEFINED;
  }

  private boolean hasAllBytes() {
    long bytes =
        IntStream.range(0, 256).mapToObj("<0x%02X>"::formatted).filter(this::isByte).count();
    if (bytes != 0 && bytes != 256) {
      throw metadata.fail(PREFIX + "tokens", bytes + " byte tokens; expected none or all 256");
    }
    return bytes == 256;
  }

  private boolean isByte(String text) {
    Integer id = ids.get(text);
    return id != null && types.get(id) == TokenType.BYTE;
  }

  private Optional<String> unknownToken() {
    return IntStream.range(0, tokens.size())
        .filter(id -> types.get(id) == TokenType.UNKNOWN)
        .mapToObj(tokens::get)
        .findFirst()
        .or(
            () ->
                metadata.optionalWhole(PREFIX + "unknown_token_id", 0, tokens.size() - 1).stream()
                    .mapToObj(tokens::get)
                    .findFirst());
  }
}
