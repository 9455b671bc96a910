package dev.belay.torch.generate;

import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Completion;
import dev.belay.core.model.GenerationRequest;
import dev.belay.core.model.Sampling;
import dev.belay.core.model.TextGenerator;
import dev.belay.core.model.Tokenizer;
import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.model.MemoryBudget;
import dev.belay.torch.model.MemoryNeed;
import dev.belay.torch.model.WeightSource;
import dev.belay.torch.tensor.ComputeType;
import java.lang.foreign.Arena;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;

/**
 * Generates completions with Belay's own decoder: batches of ragged lengths over a key-value cache,
 * finished completions replaced by waiting ones, equal prompts computed once.
 *
 * <p>A completion depends on the weights, its prompt, the sampling law and its own seed alone: not
 * on which requests share the batch, on the batch size or on the number of threads. That holds on
 * one machine; other processors round differently.
 *
 * <p>Safe to share between threads; calls wait for one another.
 */
public final class RolloutEngine implements TextGenerator, AutoCloseable {

  /** Passes that save as much as preparing for them costs. */
  private static final long MIN_FEW_ROW_PASSES = 64;

  private final Tokenizer tokenizer;
  private final Set<Integer> eosTokenIds;
  private final RolloutOptions options;
  private final DecoderConfig config;
  private final LockstepTeam team;
  private final GemmChoice choice;
  private final ReentrantLock lock = new ReentrantLock();
  private DecoderWeights weights;
  private boolean closed;

  /**
   * Copies and packs the weights.
   *
   * @param source read during the call only
   * @param eosTokenIds ids of which each ends a completion
   * @throws BadInputException if this machine has no room for the weights
   */
  public RolloutEngine(
      WeightSource source,
      Tokenizer tokenizer,
      Collection<Integer> eosTokenIds,
      RolloutOptions options) {
    this(
        source,
        tokenizer,
        eosTokenIds,
        options,
        GemmChoice.choose(options.computeType(), options.maxBatchRows()));
  }

  RolloutEngine(
      WeightSource source,
      Tokenizer tokenizer,
      Collection<Integer> eosTokenIds,
      RolloutOptions options,
      GemmChoice choice) {
    this.tokenizer = tokenizer;
    this.eosTokenIds = Set.copyOf(eosTokenIds);
    this.options = options;
    this.config = source.config();
    this.choice = choice;
    MemoryBudget.ofThisMachine()
        .require(MemoryNeed.inference(config, options.computeType(), choice.computeType(), 0));
    this.weights = pack(source);
    this.team = new LockstepTeam(options.threads());
  }

  private DecoderWeights pack(WeightSource source) {
    return new DecoderWeights(source, options.computeType(), choice, options.threads());
  }

  /**
   * How an engine would multiply on this machine for a model of given sizes, found by a trial; such
   * as {@code oneDNN packed, bfloat16; 1 to 2 rows: Belay's}.
   *
   * @param wanted the type asked for
   */
  public static String kernelFor(
      ComputeType wanted, int hiddenSize, int intermediateSize, int threads) {
    GemmChoice choice = GemmChoice.choose(wanted, RolloutOptions.of(wanted).maxBatchRows());
    boolean own = true;
    for (ProductShape shape :
        List.of(
            new ProductShape(hiddenSize / threads, hiddenSize, false),
            new ProductShape(2 * intermediateSize / threads, hiddenSize, false),
            new ProductShape(hiddenSize / threads, intermediateSize, false))) {
      GemmPlan plan = choice.plan(shape, choice.passRows());
      own &= choice.sumOrder(shape, plan).isPresent();
    }
    return own
        ? "%s; 1 to %d rows: Belay's".formatted(choice.description(), FewRowsProduct.MOST_ROWS)
        : choice.description();
  }

  /**
   * How this engine multiplies; such as {@code oneDNN packed, bfloat16}, and which products need
   * more rows than there are for a completion not to depend on what shares its batch.
   */
  public String kernel() {
    return choice.description();
  }

  /**
   * Takes over new weights of the same shape, as after an optimizer's step. If that fails, the
   * engine is closed. Where the adapter alone is new, so is what is taken over.
   *
   * @param source read during the call only
   */
  public void reload(WeightSource source) {
    if (!source.config().equals(config)) {
      throw new IllegalArgumentException(
          "the engine was made for %s, not %s".formatted(config, source.config()));
    }
    lock.lock();
    try {
      requireOpen();
      take(source);
    } finally {
      lock.unlock();
    }
  }

  private void take(WeightSource source) {
    try {
      if (weights.isBaseOf(source)) {
        weights.adapt(source);
        return;
      }
      // First the old ones go: the new ones then take exactly their places, step after step.
      weights.close();
      weights = pack(source);
    } catch (RuntimeException | Error e) {
      closed = true;
      team.close();
      throw e;
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>The order is temperature, top-k, top-p, min-p, each in Hugging Face's sense (see {@link
   * Truncation}). Temperature 0 takes the likeliest token, the lowest id among equals.
   *
   * @throws BadInputException if a prompt leaves no room in the model's context, holds an id
   *     outside the vocabulary, or the cache of one completion exceeds the memory there is
   * @throws CancellationException if the calling thread is interrupted; the interrupt stays set
   */
  @Override
  public List<Completion> generate(
      List<GenerationRequest> requests, Sampling sampling, IntConsumer onFinished) {
    lock.lock();
    try {
      requireOpen();
      return run(List.copyOf(requests), sampling, onFinished);
    } finally {
      lock.unlock();
    }
  }

  private List<Completion> run(
      List<GenerationRequest> requests, Sampling sampling, IntConsumer onFinished) {
    if (requests.isEmpty()) {
      return List.of();
    }
    if (hasFewRows(requests.size(), sampling.maxTokens())) {
      weights.prepareFewRows();
    }
    RunPlan plan = RunPlan.of(requests, sampling, weights, options);
    try (Arena arena = Arena.ofShared()) {
      BlockPool pool = new BlockPool(arena, plan.layout(), plan.cacheBlocks());
      StopConditions conditions = new StopConditions(tokenizer, eosTokenIds, sampling.stop());
      SequenceFactory factory =
          new SequenceFactory(
              pool,
              conditions,
              sampling.maxTokens(),
              config.maxPositions(),
              config.attention().shortLength());
      Schedule schedule = new Schedule(requests, factory, plan.size().sequences(), onFinished);
      try (GenerationRun run =
          new GenerationRun(arena, team, weights, schedule, plan.size(), sampling)) {
        run.run();
      }
      return schedule.completions();
    }
  }

  /** Whether the passes after the prompts have few rows, and are enough to be worth preparing. */
  private boolean hasFewRows(int requests, int maxTokens) {
    int rows = Math.min(requests, options.maxBatchRows());
    return rows <= FewRowsProduct.MOST_ROWS
        && (long) requests * maxTokens >= rows * MIN_FEW_ROW_PASSES;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the engine is closed");
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        team.close();
        weights.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
