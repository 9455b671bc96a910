package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ServiceConfigurationError;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class MainTest {

  @Command(name = "broken")
  private static final class Broken implements Callable<Integer> {
    @Override
    public Integer call() {
      throw new ServiceConfigurationError("AttackProvider: Provider mine.Mine not found");
    }
  }

  @Test
  void aPlugInThatCannotBeLoadedIsOneLineAndBadInput() {
    StringWriter err = new StringWriter();
    CommandLine commandLine = new CommandLine(new Broken());
    commandLine.setErr(new PrintWriter(err, true));

    assertThat(Main.run(commandLine)).isEqualTo(2);
    assertThat(err.toString().strip())
        .isEqualTo(
            "belay: a plug-in cannot be loaded: AttackProvider: Provider mine.Mine not found."
                + " Look at BELAY_PLUGINS and at its file in META-INF/services"
                + " (docs/extending.md).");
  }
}
