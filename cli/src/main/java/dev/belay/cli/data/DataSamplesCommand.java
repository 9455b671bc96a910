package dev.belay.cli.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.data.DatasetCatalog;
import dev.belay.core.data.DatasetSpec;
import dev.belay.core.data.Demonstration;
import dev.belay.core.data.Difficulty;
import dev.belay.core.data.HashOrder;
import dev.belay.core.data.PreferencePair;
import dev.belay.core.data.Problem;
import dev.belay.core.data.Reference;
import dev.belay.core.data.SafetyPrompt;
import dev.belay.core.data.Sample;
import dev.belay.core.error.BadInputException;
import dev.belay.core.error.Printable;
import dev.belay.core.json.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code belay data samples}: what a model is asked, and what its answers are checked against. */
@Command(
    name = "samples",
    mixinStandardHelpOptions = true,
    description = {
      "Shows samples of a dataset: the prompt, and the reference or the completion that goes with"
          + " it. With --json a line each, as belay generate --input reads them."
    })
final class DataSamplesCommand implements Callable<Integer> {

  @ParentCommand
  @SuppressWarnings("NullAway.Init") // picocli sets these before call().
  private DataCommand parent;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "a dataset of belay data list")
  @SuppressWarnings("NullAway.Init")
  private String name;

  @Option(names = "--split", paramLabel = "SPLIT", description = "one of its splits")
  private @Nullable String split;

  @Option(
      names = "--level",
      paramLabel = "N",
      description = "how hard, of a generated dataset that has levels")
  private @Nullable Integer level;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "5",
      description = "so many, chosen by hashed order; 0 for all (default: ${DEFAULT-VALUE})")
  private int limit;

  @Option(names = "--json", description = "prints a JSON line a sample")
  private boolean json;

  @Override
  public Integer call() {
    if (limit < 0) {
      throw new BadInputException("--limit: found %d, must be 0 or more.".formatted(limit));
    }
    DatasetCatalog catalog = DatasetCatalog.standard(parent.locations());
    List<? extends Sample> all =
        catalog.samples(new DatasetSpec(name, split, null, new Difficulty(level, Map.of())));
    List<? extends Sample> shown =
        limit == 0 || limit >= all.size()
            ? all
            : HashOrder.shuffled(List.<Sample>copyOf(all), 0).subList(0, limit);
    PrintWriter out = spec.commandLine().getOut();
    for (Sample sample : shown) {
      if (json) {
        out.println(Json.line(line(sample)));
      } else {
        print(out, sample);
      }
    }
    if (!json) {
      out.printf("%d of %d samples.%n", shown.size(), all.size());
    }
    out.flush();
    return 0;
  }

  private static void print(PrintWriter out, Sample sample) {
    out.println(sample.id());
    sample.userTurns().forEach(turn -> out.println(indented(turn)));
    line(sample)
        .properties()
        .forEach(
            field -> {
              if (!field.getKey().equals("id") && !field.getKey().equals("prompt")) {
                String value =
                    field.getValue().isTextual()
                        ? field.getValue().textValue()
                        : field.getValue().toString();
                out.println("  " + field.getKey() + ":");
                out.println(indented(value));
              }
            });
    out.println();
  }

  private static String indented(String text) {
    return Printable.of(text).indent(4).stripTrailing();
  }

  /** What stands in a file of one's own in the same place. */
  private static ObjectNode line(Sample sample) {
    ObjectNode line = Json.MAPPER.createObjectNode();
    line.put("id", sample.id());
    line.put("prompt", sample.prompt());
    switch (sample) {
      case Problem problem -> putProblem(line, problem);
      case Demonstration demonstration -> line.put("completion", demonstration.completion());
      case SafetyPrompt prompt -> line.put("label", prompt.label().snakeCase());
      case PreferencePair pair ->
          line.put("chosen", pair.chosen()).put("rejected", pair.rejected());
      default -> {}
    }
    return line;
  }

  private static void putProblem(ObjectNode line, Problem problem) {
    switch (problem.reference()) {
      case Reference.Expression expression -> line.put("gold", expression.text());
      case Reference.Choice choice -> {
        line.put("gold", choice.text());
        choice.options().forEach(line.putArray("choices")::add);
      }
      case Reference.UnitTests tests -> tests.tests().forEach(line.putArray("tests")::add);
      case Reference.Constraints constraints -> {
        constraints.all().forEach(one -> line.withArray("instruction_id_list").add(one.id()));
        constraints
            .all()
            .forEach(one -> line.withArray("kwargs").addObject().setAll(one.arguments()));
      }
      case Reference.Puzzle puzzle ->
          line.put("generator", puzzle.generator())
              .put("state", puzzle.state())
              .put("gold", puzzle.text());
      case Reference.Behavior behavior -> line.put("label", behavior.text());
    }
    String solution = problem.solution();
    if (solution != null) {
      line.put("solution", solution);
    }
  }
}
