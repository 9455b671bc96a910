package dev.belay.cli.option;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

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

  /**
   * The same for a command that writes one verdict after the other.
   *
   * @param done what became of the verdicts so far, such as "printed"
   */
  public static InterruptNote ofVerdicts(CommandSpec spec, PrintWriter verdicts, String done) {
    return of(
        () -> {
          verdicts.flush();
          PrintWriter err = spec.commandLine().getErr();
          err.println("stopped; the verdicts so far are " + done + ".");
          err.flush();
        });
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
