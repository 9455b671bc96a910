package dev.belay.cli.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.ModelSpec;
import dev.belay.core.run.Progress;
import dev.belay.torch.catalog.ModelStore;
import dev.belay.torch.kernel.Parallel;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.tensor.ComputeType;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every measurement asks for, and how it prints. */
final class BenchOptions {

  private static final MathContext FOUR_DIGITS = new MathContext(4);

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets these before call().
  private CommandSpec spec;

  @Option(
      names = "--model",
      defaultValue = "smollm2-135m-instruct",
      description = "a name, a directory or a .gguf; ${DEFAULT-VALUE} by default")
  @SuppressWarnings("NullAway.Init")
  private String model;

  @Option(names = "--dtype", defaultValue = "bfloat16", description = "${COMPLETION-CANDIDATES}")
  @SuppressWarnings("NullAway.Init")
  private ModelSpec.Dtype dtype;

  @Option(names = "--threads", description = "all processors by default")
  private int threads = Runtime.getRuntime().availableProcessors();

  /** A size given on the command line, for the error that names it. */
  record Size(String option, int value) {}

  /** Made when it is needed: every start of every command makes this class's objects. */
  private static ObjectMapper mapper() {
    return JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();
  }

  ComputeType computeType() {
    return ComputeType.valueOf(dtype.name());
  }

  int threads() {
    return threads;
  }

  /**
   * Opens the model, measures, and prints the figures as one line.
   *
   * @throws BadInputException naming every size below 1
   */
  int print(
      Progress progress, List<Size> sizes, Function<LanguageModel, Map<String, Object>> measure) {
    check(sizes);
    Parallel.setThreads(threads);
    try (LanguageModel opened =
        LanguageModel.open(ModelStore.ofEnvironment(progress).resolve(model))) {
      PrintWriter out = spec.commandLine().getOut();
      out.println(line(measure.apply(opened)));
      out.flush();
      return 0;
    }
  }

  /** Figures as one line of JSON. */
  static String line(Map<String, Object> figures) {
    try {
      return mapper().writeValueAsString(rounded(figures));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain figures are always valid JSON", e);
    }
  }

  /** Four digits: more would only be noise. */
  private static Map<String, Object> rounded(Map<String, Object> figures) {
    Map<String, Object> rounded = new LinkedHashMap<>();
    figures.forEach((name, value) -> rounded.put(name, rounded(value)));
    return rounded;
  }

  private static Object rounded(Object value) {
    return switch (value) {
      case Double number -> new BigDecimal(number).round(FOUR_DIGITS);
      case List<?> list -> list.stream().map(BenchOptions::rounded).toList();
      default -> value;
    };
  }

  private void check(List<Size> sizes) {
    List<Size> all = new ArrayList<>(sizes);
    all.add(new Size("--threads", threads));
    List<String> issues =
        all.stream()
            .filter(size -> size.value() < 1)
            .map(size -> "%s: must be 1 or more, was %d.".formatted(size.option(), size.value()))
            .toList();
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
  }
}
