package dev.belay.cli;

import dev.belay.cli.bench.BenchCommand;
import dev.belay.cli.data.DataCommand;
import dev.belay.cli.doctor.DoctorCommand;
import dev.belay.cli.judge.JudgeCommand;
import dev.belay.cli.model.ModelCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ServiceConfigurationError;
import picocli.CommandLine;

/** Where {@code belay} starts. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(run(commandLine(), arguments));
  }

  /** Executes a command; a plug-in that cannot be loaded is bad input. */
  static int run(CommandLine commandLine, String... arguments) {
    try {
      return commandLine.execute(arguments);
    } catch (ServiceConfigurationError e) {
      commandLine
          .getErr()
          .println(
              "belay: a plug-in cannot be loaded: "
                  + e.getMessage()
                  + ". Look at BELAY_PLUGINS and at its file in META-INF/services"
                  + " (docs/extending.md).");
      return CommandLine.ExitCode.USAGE;
    }
  }

  /** The whole command tree with Belay's way of reporting errors. */
  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new BelayCommand());
    // UTF-8 whatever the locale: text that a model reads or writes must come out as it is.
    commandLine.setOut(
        new PrintWriter(
            new OutputStreamWriter(
                new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8),
            true));
    commandLine.addSubcommand(new ModelCommand(TerminalProgress::onStandardError));
    commandLine.addSubcommand(new DataCommand(TerminalProgress::onStandardError));
    commandLine.addSubcommand(new BenchCommand(TerminalProgress::onStandardError));
    commandLine.addSubcommand(new DoctorCommand());
    commandLine.addSubcommand(new JudgeCommand(TerminalProgress::onStandardError));
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionExceptionHandler(new ErrorReporter());
    commandLine.setUsageHelpAutoWidth(true);
    return commandLine;
  }
}
