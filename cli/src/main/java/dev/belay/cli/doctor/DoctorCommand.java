package dev.belay.cli.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.core.data.DataLocations;
import dev.belay.core.run.Progress;
import dev.belay.torch.catalog.ModelStore;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code belay doctor}: what this machine can do and what is missing. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Says what this machine can do, which kernels were chosen, and what is missing.")
public final class DoctorCommand implements Callable<Integer> {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Map<String, String> environment;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before call().
  private CommandSpec spec;

  @Option(names = "--json", description = "prints JSON")
  private boolean json;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "a folder with datasets, searched before those of BELAY_DATA")
  private @Nullable Path data;

  public DoctorCommand() {
    this(System.getenv());
  }

  DoctorCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws JsonProcessingException {
    Examination found =
        Examination.of(
            ModelStore.of(environment, Progress.SILENT),
            DataLocations.fromEnvironment(data, environment));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Map<String, Object> all = new LinkedHashMap<>(found.facts());
      all.put("advice", found.advice());
      out.println(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(all));
    } else {
      found.facts().forEach((name, value) -> out.println(line(name, value)));
      found.advice().forEach(advice -> out.println("! " + advice));
    }
    out.flush();
    return 0;
  }

  private static String line(String name, Object value) {
    return String.format(Locale.ROOT, "%-30s %s", name.replace('_', ' '), text(name, value));
  }

  private static String text(String name, Object value) {
    return switch (value) {
      case Double number -> String.format(Locale.ROOT, "%.0f", number);
      case Long bytes when name.endsWith("_bytes") ->
          String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
      case List<?> list when list.isEmpty() -> "none";
      case List<?> list -> String.join(", ", list.stream().map(String::valueOf).toList());
      default -> String.valueOf(value);
    };
  }
}
