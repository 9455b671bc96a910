package dev.belay.core.openai;

import java.time.Duration;
import java.time.Instant;

/** The clock, and waiting by it; a test has its own. */
interface Timing {

  /** The machine's. */
  Timing SYSTEM =
      new Timing() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public Instant now() {
          return Instant.now();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
          Thread.sleep(duration);
        }
      };

  /** Nanoseconds since some moment; never goes back. */
  long nanoTime();

  /** The time of day, which a server's dates are held against. */
  Instant now();

  void sleep(Duration duration) throws InterruptedException;
}
