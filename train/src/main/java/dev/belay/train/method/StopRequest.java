package dev.belay.train.method;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The wish to stop: asked for by code, after the step under way; or by Ctrl-C or a plain kill, at
 * once. Then the thread of the JVM's exit saves the state after the last whole step, while the step
 * under way goes on beside it: until that step changes the weights, the state is still that of the
 * step before. The lock keeps the two apart.
 */
public final class StopRequest {

  /** How long the exit waits for a step that is changing the weights to be through. */
  private static final long PATIENCE_SECONDS = 20;

  /** How a run is gone on with, where nobody says otherwise. */
  public static final String GO_ON = "Go on with the same command and --resume.";

  /** Nobody will ask to stop. */
  public static final StopRequest NEVER = new StopRequest();

  private final String goOn;

  /** Held while the weights are not those of a whole step that the state speaks of. */
  private final ReentrantLock change = new ReentrantLock();

  private volatile boolean requested;
  private volatile boolean interrupted;
  private volatile boolean over;
  private volatile @Nullable LongConsumer save;
  private volatile long taken;
  private volatile long saved;

  /**
   * Registers with the JVM: from now on, until {@link #release}, an interrupt saves what there is
   * to save and says how to go on. The exit code is the system's, such as 130.
   *
   * @param goOn says how a run is gone on with
   * @param tell takes lines for the user
   */
  public static StopRequest onInterrupt(String goOn, Consumer<String> tell) {
    StopRequest request = new StopRequest(goOn);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> request.interrupt(tell)));
    return request;
  }

  /** A request that code makes. */
  public StopRequest() {
    this(GO_ON);
  }

  private StopRequest(String goOn) {
    this.goOn = goOn;
  }

  /** Asks the loop to stop after its step. */
  public void ask() {
    requested = true;
  }

  public boolean isRequested() {
    return requested;
  }

  /** The run is over: an exit need not care for it any longer. */
  public void release() {
    over = true;
  }

  /**
   * Training begins.
   *
   * @param step the last step taken, whose state is saved
   * @param saveAfter saves the state after a step, which is the one that there is
   */
  void begin(long step, LongConsumer saveAfter) {
    taken = step;
    saved = step;
    save = saveAfter;
  }

  /** The weights are about to change; waits for ever while the exit saves them. */
  public void changing() {
    if (!change.isHeldByCurrentThread()) {
      change.lock();
    }
  }

  /** Whether the step that is being taken has changed the weights already. */
  boolean hasChanged() {
    return change.isHeldByCurrentThread();
  }

  /**
   * A step is through, and all that belongs to it is written down.
   *
   * @param isSaved whether the state after it is saved
   */
  void taken(long step, boolean isSaved) {
    taken = step;
    saved = isSaved ? step : saved;
    unlock();
  }

  /** Training is over, whichever way. */
  void end() {
    save = null;
    unlock();
  }

  private void unlock() {
    if (change.isHeldByCurrentThread()) {
      change.unlock();
    }
  }

  /** Whether the process is about to end: whoever would report that it stops leaves it to that. */
  boolean isInterrupted() {
    return interrupted;
  }

  /** What the exit does. */
  void interrupt(Consumer<String> tell) {
    if (over) {
      return;
    }
    interrupted = true;
    requested = true;
    LongConsumer saver = save;
    if (saver == null) {
      tell.accept("stopped. " + goOn);
      return;
    }
    try {
      if (change.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        stopBetweenChanges(saver, tell); // And the lock is kept: nothing changes any more.
      } else {
        tell.accept(
            "stopped within a step; the state after step %d is saved. %s".formatted(saved, goOn));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stopBetweenChanges(LongConsumer saver, Consumer<String> tell) {
    if (taken > saved) {
      tell.accept("stopping; saving the state after step " + taken);
      saver.accept(taken);
    }
    tell.accept("stopped; the state after step %d is saved. %s".formatted(taken, goOn));
  }
}
