package dev.belay.torch.generate;

import dev.belay.torch.tensor.ComputeType;

/**
 * How a {@link RolloutEngine} uses the machine. None of these but {@code computeType} changes what
 * is generated.
 *
 * @param computeType element type of weights, activations and the key-value cache
 * @param maxBatchRows completions that are decoded side by side at most
 * @param threads worker threads
 * @param maxCacheBytes upper bound on the key-value cache; 0 takes what the machine has free
 */
public record RolloutOptions(
    ComputeType computeType, int maxBatchRows, int threads, long maxCacheBytes) {

  public RolloutOptions {
    if (maxBatchRows < 1) {
      throw new IllegalArgumentException("maxBatchRows must be 1 or more, was " + maxBatchRows);
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be 1 or more, was " + threads);
    }
    if (maxCacheBytes < 0) {
      throw new IllegalArgumentException("maxCacheBytes must be 0 or more, was " + maxCacheBytes);
    }
  }

  /** 32 rows on every processor that the JVM may use, cache as memory allows. */
  public static RolloutOptions of(ComputeType computeType) {
    return new RolloutOptions(computeType, 32, Runtime.getRuntime().availableProcessors(), 0);
  }

  public RolloutOptions withMaxBatchRows(int rows) {
    return new RolloutOptions(computeType, rows, threads, maxCacheBytes);
  }

  public RolloutOptions withThreads(int count) {
    return new RolloutOptions(computeType, maxBatchRows, count, maxCacheBytes);
  }

  public RolloutOptions withMaxCacheBytes(long bytes) {
    return new RolloutOptions(computeType, maxBatchRows, threads, bytes);
  }
}
