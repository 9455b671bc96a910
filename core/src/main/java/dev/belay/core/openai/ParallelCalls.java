package dev.belay.core.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.IntConsumer;

/** The same call for many items, so many at a time. The first failure stops the rest. */
public final class ParallelCalls {
  private final int concurrency;

  /** Calls, at most so many at a time. */
  public ParallelCalls(int concurrency) {
    this.concurrency = concurrency;
  }

  /**
   * Calls the function on each item.
   *
   * @param onFinished told the number of items finished so far
   * @return the results, in the order of the items
   */
  public <T, R> List<R> map(List<T> items, Function<T, R> call, IntConsumer onFinished) {
    ExecutorService threads =
        Executors.newFixedThreadPool(concurrency, Thread.ofVirtual().factory());
    try {
      CompletionService<R> finished = new ExecutorCompletionService<>(threads);
      List<Future<R>> futures = new ArrayList<>();
      for (T item : items) {
        futures.add(finished.submit(() -> call.apply(item)));
      }
      for (int i = 1; i <= items.size(); i++) {
        finished.take().get();
        onFinished.accept(i);
      }
      List<R> results = new ArrayList<>();
      for (Future<R> future : futures) {
        results.add(future.resultNow());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("interrupted while waiting for a server");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow(); // Those that still wait for the server are let go.
    }
  }
}
