package dev.belay.cli.option;

/**
 * Says what was left behind when a command is stopped by Ctrl-C or a plain kill, while it is open.
 * The exit code is the system's: 130 after Ctrl-C, 143 after a kill.
 */
public final class InterruptNote implements AutoCloseable {

  private volatile boolean closed;

  private InterruptNote() {}

  /** From now on, the note is made when the process is stopped. */
  public static InterruptNote of(Runnable note) {
    InterruptNote open = new InterruptNote();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> open.stopped(note)));
    return open;
  }

  private void stopped(Runnable note) {
    if (!closed) {
      note.run();
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
