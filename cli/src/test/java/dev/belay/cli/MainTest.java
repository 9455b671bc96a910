package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.error.BadInputException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class MainTest {

  @Command(name = "broken")
  private static final class Broken implements Callable<Integer> {

    private final Throwable failure;

    Broken(Throwable failure) {
      this.failure = failure;
    }

    @Override
    public Integer call() throws Exception {
      if (failure instanceof Exception exception) {
        throw exception;
      }
      throw (Error) failure;
    }
  }

  private record Ended(int exit, String err) {}

  private static Ended run(Throwable failure) {
    StringWriter err = new StringWriter();
    CommandLine commandLine = new CommandLine(new Broken(failure));
    commandLine.setErr(new PrintWriter(err, true));
    commandLine.setExecutionExceptionHandler(new ErrorReporter());
    return new Ended(Main.run(commandLine), err.toString().strip());
  }

  @Test
  void aPlugInThatCannotBeLoadedIsOneLineAndBadInput() {
    Ended ended =
        run(new ServiceConfigurationError("AttackProvider: Provider mine.Mine not found"));

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err())
        .isEqualTo(
            "belay: a plug-in cannot be loaded: AttackProvider: Provider mine.Mine not found."
                + " Look at BELAY_PLUGINS and at its file in META-INF/services"
                + " (docs/extending.md).");
  }

  @Test
  void anErrorOfTheJvmIsSaidInALine() {
    for (Throwable full :
        List.of(new OutOfMemoryError("heap"), new IllegalStateException(new OutOfMemoryError()))) {
      Ended ended = run(full);
      assertThat(ended.exit()).isEqualTo(1);
      assertThat(ended.err()).contains("memory", "BELAY_HEAP").doesNotContain("\tat ");
    }
    Ended deep = run(new StackOverflowError());
    assertThat(deep.exit()).isEqualTo(1);
    assertThat(deep.err()).startsWith("belay: something in the input is nested too deeply.");
    assertThat(run(new NoClassDefFoundError("x/Y")))
        .isEqualTo(
            new Ended(
                1, "belay: NoClassDefFoundError: x/Y\nbelay: set BELAY_DEBUG=1 to see where."));
  }

  @Test
  void badInputThatStopsAClassFromLoadingIsBadInput() {
    BadInputException bad = new BadInputException("no room in /full");
    assertThat(run(new ExceptionInInitializerError(bad)))
        .isEqualTo(new Ended(2, "belay: no room in /full"));
  }

  @Test
  void messagesDoNotActOnTheTerminal() {
    assertThat(run(new BadInputException("seed: found \u001b]0;owned\u0007\u009b31m")))
        .isEqualTo(new Ended(2, "belay: seed: found  ]0;owned  31m"));
    assertThat(run(new IllegalStateException("\u202Egnp.exe")).err())
        .startsWith("belay: IllegalStateException:  gnp.exe");
  }

  @Test
  void messagesOfAnyLengthAreCut() {
    Ended ended = run(new BadInputException("a".repeat(16_000_000)));
    assertThat(ended.err()).hasSize(20_008).startsWith("belay: aaa").endsWith("a\u2026");
  }
}
