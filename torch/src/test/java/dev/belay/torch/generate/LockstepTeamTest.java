package dev.belay.torch.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who computes what of a phase, and when the next begins. */
class LockstepTeamTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 70})
  void everyUnitIsComputedOnceARoundAfterAllOfThePhaseBefore(int threads) {
    int[] sizes = {1, 2, 0, 5, 64, 1000, 1};
    int rounds = 20;
    AtomicIntegerArray computed = new AtomicIntegerArray(sizes.length);
    AtomicInteger tooEarly = new AtomicInteger();
    AtomicInteger asked = new AtomicInteger();
    List<Phase> phases = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      int phase = i;
      phases.add(
          Phase.of(
              () -> sizes[phase],
              (_, _) -> {
                int before = phase == 0 ? sizes.length - 1 : phase - 1;
                int complete = phase == 0 ? asked.get() - 1 : asked.get();
                if (computed.get(before) != complete * sizes[before]) {
                  tooEarly.incrementAndGet();
                }
                computed.incrementAndGet(phase);
              }));
    }
    try (LockstepTeam team = new LockstepTeam(threads)) {
      team.run(phases, () -> asked.getAndIncrement() < rounds, () -> {});
    }
    assertThat(tooEarly).hasValue(0);
    for (int i = 0; i < sizes.length; i++) {
      assertThat(computed.get(i)).isEqualTo(rounds * sizes[i]);
    }
  }

  @Test
  void aWorkerThatIsHeldUpKeepsOnlyItsPiece() {
    CountDownLatch othersDone = new CountDownLatch(1);
    AtomicInteger left = new AtomicInteger(99);
    AtomicInteger asked = new AtomicInteger();
    Phase phase =
        Phase.of(
            () -> 8, // A piece each.
            (unit, _) -> {
              if (unit == 0) {
                awaitUninterruptibly(othersDone);
              } else if (left.decrementAndGet() == 99 - 7) {
                othersDone.countDown();
              }
            });
    try (LockstepTeam team = new LockstepTeam(2)) {
      team.run(List.of(phase), () -> asked.getAndIncrement() == 0, () -> {});
    }
    assertThat(left).hasValue(99 - 7);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 7})
  void theFirstExceptionReachesTheCallerAndTheTeamWorksOn(int failing) {
    AtomicInteger asked = new AtomicInteger();
    Phase phase =
        Phase.of(
            () -> 8,
            (unit, _) -> {
              if (unit == failing) {
                throw new IllegalArgumentException("unit " + unit);
              }
            });
    try (LockstepTeam team = new LockstepTeam(3)) {
      assertThatThrownBy(() -> team.run(List.of(phase), () -> true, () -> {}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("unit " + failing);
      AtomicInteger units = new AtomicInteger();
      Phase next = Phase.of(() -> 5, (_, _) -> units.incrementAndGet());
      team.run(List.of(next), () -> asked.getAndIncrement() == 0, () -> {});
      assertThat(units).hasValue(5);
    }
  }

  @Test
  void whatDecidesAboutTheNextRoundMayThrow() {
    try (LockstepTeam team = new LockstepTeam(2)) {
      assertThatThrownBy(
              () ->
                  team.run(
                      List.of(Phase.of(() -> 2, (_, _) -> {})),
                      () -> {
                        throw new IllegalStateException("no more");
                      },
                      () -> {}))
          .hasMessage("no more");
    }
  }

  @Test
  void scratchMemoryOfAWorkerIsUsedByOneThreadAtATime() {
    int threads = 3;
    AtomicIntegerArray inUse = new AtomicIntegerArray(threads);
    AtomicReference<String> wrong = new AtomicReference<>("");
    AtomicInteger asked = new AtomicInteger();
    Phase phase =
        Phase.of(
            () -> 200,
            (_, worker) -> {
              if (inUse.incrementAndGet(worker) != 1) {
                wrong.set("worker " + worker);
              }
              inUse.decrementAndGet(worker);
            });
    try (LockstepTeam team = new LockstepTeam(threads)) {
      team.run(List.of(phase), () -> asked.getAndIncrement() < 50, () -> {});
    }
    assertThat(wrong).hasValue("");
  }
}
