package dev.belay.torch.generate;

import static java.util.Objects.requireNonNull;

import dev.belay.core.model.Completion;
import dev.belay.core.model.FinishReason;
import dev.belay.core.model.GenerationRequest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One completion in the making. */
final class Sequence {

  private final int index;
  private final GenerationRequest request;
  private final BlockTable table;
  private final int limit;
  private final StopConditions conditions;
  private final @Nullable StopScanner scanner;

  private int[] tokenIds = new int[16];
  private float[] logProbs = new float[16];
  private float[] untempered = new float[16];
  private int length;
  private @Nullable FinishReason finishReason;

  /**
   * @param index of the request
   * @param limit most tokens
   */
  Sequence(
      int index,
      GenerationRequest request,
      BlockTable table,
      int limit,
      StopConditions conditions) {
    this.index = index;
    this.request = request;
    this.table = table;
    this.limit = limit;
    this.conditions = conditions;
    this.scanner = conditions.scanner();
  }

  int index() {
    return index;
  }

  BlockTable table() {
    return table;
  }

  /** The token at a position of prompt and completion together. */
  int token(int position) {
    int[] prompt = request.promptTokenIds();
    return position < prompt.length ? prompt[position] : tokenIds[position - prompt.length];
  }

  /** The newest token, whose successor comes next. */
  int lastToken() {
    return token(lastPosition());
  }

  /** Position of {@link #lastToken()}. */
  int lastPosition() {
    return request.promptTokenIds().length + length - 1;
  }

  /** The number that decides the next token. */
  double nextUniform() {
    return CounterRandom.uniform(request.seed(), length);
  }

  /** How many tokens it has. */
  int length() {
    return length;
  }

  void append(Draw draw) {
    if (length == tokenIds.length) {
      int room = Math.min(limit, 2 * length);
      tokenIds = Arrays.copyOf(tokenIds, room);
      logProbs = Arrays.copyOf(logProbs, room);
      untempered = Arrays.copyOf(untempered, room);
    }
    tokenIds[length] = draw.tokenId();
    logProbs[length] = draw.logProb();
    untempered[length++] = draw.untemperedLogProb();
    finishReason = reason(draw.tokenId());
  }

  private @Nullable FinishReason reason(int tokenId) {
    if (conditions.isEos(tokenId)) {
      return FinishReason.EOS;
    }
    if (scanner != null && scanner.appears(tokenIds, length)) {
      return FinishReason.STOP;
    }
    return length == limit ? FinishReason.LENGTH : null;
  }

  boolean isFinished() {
    return finishReason != null;
  }

  /** The completion of a finished sequence. */
  Completion completion() {
    String scanned = scanner == null ? "" : scanner.text();
    StopConditions.Ending ending =
        conditions.end(requireNonNull(finishReason), tokenIds, length, scanned);
    return new Completion(
        Arrays.copyOf(tokenIds, length),
        Arrays.copyOf(logProbs, length),
        Arrays.copyOf(untempered, length),
        ending.reason(),
        ending.text());
  }
}
