package dev.belay.cli;

import dev.belay.core.error.Printable;
import dev.belay.core.run.Progress;
import dev.belay.safety.eval.Prose;
import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Progress on standard error: one line that is rewritten when a person watches, a plain line every
 * few seconds when the output goes to a file.
 */
final class TerminalProgress implements Progress {

  private static final long REWRITE_MILLIS = 200;
  private static final long PLAIN_MILLIS = 15_000;

  /** For so long after the first units an estimate of the time left says nothing. */
  private static final long SETTLING_MILLIS = 10_000;

  private final PrintStream out;
  private final boolean rewriting;
  private final LongSupplier clockMillis;
  private final int samplesEverySteps;
  private String what = "";
  private long total;
  private long startedAt;
  private long shownAt;

  /** The first units take what starting takes; the time left is reckoned from those after them. */
  private long firstAt;

  private long firstDone;
  private boolean lineOpen;

  TerminalProgress(PrintStream out, boolean rewriting, LongSupplier clockMillis) {
    this(out, rewriting, clockMillis, 0);
  }

  private TerminalProgress(
      PrintStream out, boolean rewriting, LongSupplier clockMillis, int samplesEverySteps) {
    this.samplesEverySteps = samplesEverySteps;
    this.out = out;
    this.rewriting = rewriting;
    this.clockMillis = clockMillis;
  }

  /** For this process: rewriting if standard output and input are a terminal. */
  @SuppressWarnings("SystemConsoleNull") // Null still, if the JVM is told so by jdk.console.
  static TerminalProgress onStandardError() {
    @Nullable Console console = System.console();
    boolean terminal = console != null && console.isTerminal();
    return new TerminalProgress(System.err, terminal, System::currentTimeMillis);
  }

  /**
   * The same, shown completions while it trains.
   *
   * @param everySteps how often; 0 for never
   */
  TerminalProgress withSamples(int everySteps) {
    return new TerminalProgress(out, rewriting, clockMillis, everySteps);
  }

  @Override
  public int samplesEverySteps() {
    return samplesEverySteps;
  }

  @Override
  public synchronized void start(String part, long units) {
    what = Printable.of(part);
    total = units;
    startedAt = clockMillis.getAsLong();
    shownAt = startedAt;
    firstDone = 0;
    if (rewriting) {
      show("…");
    } else {
      out.println(what + (units > 0 ? " (" + units + ")" : ""));
    }
  }

  @Override
  public synchronized void update(long done, String details) {
    long now = clockMillis.getAsLong();
    if (firstDone == 0) {
      firstDone = done;
      firstAt = now;
    }
    if (now - shownAt < (rewriting ? REWRITE_MILLIS : PLAIN_MILLIS)) {
      return;
    }
    shownAt = now;
    StringBuilder line = new StringBuilder();
    line.append(done);
    if (total > 0) {
      line.append('/').append(total);
    }
    if (!details.isEmpty()) {
      line.append("  ").append(details);
    }
    if (done < total && done > firstDone && now - firstAt >= SETTLING_MILLIS) {
      long left = (now - firstAt) * (total - done) / (done - firstDone);
      line.append("  ").append(duration(left)).append(" left");
    }
    show(line.toString());
  }

  @Override
  public synchronized void finish(String summary) {
    String time = duration(clockMillis.getAsLong() - startedAt);
    show(summary + (summary.isEmpty() ? "" : "  ") + "in " + time);
    if (rewriting) {
      out.println();
      lineOpen = false;
    }
  }

  @Override
  public synchronized void note(String line) {
    if (lineOpen) {
      out.println();
      lineOpen = false;
    }
    printLines(Printable.of(line));
  }

  /** Whoever reads a file of it has 80 columns too. */
  private void printLines(String text) {
    if (text.lines().allMatch(line -> line.length() <= Prose.WIDTH)) {
      out.println(text);
    } else {
      out.print(Prose.wrap(text, "  "));
    }
  }

  private void show(String text) {
    String line = Printable.of(what + ": " + text);
    if (!rewriting) {
      printLines(line);
      return;
    }
    String fitted = line.length() > Prose.WIDTH ? line.substring(0, Prose.WIDTH - 1) + "…" : line;
    out.print("\r\u001b[K" + fitted);
    out.flush();
    lineOpen = true;
  }

  /** {@code 42 s}, {@code 3 min 05 s}, {@code 1 h 02 min}. */
  static String duration(long millis) {
    Duration duration = Duration.ofMillis(Math.max(0, millis));
    if (duration.toHours() > 0) {
      return "%d h %02d min".formatted(duration.toHours(), duration.toMinutesPart());
    }
    if (duration.toMinutes() > 0) {
      return "%d min %02d s".formatted(duration.toMinutes(), duration.toSecondsPart());
    }
    return duration.toSeconds() >= 10
        ? duration.toSeconds() + " s"
        : "%.1f s".formatted(millis / 1000.0);
  }
}
