package dev.belay.torch.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockstepTeamTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void everyPartOfEveryPhaseRunsOnceAndInOrder(int size) {
    int phases = 300;
    int parts = 4;
    AtomicIntegerArray runs = new AtomicIntegerArray(phases * parts);
    AtomicInteger early = new AtomicInteger();
    try (LockstepTeam team = new LockstepTeam(size)) {
      for (int repeat = 1; repeat <= 3; repeat++) {
        int expected = repeat;
        team.run(
            worker -> {
              for (int phase = 0; phase < phases; phase++) {
                int first = phase * parts;
                team.phase(
                    worker,
                    parts,
                    part -> {
                      runs.incrementAndGet(first + part);
                      for (int before = Math.max(0, first - parts); before < first; before++) {
                        if (runs.get(before) != expected) {
                          early.incrementAndGet();
                        }
                      }
                    });
              }
            },
            () -> {});
        for (int i = 0; i < runs.length(); i++) {
          assertThat(runs.get(i)).isEqualTo(expected);
        }
      }
    }
    assertThat(early.get()).isZero();
  }

  @Test
  void oneThreadSufficesWhileTheOtherIsHeldUp() {
    CountDownLatch finished = new CountDownLatch(1);
    AtomicInteger parts = new AtomicInteger();
    try (LockstepTeam team = new LockstepTeam(2)) {
      team.run(
          worker -> {
            if (worker == 1) {
              awaitUninterruptibly(finished);
            }
            for (int phase = 0; phase < 50; phase++) {
              team.phase(worker, 2, _ -> parts.incrementAndGet());
            }
            finished.countDown();
          },
          () -> {});
    }
    assertThat(parts.get()).isEqualTo(100);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void failureOfOneReachesTheCallerAndFreesTheOthers() {
    try (LockstepTeam team = new LockstepTeam(3)) {
      assertThatThrownBy(
              () ->
                  team.run(
                      worker -> {
                        while (true) {
                          team.phase(
                              worker,
                              3,
                              part -> {
                                if (part == 1) {
                                  throw new IllegalStateException("part 1 failed");
                                }
                              });
                        }
                      },
                      () -> {}))
          .hasMessage("part 1 failed");
      AtomicInteger parts = new AtomicInteger();
      team.run(worker -> team.phase(worker, 7, _ -> parts.incrementAndGet()), () -> {});
      assertThat(parts.get()).isEqualTo(7);
    }
  }

  @Test
  void interruptOfTheCallerIsPassedOnAndKept() {
    AtomicBoolean stop = new AtomicBoolean();
    Thread caller = Thread.currentThread();
    try (LockstepTeam team = new LockstepTeam(2)) {
      team.run(
          worker -> {
            if (worker == 0) {
              caller.interrupt();
            }
            while (!stop.get()) {
              Thread.onSpinWait();
            }
          },
          () -> stop.set(true));
    }
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void libtorchsThreadsAreThoseOfBefore() {
    int before = torch.get_num_threads();
    AtomicInteger inside = new AtomicInteger();
    try (LockstepTeam team = new LockstepTeam(2)) {
      team.run(worker -> team.phase(worker, 1, _ -> inside.set(torch.get_num_threads())), () -> {});
    }
    assertThat(inside.get()).isEqualTo(1);
    assertThat(torch.get_num_threads()).isEqualTo(before);
  }
}
