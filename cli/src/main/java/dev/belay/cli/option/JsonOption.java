package dev.belay.cli.option;

import dev.belay.core.json.Json;
import java.io.PrintWriter;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --json}: what a command found, for programs instead of people. */
public final class JsonOption {

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs.
  private CommandSpec spec;

  @Option(names = "--json", description = "prints JSON")
  private boolean json;

  /** Whether JSON is wanted. */
  public boolean given() {
    return json;
  }

  /**
   * Prints on the command's standard output.
   *
   * @param facts what {@link Json} writes
   * @param text prints the same for people
   */
  public void print(Supplier<?> facts, Consumer<PrintWriter> text) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.pretty(facts.get()));
    } else {
      text.accept(out);
    }
    out.flush();
  }
}
