package dev.belay.cli;

import dev.belay.core.error.BadInputException;
import dev.belay.core.error.Printable;
import dev.belay.train.method.RunStoppedException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ServiceConfigurationError;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * One clear error a person can act on. Bad input: every issue on its own line, exit code 2. A
 * failure, the JVM's own included: its message, exit code 1; set {@code BELAY_DEBUG=1} for the
 * stack trace.
 */
final class ErrorReporter implements IExecutionExceptionHandler {

  private static final int MOST_CAUSES = 50;

  /** Characters of one message: a stranger's template may raise an error of any length. */
  private static final int LONGEST = 20_000;

  @Override
  public int handleExecutionException(
      Exception error, CommandLine commandLine, ParseResult parseResult) {
    return report(error, commandLine.getErr());
  }

  /** Prints what happened and returns the exit code. */
  static int report(Throwable error, PrintWriter err) {
    @Nullable BadInputException bad = cause(error, BadInputException.class);
    if (bad != null && (bad == error || error instanceof Error)) {
      bad.issues().forEach(issue -> print(issue, err));
      printTrace(error, err);
      return CommandLine.ExitCode.USAGE;
    }
    if (error instanceof ServiceConfigurationError) {
      print(
          "a plug-in cannot be loaded: "
              + error.getMessage()
              + ". Look at BELAY_PLUGINS and at its file in META-INF/services (docs/extending.md).",
          err);
      return CommandLine.ExitCode.USAGE;
    }
    print(describe(error), err);
    if (!printTrace(error, err)) {
      print("set BELAY_DEBUG=1 to see where.", err);
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static void print(String message, PrintWriter err) {
    String text = Printable.of(message);
    err.println("belay: " + (text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…"));
  }

  private static String describe(Throwable error) {
    if (cause(error, OutOfMemoryError.class) != null) {
      return ("Java's memory of %d MB is full. Give smaller input or batches, or more memory:"
              + " BELAY_HEAP=4g.")
          .formatted(Runtime.getRuntime().maxMemory() >> 20);
    }
    if (cause(error, StackOverflowError.class) != null) {
      return "something in the input is nested too deeply.";
    }
    String message = error.getMessage();
    boolean speaksForItself =
        error instanceof UncheckedIOException || error instanceof RunStoppedException;
    if (speaksForItself && message != null) {
      return message;
    }
    return message == null
        ? error.getClass().getSimpleName()
        : error.getClass().getSimpleName() + ": " + message;
  }

  /** The error itself or the first of its causes that is of a type. */
  private static <T> @Nullable T cause(Throwable error, Class<T> type) {
    return Stream.<Throwable>iterate(error, each -> each != null, Throwable::getCause)
        .limit(MOST_CAUSES) // Causes may be a circle.
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElse(null);
  }

  private static boolean printTrace(Throwable error, PrintWriter err) {
    if (System.getenv("BELAY_DEBUG") == null) {
      return false;
    }
    StringWriter trace = new StringWriter();
    error.printStackTrace(new PrintWriter(trace));
    err.print(Printable.of(trace.toString()));
    err.flush();
    return true;
  }
}
