package dev.belay.train.method;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, turned into a question that the loop asks after each step. The JVM's exit waits until the
 * run has saved its state.
 */
public final class StopRequest {

  /** Nobody will ask to stop. */
  public static final StopRequest NEVER = new StopRequest();

  private static final long PATIENCE_SECONDS = 600;

  private final CountDownLatch saved = new CountDownLatch(1);
  private volatile boolean requested;

  /** Registers with the JVM: from now on an interrupt asks, and exit waits for {@link #release}. */
  public static StopRequest onInterrupt(Runnable whenAsked) {
    StopRequest request = new StopRequest();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> request.askAndWait(whenAsked)));
    return request;
  }

  /** Asks the loop to stop after its step. */
  public void ask() {
    requested = true;
  }

  public boolean isRequested() {
    return requested;
  }

  /** The run is over or its state saved; exit need not wait any longer. */
  public void release() {
    saved.countDown();
  }

  private void askAndWait(Runnable whenAsked) {
    if (saved.getCount() == 0) {
      return;
    }
    requested = true;
    whenAsked.run();
    try {
      if (!saved.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("belay: gave up waiting for the step to end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
