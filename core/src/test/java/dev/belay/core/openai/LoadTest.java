package dev.belay.core.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoadTest {

  private static Load load(Concurrency concurrency) {
    ServerSettings settings =
        new ServerSettings(
            ServerUrl.parse("http://localhost:1/v1"),
            Optional.empty(),
            Duration.ofSeconds(80),
            concurrency,
            0,
            Retry.lasting(Duration.ZERO));
    return new Load(new Server(settings, new FakeTiming(), note -> {}));
  }

  /** How many requests may be under way now. */
  private static int room(Load load) {
    int room = 0;
    while (load.hasRoom()) {
      load.begin();
      room++;
    }
    for (int i = 0; i < room; i++) {
      load.end();
    }
    return room;
  }

  private static void answered(Load load, int times, int seconds) {
    for (int i = 0; i < times; i++) {
      load.answered(Duration.ofSeconds(seconds));
    }
  }

  @Test
  void moreAreUnderWayAsLongAsAnswersComeSoon() {
    Load load = load(new Concurrency(8, 64));
    assertThat(room(load)).isEqualTo(8);
    answered(load, 10, 10); // An eighth of the time that a request may take.
    assertThat(room(load)).isEqualTo(18);
    answered(load, 10, 20);
    assertThat(room(load)).isEqualTo(18);
    answered(load, 10, 21); // More than a quarter.
    assertThat(room(load)).isEqualTo(8);
    answered(load, 100, 1);
    assertThat(room(load)).isEqualTo(64);
    load.overwhelmed();
    assertThat(room(load)).isEqualTo(32);
    answered(load, 100, 70);
    assertThat(room(load)).isEqualTo(1);
  }

  @Test
  void aNumberThatWasGivenStays() {
    Load load = load(Concurrency.fixed(5));
    answered(load, 10, 1);
    load.overwhelmed();
    answered(load, 10, 70);
    assertThat(room(load)).isEqualTo(5);
  }
}
