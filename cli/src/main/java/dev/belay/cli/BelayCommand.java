package dev.belay.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of the command tree. */
@Command(
    name = "belay",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Fine-tunes a language model and shows what that did to its safety.",
      "",
      "Start with: belay demo"
    },
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      RecipeCommand.class,
      EvalCommand.class,
      CompareEvalsCommand.class,
      GenerateCommand.class,
      HelpCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:safety did not hold (run, compare-evals), or was not shown to (gate); a reward can be"
          + " cheated (verify); or failed",
      "2:bad input",
      "130:stopped by Ctrl-C"
    })
public final class BelayCommand implements Runnable {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before run().
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command? See belay --help.");
  }
}
