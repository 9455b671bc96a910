package dev.belay.session.suffix;

import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Tokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request as the model reads it, with room for a suffix behind it: which tokens stand before and
 * behind the suffix, and how a suffix is written.
 *
 * @param request the request's text
 * @param encode text of the user's turn to all that the model reads, chat template included
 * @param before tokens before the suffix
 * @param start the suffix to begin with, shape {@code [S]}
 * @param after tokens behind it
 */
@SuppressWarnings("ArrayRecordComponent") // Read by index, never compared.
record SuffixFrame(
    String request,
    Function<String, int[]> encode,
    Tokenizer tokenizer,
    int[] before,
    int[] start,
    int[] after) {

  /** Texts of one token in most vocabularies; the paper begins with exclamation marks. */
  private static final List<String> FILLERS = List.of(" !", " x", " a", " *", "!", "x", "*", ".");

  /**
   * Makes room for a suffix of so many tokens.
   *
   * @throws BadInputException when no text that repeats gives so many tokens behind the request
   */
  static SuffixFrame of(
      String request, Function<String, int[]> encode, Tokenizer tokenizer, int suffixTokens) {
    int[] bare = encode.apply(request);
    for (String filler : FILLERS) {
      int[] filled = encode.apply(request + filler.repeat(suffixTokens));
      int before = commonStart(bare, filled);
      int after = bare.length - before;
      boolean fits =
          filled.length == bare.length + suffixTokens
              && Arrays.equals(
                  bare, before, bare.length, filled, filled.length - after, filled.length);
      if (fits) {
        SuffixFrame frame =
            new SuffixFrame(
                request,
                encode,
                tokenizer,
                Arrays.copyOf(filled, before),
                Arrays.copyOfRange(filled, before, before + suffixTokens),
                Arrays.copyOfRange(filled, before + suffixTokens, filled.length));
        if (frame.survives(frame.start)) {
          return frame;
        }
      }
    }
    throw new BadInputException(
        "attack gcg: the tokenizer or the chat template leaves no room for a suffix of %d tokens behind \"%s\"; choose another attack."
            .formatted(suffixTokens, request));
  }

  private static int commonStart(int[] a, int[] b) {
    int mismatch = Arrays.mismatch(a, b);
    return mismatch < 0 ? a.length : mismatch;
  }

  /** What follows the request when a suffix is written out; empty when it changes the request. */
  Optional<String> text(int[] suffix) {
    String head = tokenizer.decodeWithSpecialTokens(before);
    String whole = tokenizer.decodeWithSpecialTokens(join(before, suffix));
    return whole.startsWith(head) ? Optional.of(whole.substring(head.length())) : Optional.empty();
  }

  /** Whether the request with the suffix written out is read as the same tokens again. */
  boolean survives(int[] suffix) {
    return text(suffix)
        .map(text -> encode.apply(request + text))
        .filter(read -> Arrays.equals(read, join(join(before, suffix), after)))
        .isPresent();
  }

  private static int[] join(int[] a, int[] b) {
    int[] joined = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, joined, a.length, b.length);
    return joined;
  }
}
