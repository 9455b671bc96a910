package dev.belay.train.method;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StopRequestTest {

  private final StopRequest stop = new StopRequest();
  private final List<String> told = new ArrayList<>();
  private final List<Long> saved = new ArrayList<>();

  @Test
  void nothingIsAskedBeforeItIs() {
    assertThat(stop.isRequested()).isFalse();
    stop.ask();
    assertThat(stop.isRequested()).isTrue();
    assertThat(stop.isInterrupted()).isFalse();
    stop.release();
    assertThat(stop.isRequested()).isTrue();
    assertThat(StopRequest.NEVER.isRequested()).isFalse();
  }

  @Test
  void outsideTrainingThereIsNothingToSave() {
    stop.interrupt(told::add);
    assertThat(told).containsExactly("stopped. Go on with the same command and --resume.");
    assertThat(stop.isInterrupted()).isTrue();
    assertThat(stop.isRequested()).isTrue();
  }

  @Test
  void aRunThatIsOverIsNotSpokenOf() {
    stop.release();
    stop.interrupt(told::add);
    assertThat(told).isEmpty();
    assertThat(stop.isInterrupted()).isFalse();
  }

  @Test
  void theStateAfterTheLastWholeStepIsSavedWhileTheNextIsUnderWay() throws InterruptedException {
    stop.begin(4, saved::add);
    inAnotherThread(
        () -> {
          stop.changing();
          stop.taken(5, true);
          stop.changing();
          stop.changing(); // A second update of the same step.
          stop.taken(6, false);
        });
    stop.interrupt(told::add);
    assertThat(saved).containsExactly(6L);
    assertThat(told)
        .containsExactly(
            "stopping; saving the state after step 6",
            "stopped; the state after step 6 is saved. Go on with the same command and --resume.");
  }

  @Test
  void whatIsSavedAlreadyIsNotSavedAgain() {
    stop.begin(4, saved::add);
    stop.interrupt(told::add);
    assertThat(saved).isEmpty();
    assertThat(told).singleElement().asString().contains("the state after step 4 is saved");
  }

  @Test
  void afterTheSaveNoStepChangesTheWeights() throws InterruptedException {
    stop.begin(0, saved::add);
    stop.interrupt(told::add);
    List<String> changed = new ArrayList<>();
    Thread trainer =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  stop.changing();
                  changed.add("weights");
                });
    while (trainer.isAlive() && trainer.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(trainer.isAlive()).isTrue();
    assertThat(changed).isEmpty();
  }

  @Test
  void afterTrainingThereIsNothingToSave() {
    stop.begin(4, saved::add);
    stop.changing();
    stop.end();
    stop.interrupt(told::add);
    assertThat(saved).isEmpty();
    assertThat(told).containsExactly("stopped. Go on with the same command and --resume.");
  }

  private static void inAnotherThread(Runnable work) throws InterruptedException {
    Thread thread = Thread.ofPlatform().start(work);
    thread.join();
  }
}
