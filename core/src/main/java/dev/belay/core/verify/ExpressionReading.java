package dev.belay.core.verify;

import dev.belay.core.verify.ExpressionExtraction.Reading;
import dev.belay.core.verify.math.Equality;
import dev.belay.core.verify.math.MathAnswer;
import dev.belay.core.verify.math.MathAnswer.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the pieces of one completion, each once. Not thread-safe. */
final class ExpressionReading implements Reading {
  /** A longer piece is no answer. */
  private static final int MOST_CHARACTERS = 1000;

  private final boolean relation;
  private final boolean words;
  private final Map<String, Optional<MathAnswer>> read = new HashMap<>();

  /**
   * Reads for a reference.
   *
   * @param relation whether an equation is asked for
   * @param words whether words are
   */
  ExpressionReading(boolean relation, boolean words) {
    this.relation = relation;
    this.words = words;
  }

  /** What a piece says; empty when it cannot be read. */
  Optional<MathAnswer> read(String piece) {
    if (piece.length() > MOST_CHARACTERS) {
      return Optional.empty();
    }
    Optional<MathAnswer> known = read.get(piece);
    if (known == null) {
      known = said(AnswerText.bare(AnswerText.value(piece, relation)));
      read.put(piece, known);
    }
    return known;
  }

  /** Of an identity, {@code (x + 1)^2 = x^2 + 2x + 1}, its right side is the answer. */
  private Optional<MathAnswer> said(String value) {
    List<String> sides = relation ? List.of() : AnswerText.sides(value);
    if (sides.size() == 2) {
      Optional<MathAnswer> left = MathAnswer.read(sides.get(0));
      Optional<MathAnswer> right = MathAnswer.read(sides.get(1));
      boolean identity =
          left.isPresent()
              && right.isPresent()
              && left.get().compare(right.get()) == Equality.EQUAL;
      if (identity) {
        return right;
      }
    }
    return MathAnswer.read(value);
  }

  /** Compares a piece with the reference; what cannot be read is different. */
  Equality compare(String piece, MathAnswer reference) {
    return read(piece)
        .filter(answer -> answer.kind() != Kind.UNREAD || reference.kind() == Kind.UNREAD)
        .map(reference::compare)
        .orElse(Equality.DIFFERENT);
  }

  @Override
  public boolean isMathematics(String piece) {
    boolean begins =
        !piece.isEmpty() && (Words.startsMathematics(piece, 0) || piece.charAt(0) == '.');
    return begins && isMathematicsInWords(piece);
  }

  @Override
  public boolean isMathematicsInWords(String piece) {
    return read(piece).map(ExpressionReading::isMathematics).orElse(false);
  }

  private static boolean isMathematics(MathAnswer answer) {
    return switch (answer.kind()) {
      case WORDS, OPTION, UNREAD -> false;
      default -> true;
    };
  }

  @Override
  public boolean same(String piece, String other) {
    if (MathReference.plain(piece).equals(MathReference.plain(other))) {
      return true;
    }
    Optional<MathAnswer> left = read(piece);
    Optional<MathAnswer> right = read(other);
    return left.isPresent()
        && right.isPresent()
        && left.get().compare(right.get()) == Equality.EQUAL;
  }

  @Override
  public boolean wantsWords() {
    return words;
  }
}
