package dev.belay.torch.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ParallelTest {

  private int before;

  @BeforeEach
  void remember() {
    before = Parallel.threads();
  }

  @AfterEach
  void restore() {
    Parallel.setThreads(before);
  }

  @Test
  void everyRowIsVisitedOnce() {
    for (int threads : new int[] {1, 2, 3, 5}) {
      Parallel.setThreads(threads);
      for (int n : new int[] {0, 1, 2, 3, 7, 100}) {
        int[] visits = new int[n];
        Parallel.rows(
            n,
            (from, to, worker) -> {
              for (int i = from; i < to; i++) {
                visits[i]++;
              }
            });
        assertThat(visits).containsOnly(n == 0 ? new int[0] : new int[] {1});
      }
    }
  }

  @Test
  void splitDependsOnSizeAndThreadsAlone() {
    Parallel.setThreads(3);
    ConcurrentSkipListMap<Integer, String> parts = new ConcurrentSkipListMap<>();
    Parallel.rows(10, (from, to, worker) -> parts.put(worker, from + "-" + to));
    assertThat(parts.values()).containsExactly("0-3", "3-6", "6-10");
  }

  @Test
  void elementPartsStartAtWholeBlocks() {
    Parallel.setThreads(2);
    ConcurrentSkipListMap<Integer, String> parts = new ConcurrentSkipListMap<>();
    Parallel.elements(200, (from, to, worker) -> parts.put(worker, from + "-" + to));
    assertThat(parts.values()).containsExactly("0-128", "128-200");
  }

  @Test
  void exceptionOfAnyPartReachesTheCallerAndTheTeamGoesOn() {
    Parallel.setThreads(2);
    for (int guilty : new int[] {0, 1}) {
      assertThatThrownBy(
              () ->
                  Parallel.rows(
                      2,
                      (from, to, worker) -> {
                        if (worker == guilty) {
                          throw new IllegalStateException("part " + worker);
                        }
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("part " + guilty);
    }
    assertThatThrownBy(
            () ->
                Parallel.rows(
                    2,
                    (from, to, worker) -> {
                      throw new IllegalStateException("part " + worker);
                    }))
        .hasMessage("part 0");
    AtomicInteger seen = new AtomicInteger();
    Parallel.rows(4, (from, to, worker) -> seen.addAndGet(to - from));
    assertThat(seen).hasValue(4);
  }

  @Test
  void nestedSplitStaysOnItsWorker() {
    Parallel.setThreads(2);
    ConcurrentSkipListMap<Integer, String> parts = new ConcurrentSkipListMap<>();
    Parallel.rows(
        2,
        (from, to, worker) ->
            Parallel.rows(9, (a, b, inner) -> parts.put(worker, a + "-" + b + "@" + inner)));
    assertThat(parts.values()).containsExactly("0-9@0", "0-9@1");
  }

  @Test
  void callerDoesTheWorkItselfWhileTheTeamIsBusy() throws InterruptedException {
    Parallel.setThreads(2);
    CountDownLatch entered = new CountDownLatch(2);
    CountDownLatch release = new CountDownLatch(1);
    Thread other =
        Thread.ofPlatform()
            .start(
                () ->
                    Parallel.rows(
                        2,
                        (from, to, worker) -> {
                          entered.countDown();
                          await(release);
                        }));
    entered.await();
    ConcurrentSkipListMap<Integer, String> parts = new ConcurrentSkipListMap<>();
    Thread caller = Thread.currentThread();
    Parallel.rows(
        4,
        (from, to, worker) ->
            parts.put(worker, from + "-" + to + (Thread.currentThread() == caller)));
    release.countDown();
    other.join();
    assertThat(parts.values()).containsExactly("0-2true", "2-4true");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void workersRunLibtorchOnOneThreadAndLeaveTheDefaultAlone() throws InterruptedException {
    Parallel.setThreads(3);
    ConcurrentSkipListMap<Integer, Integer> counts = new ConcurrentSkipListMap<>();
    Parallel.rows(3, (from, to, worker) -> counts.put(worker, torch.get_num_threads()));
    assertThat(counts.values()).containsExactly(3, 1, 1);
    int[] fresh = new int[1];
    Thread thread = Thread.ofPlatform().start(() -> fresh[0] = torch.get_num_threads());
    thread.join();
    assertThat(fresh[0]).isEqualTo(3);
  }

  @Test
  void threadsMustBePositive() {
    assertThatThrownBy(() -> Parallel.setThreads(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("was 0");
  }
}
