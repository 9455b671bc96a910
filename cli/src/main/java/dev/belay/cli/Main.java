package dev.belay.cli;

import dev.belay.cli.model.ModelCommand;
import picocli.CommandLine;

/** Where {@code belay} starts. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The whole command tree with Belay's way of reporting errors. */
  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new BelayCommand());
    commandLine.addSubcommand(new ModelCommand(TerminalProgress::onStandardError));
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionExceptionHandler(new ErrorReporter());
    commandLine.setUsageHelpAutoWidth(true);
    return commandLine;
  }
}
