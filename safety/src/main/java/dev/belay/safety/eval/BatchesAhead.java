package dev.belay.safety.eval;

import dev.belay.core.model.ChatCompletion;
import dev.belay.safety.eval.CompletionSource.Wanted;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Draws the batches of a suite in their order, some ahead where the model has room for them: a
 * server would else idle at the end of each batch, and while it is judged.
 */
final class BatchesAhead implements AutoCloseable {
  private final CompletionSource source;
  private final PlannedSuite planned;
  private final List<Wanted> wanted;
  private final ArrayDeque<Batch> underWay = new ArrayDeque<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger finished;
  private int begun;
  private int taken;

  /**
   * Batches of a suite.
   *
   * @param from how many of what is wanted were drawn before
   */
  BatchesAhead(CompletionSource source, PlannedSuite planned, List<Wanted> wanted, int from) {
    this.source = source;
    this.planned = planned;
    this.wanted = wanted;
    this.finished = new AtomicInteger(from);
    this.begun = from;
    this.taken = from;
  }

  /** What was wanted of a batch, and what was drawn. */
  record Drawn(List<Wanted> wanted, List<ChatCompletion> completions) {}

  private record Batch(List<Wanted> wanted, Future<List<ChatCompletion>> completions) {}

  boolean hasNext() {
    return taken < wanted.size();
  }

  /** How many completions there are, those of earlier processes included. */
  int finished() {
    return finished.get();
  }

  /**
   * The next batch, drawn.
   *
   * @param onFinished told {@link #finished}, from any thread
   */
  Drawn next(IntConsumer onFinished) {
    int atOnce = source.batchesAtOnce();
    if (atOnce == 1 && underWay.isEmpty()) {
      List<Wanted> batch = begin();
      taken += batch.size();
      return new Drawn(batch, draw(batch, onFinished));
    }
    while (underWay.size() < atOnce && begun < wanted.size()) {
      List<Wanted> batch = begin();
      underWay.add(new Batch(batch, threads.submit(() -> draw(batch, onFinished))));
    }
    Batch first = underWay.remove();
    taken += first.wanted().size();
    return new Drawn(first.wanted(), result(first.completions()));
  }

  private List<Wanted> begin() {
    List<Wanted> batch = wanted.subList(begun, Math.min(begun + source.batch(), wanted.size()));
    begun += batch.size();
    return batch;
  }

  private List<ChatCompletion> draw(List<Wanted> batch, IntConsumer onFinished) {
    AtomicInteger before = new AtomicInteger();
    return source.complete(
        planned,
        batch,
        done -> onFinished.accept(finished.addAndGet(done - before.getAndSet(done))));
  }

  private static List<ChatCompletion> result(Future<List<ChatCompletion>> completions) {
    try {
      return completions.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while completions were drawn", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow(); // What is under way after a failure is of no use.
  }
}
