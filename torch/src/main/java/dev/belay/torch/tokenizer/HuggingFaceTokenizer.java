package dev.belay.torch.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.WellFormed;
import dev.belay.core.model.ReasoningTrace;
import dev.belay.core.model.Tokenizer;
import dev.belay.torch.library.NativeLibraries;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@code tokenizer.json}, run by Hugging Face's own tokenizers library. It adds, truncates and
 * pads nothing, and never reaches for the network.
 */
public final class HuggingFaceTokenizer implements Tokenizer, AutoCloseable {

  static {
    // DJL would otherwise report its use, and fetch a CUDA build where it finds a GPU.
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.offline", "true");
  }

  private static final Map<String, String> OPTIONS =
      Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

  private final ai.djl.huggingface.tokenizers.HuggingFaceTokenizer delegate;
  private final Path file;
  private final WholeText whole;
  private final Set<String> added;
  private final String sha256;
  private final int vocabularySize;

  /** Characters of a text beyond which the library may fail, or take for ever. */
  private final int longestInput;

  private @Nullable Map<Integer, String> markers;

  private HuggingFaceTokenizer(
      ai.djl.huggingface.tokenizers.HuggingFaceTokenizer delegate,
      Path file,
      TokenizerFile read,
      int vocabularySize) {
    this.delegate = delegate;
    this.file = file;
    this.whole = new WholeText(read, this);
    this.added = Set.copyOf(read.addedTexts());
    this.sha256 = read.sha256();
    this.longestInput = read.longestInput();
    this.vocabularySize = vocabularySize;
  }

  /**
   * Reads a {@code tokenizer.json}, and from the files beside it which tokens they add.
   *
   * @param vocabularySize rows of the model's embedding; text that encodes to an id beyond is
   *     refused
   * @throws BadInputException if the file is missing or is not a tokenizer
   */
  public static HuggingFaceTokenizer open(Path tokenizerJson, int vocabularySize) {
    NativeLibraries.useUnpackedTokenizers();
    try {
      // Text, not the file: DJL would read its neighbours and let them change what it does.
      TokenizerFile whole = TokenizerFile.read(tokenizerJson);
      InputStream in = new ByteArrayInputStream(whole.text().getBytes(StandardCharsets.UTF_8));
      return new HuggingFaceTokenizer(
          ai.djl.huggingface.tokenizers.HuggingFaceTokenizer.newInstance(in, OPTIONS),
          tokenizerJson,
          whole,
          vocabularySize);
    } catch (BadInputException e) {
      throw e;
    } catch (RuntimeException | IOException e) {
      throw new BadInputException(
          tokenizerJson + ": is not a tokenizer that can be read: " + e.getMessage(), e);
    }
  }

  @Override
  public int[] encode(String text) {
    return ids(encodeNatively(WellFormed.of(text), false));
  }

  /**
   * Encodes a text that is all a model sees, with the tokens that its tokenizer puts before and
   * behind such a text, as {@code transformers} does.
   */
  public int[] encodeWhole(String text) {
    return whole.encode(WellFormed.of(text));
  }

  /** With the tokens of the file's {@code post_processor}. */
  int[] processed(String text) {
    return ids(encodeNatively(text, true));
  }

  /**
   * The id of a token by its text; empty if the text is more than one token, or the model has no
   * row for it.
   */
  public OptionalInt id(String token) {
    long[] ids = encodeNatively(WellFormed.of(token), false).getIds();
    return ids.length == 1 && ids[0] < vocabularySize && delegate.decode(ids, false).equals(token)
        ? OptionalInt.of((int) ids[0])
        : OptionalInt.empty();
  }

  /** Whether this token is found in text as it stands, before anything else is. */
  public boolean isAdded(int id) {
    return added.contains(decodeWithSpecialTokens(new int[] {id}));
  }

  /** SHA-256 of all that decides which ids a text becomes. */
  public String sha256() {
    return sha256;
  }

  /** Encodes as {@link #encode} does, and says which characters each token came from. */
  public EncodedText encodeWithSpans(String text) {
    String clean = WellFormed.of(text);
    Encoding encoding = encodeNatively(clean, false);
    int[] tokenIds = ids(encoding);
    // The library counts code points, Java UTF-16 units.
    int[] units = unitOffsets(clean);
    int[] starts = new int[tokenIds.length];
    int[] ends = new int[tokenIds.length];
    @Nullable CharSpan[] spans = encoding.getCharTokenSpans();
    int last = 0;
    for (int t = 0; t < tokenIds.length; t++) {
      CharSpan span = spans[t];
      starts[t] = span == null ? last : units[span.getStart()];
      ends[t] = span == null ? last : units[span.getEnd()];
      last = ends[t];
    }
    return new EncodedText(tokenIds, starts, ends);
  }

  @Override
  public String decode(int[] tokenIds) {
    Map<Integer, String> markers = markers();
    if (markers.isEmpty()) {
      return delegate.decode(longs(tokenIds), true);
    }
    StringBuilder text = new StringBuilder();
    int from = 0;
    for (int i = 0; i <= tokenIds.length; i++) {
      String marker = i == tokenIds.length ? "" : markers.get(tokenIds[i]);
      if (marker != null) {
        if (i > from) {
          text.append(delegate.decode(longs(Arrays.copyOfRange(tokenIds, from, i)), true));
        }
        text.append(marker);
        from = i + 1;
      }
    }
    return text.toString();
  }

  /**
   * The special tokens that mark a reasoning trace, by id. They stay in the text: without them the
   * trace could not be told from the answer.
   */
  private synchronized Map<Integer, String> markers() {
    Map<Integer, String> known = markers;
    if (known == null) {
      known = new HashMap<>();
      for (String marker : ReasoningTrace.markers()) {
        long[] ids = delegate.encode(marker).getIds();
        if (ids.length == 1
            && delegate.decode(ids, true).isEmpty()
            && delegate.decode(ids, false).equals(marker)) {
          known.put((int) ids[0], marker);
        }
      }
      markers = known;
    }
    return known;
  }

  @Override
  public String decodeWithSpecialTokens(int[] tokenIds) {
    return delegate.decode(longs(tokenIds), false);
  }

  @Override
  public void close() {
    delegate.close();
  }

  private Encoding encodeNatively(String text, boolean processed) {
    if (text.length() > longestInput) {
      throw new BadInputException(
          "%s: cannot encode a text of %,d characters at once; at most %,d."
              .formatted(file, text.length(), longestInput));
    }
    try {
      return delegate.encode(text, processed, false);
    } catch (RuntimeException e) {
      throw new BadInputException(file + ": cannot encode a text: " + e.getMessage(), e);
    }
  }

  private int[] ids(Encoding encoding) {
    long[] wide = encoding.getIds();
    int[] ids = new int[wide.length];
    for (int t = 0; t < wide.length; t++) {
      if (wide[t] >= vocabularySize) {
        throw new BadInputException(
            ("%s: gives token id %d, but the model's vocabulary has %d rows (vocab_size in"
                    + " config.json). The tokenizer belongs to another model.")
                .formatted(file, wide[t], vocabularySize));
      }
      ids[t] = (int) wide[t];
    }
    return ids;
  }

  private static long[] longs(int[] tokenIds) {
    long[] wide = new long[tokenIds.length];
    for (int t = 0; t < wide.length; t++) {
      wide[t] = tokenIds[t];
    }
    return wide;
  }

  /** UTF-16 index of each code point, and of the end. */
  private static int[] unitOffsets(String text) {
    int[] offsets = new int[text.codePointCount(0, text.length()) + 1];
    int unit = 0;
    for (int c = 0; c < offsets.length - 1; c++) {
      offsets[c] = unit;
      unit += Character.charCount(text.codePointAt(unit));
    }
    offsets[offsets.length - 1] = unit;
    return offsets;
  }
}
