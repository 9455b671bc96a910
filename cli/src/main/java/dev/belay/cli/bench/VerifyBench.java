package dev.belay.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.error.BadInputException;
import dev.belay.measure.verify.MathCase;
import dev.belay.measure.verify.MathCases;
import dev.belay.measure.verify.VerifyBenchmark;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code belay bench verify}: verifications a second, and the cases that they are made of. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Measures how many completions the mathematics verifier judges in a second on one thread, on"
          + " generated cases: plain numbers, and answers of every category in LaTeX. Needs no"
          + " model.",
      "",
      "With --cases it measures nothing and writes the cases, for belay verify and for"
          + " bench/peers/math_verify_agreement.py."
    })
final class VerifyBench implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call().
  private CommandSpec spec;

  @Option(
      names = "--seconds",
      defaultValue = "5",
      description = "for each part, and as many to warm up; ${DEFAULT-VALUE} by default")
  private double seconds;

  @Option(names = "--cases", paramLabel = "FILE", description = "a JSONL file to write")
  private @Nullable Path file;

  @Option(
      names = "--pairs",
      defaultValue = "40",
      description =
          "cases in FILE of each category: so many right and so many wrong ones;"
              + " ${DEFAULT-VALUE} by default")
  private int pairs;

  @Option(names = "--seed", defaultValue = "0", description = "decides the cases in FILE")
  private long seed;

  @Override
  public Integer call() {
    if (!(seconds > 0) || pairs < 1) {
      throw new BadInputException(
          "--seconds must be above 0 and --pairs 1 or more, were %s and %d."
              .formatted(seconds, pairs));
    }
    if (file != null) {
      write(file);
      return 0;
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(BenchOptions.line(new VerifyBenchmark(seconds).run()));
    out.flush();
    return 0;
  }

  private void write(Path path) {
    ObjectMapper mapper = new ObjectMapper();
    StringBuilder lines = new StringBuilder();
    for (MathCase one : new MathCases(seed).all(pairs)) {
      ObjectNode line = mapper.createObjectNode();
      line.put("id", one.id()).put("domain", "mathematics").put("category", one.category());
      line.put("gold", one.gold()).put("completion", one.completion()).put("right", one.right());
      lines.append(line).append('\n');
    }
    try {
      Files.writeString(path, lines, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new BadInputException(
          "--cases: %s %s."
              .formatted(
                  path,
                  Files.isDirectory(path)
                      ? "is a folder; name a file"
                      : "cannot be written; look at its folder"),
          e);
    }
  }
}
