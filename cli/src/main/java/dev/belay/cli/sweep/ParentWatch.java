package dev.belay.cli.sweep;

import dev.belay.train.sweep.ChildCommand;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends this process when the one ends that it works for, however that ends: a cell does not outlive
 * its sweep. It ends as after a plain kill, its state saved.
 */
public final class ParentWatch {

  /** As after SIGTERM. */
  private static final int STOPPED = 143;

  private static final long POLL_MILLIS = 500;

  private ParentWatch() {}

  /** Watches the process that the environment names, if it names one. */
  public static void start(Map<String, String> environment) {
    @Nullable String named = environment.get(ChildCommand.PARENT);
    if (named == null || !named.matches("\\d{1,10}")) {
      return;
    }
    long pid = Long.parseLong(named);
    Optional<ProcessHandle> parent = ProcessHandle.of(pid);
    if (parent.isEmpty()) {
      System.exit(STOPPED);
    }
    boolean direct = isParent(pid);
    Thread.ofPlatform()
        .daemon()
        .name("parent-watch")
        .start(
            () -> {
              await(() -> parent.orElseThrow().isAlive() && (!direct || isParent(pid)));
              System.exit(STOPPED);
            });
  }

  /** A process whose parent ended has another; the dead one may be there until it is buried. */
  private static boolean isParent(long pid) {
    return ProcessHandle.current().parent().filter(parent -> parent.pid() == pid).isPresent();
  }

  private static void await(BooleanSupplier alive) {
    try {
      while (alive.getAsBoolean()) {
        Thread.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
