package dev.belay.cli;

import dev.belay.core.error.BadInputException;
import dev.belay.core.error.Printable;
import dev.belay.train.method.RunStoppedException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * One clear error a person can act on. Bad input: every issue on its own line, exit code 2. A
 * failure: its message, exit code 1; set {@code BELAY_DEBUG=1} for the stack trace.
 */
final class ErrorReporter implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(
      Exception error, CommandLine commandLine, ParseResult parseResult) {
    PrintWriter err = commandLine.getErr();
    if (error instanceof BadInputException bad) {
      bad.issues().forEach(issue -> err.println("belay: " + Printable.of(issue)));
      printTrace(error, err);
      return CommandLine.ExitCode.USAGE;
    }
    err.println("belay: " + Printable.of(describe(error)));
    if (!printTrace(error, err)) {
      err.println("belay: set BELAY_DEBUG=1 to see where.");
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static String describe(Exception error) {
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

  private static boolean printTrace(Exception error, PrintWriter err) {
    if (System.getenv("BELAY_DEBUG") == null) {
      return false;
    }
    error.printStackTrace(err);
    err.flush();
    return true;
  }
}
