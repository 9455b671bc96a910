package dev.belay.cli;

import dev.belay.cli.bench.BenchCommand;
import dev.belay.cli.certify.CertifyCommand;
import dev.belay.cli.compare.CompareCommand;
import dev.belay.cli.data.DataCommand;
import dev.belay.cli.doctor.DoctorCommand;
import dev.belay.cli.gate.GateCommand;
import dev.belay.cli.judge.JudgeCommand;
import dev.belay.cli.model.ModelCommand;
import dev.belay.cli.option.PrintableOutput;
import dev.belay.cli.report.ReportCommand;
import dev.belay.cli.sweep.ParentWatch;
import dev.belay.cli.sweep.PoolCommand;
import dev.belay.cli.sweep.SweepCommand;
import dev.belay.cli.verify.VerifyCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Where {@code belay} starts. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    StandardError.takeBack();
    ParentWatch.start(System.getenv());
    System.exit(run(commandLine(), arguments));
  }

  /** Executes a command; what the JVM throws is reported as everything else is. */
  static int run(CommandLine commandLine, String... arguments) {
    try {
      return commandLine.execute(arguments);
    } catch (Error e) { // picocli hands over exceptions alone.
      return ErrorReporter.report(e, commandLine.getErr());
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
    commandLine.addSubcommand(
        new CompareCommand(TerminalProgress::onStandardError, System.getenv()));
    commandLine.addSubcommand(new DataCommand(TerminalProgress::onStandardError));
    commandLine.addSubcommand(new BenchCommand(TerminalProgress::onStandardError));
    commandLine.addSubcommand(new CertifyCommand(TerminalProgress::onStandardError));
    commandLine.addSubcommand(new DoctorCommand());
    commandLine.addSubcommand(new GateCommand(System.getenv()));
    commandLine.addSubcommand(new JudgeCommand(TerminalProgress::onStandardError));
    commandLine.addSubcommand(new PoolCommand());
    commandLine.addSubcommand(new ReportCommand());
    commandLine.addSubcommand(new SweepCommand(TerminalProgress::onStandardError));
    commandLine.addSubcommand(new VerifyCommand(TerminalProgress::onStandardError));
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionExceptionHandler(new ErrorReporter());
    commandLine.setUsageHelpAutoWidth(true);
    commandLine.setExecutionStrategy(Main::execute);
    return commandLine;
  }

  /** Help is Belay's own, which a terminal gets in bold; what a command prints may be anybody's. */
  private static int execute(ParseResult parsed) {
    @Nullable Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    CommandLine commandLine = parsed.commandSpec().commandLine();
    commandLine.setOut(PrintableOutput.over(commandLine.getOut()));
    return new CommandLine.RunLast().execute(parsed);
  }
}
