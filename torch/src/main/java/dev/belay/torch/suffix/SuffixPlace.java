package dev.belay.torch.suffix;

import dev.belay.torch.decoder.PackedBatch;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What stands around a suffix.
 *
 * @param before the prompt up to the suffix, shape {@code [P]}; may be empty
 * @param after the prompt behind it, shape {@code [A]}; may be empty
 * @param target the wanted beginning of the completion, shape {@code [T]}, at least one token
 */
@SuppressWarnings("ArrayRecordComponent") // Read by index, never compared.
public record SuffixPlace(int[] before, int[] after, int[] target) {

  public SuffixPlace {
    if (target.length == 0) {
      throw new IllegalArgumentException("a target needs at least one token");
    }
  }

  /** All that the model reads but for the last target token, which nothing is predicted from. */
  PackedBatch batch(int[] suffix) {
    return PackedBatch.of(List.of(join(before, suffix, behind())));
  }

  /** {@code after} and all target tokens but the last, which follow every suffix. */
  int[] behind() {
    int[] read = Arrays.copyOf(target, target.length - 1);
    return join(after, read);
  }

  /** The rows that predict the target, the last {@code T} before {@code end}. */
  int[] targetRows(int end) {
    return IntStream.range(end - target.length, end).toArray();
  }

  static int[] join(int[]... parts) {
    return Arrays.stream(parts).flatMapToInt(IntStream::of).toArray();
  }
}
