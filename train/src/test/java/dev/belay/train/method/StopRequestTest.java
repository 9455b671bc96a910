package dev.belay.train.method;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StopRequestTest {

  @Test
  void nothingIsAskedBeforeItIs() {
    StopRequest stop = new StopRequest();
    assertThat(stop.isRequested()).isFalse();
    stop.ask();
    assertThat(stop.isRequested()).isTrue();
    stop.release();
    assertThat(stop.isRequested()).isTrue();
    assertThat(StopRequest.NEVER.isRequested()).isFalse();
  }
}
