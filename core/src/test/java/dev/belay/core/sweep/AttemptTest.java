package dev.belay.core.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Why a cell ended, in a line. */
class AttemptTest {

  private static final String JVM = "WARNING: Using incubator modules: jdk.incubator.vector\n";

  @Test
  void whatItSaidLastIsTheReason() {
    String hint = "belay: set BELAY_DEBUG=1 for the stack trace\n";
    assertThat(Attempt.gist(1, JVM + "training: 3/12\nbelay: the loss diverged.\n\n" + hint))
        .isEqualTo("belay: the loss diverged.");
    assertThat(Attempt.gist(1, JVM)).isEqualTo("it said nothing");
  }

  @Test
  void aSignalThatEndedItIsNamed() {
    assertThat(Attempt.gist(137, JVM + "training: 3/12\n"))
        .isEqualTo(
            "ended by signal 9, as by a system out of memory; its last words: training: 3/12");
    assertThat(Attempt.gist(139, JVM)).isEqualTo("ended by signal 11");
  }

  @Test
  void anExitCodeBeyondAllSignalsIsNone() {
    assertThat(Attempt.gist(255, "no such host")).isEqualTo("no such host");
  }
}
