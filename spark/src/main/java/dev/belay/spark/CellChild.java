package dev.belay.spark;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One cell as a child process of a task, which it never outlives. */
final class CellChild {

  /** The child ends itself when this process is gone: an executor that is killed ends nothing. */
  static final String PARENT = "BELAY_PARENT";

  private static final int TAIL_LINES = 20;
  private static final long POLL_MILLIS = 200;

  /** A run that is asked to end saves its state first. */
  private static final long PATIENCE_SECONDS = 60;

  private CellChild() {}

  /**
   * How a child ended.
   *
   * @param exit its exit code
   * @param tail its last lines
   */
  record Ended(int exit, String tail) {}

  /** The task was given up; the child has been ended. */
  static final class UnwantedException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Runs a child to its end.
   *
   * @param folder where it works
   * @param variables added to its environment
   * @param unwanted asked again and again whether the child is to be ended
   */
  static Ended run(
      List<String> command, String folder, Map<String, String> variables, BooleanSupplier unwanted)
      throws IOException, InterruptedException, UnwantedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(new File(folder));
    builder.environment().put(PARENT, Long.toString(ProcessHandle.current().pid()));
    builder.environment().putAll(variables);
    Process child = builder.start();
    Deque<String> tail = new ArrayDeque<>();
    Thread reader = new Thread(() -> keepLast(child, tail));
    reader.setDaemon(true);
    reader.start();
    try {
      while (!child.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        if (unwanted.getAsBoolean()) {
          throw new UnwantedException();
        }
      }
      reader.join(1000);
      synchronized (tail) {
        return new Ended(child.exitValue(), String.join("\n", tail));
      }
    } finally {
      end(child);
    }
  }

  private static void end(Process child) throws InterruptedException {
    child.destroy();
    if (!child.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      child.destroyForcibly();
    }
  }

  private static void keepLast(Process child, Deque<String> tail) {
    try (BufferedReader lines = child.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (tail) {
          tail.add(line);
          if (tail.size() > TAIL_LINES) {
            tail.remove();
          }
        }
      }
    } catch (IOException | UncheckedIOException e) {
      // The child is gone, and what it said last with it.
    }
  }
}
