package dev.belay.cli.doctor;

import dev.belay.cli.option.DataOption;
import dev.belay.cli.option.JsonOption;
import dev.belay.core.run.Progress;
import dev.belay.torch.catalog.ModelStore;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code belay doctor}: what this machine can do and what is missing. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Says what this machine can do, which kernels were chosen, and what is missing.")
public final class DoctorCommand implements Callable<Integer> {

  private final Map<String, String> environment;

  @Mixin private final JsonOption json = new JsonOption();

  @Mixin private final DataOption data = new DataOption();

  public DoctorCommand() {
    this(System.getenv());
  }

  DoctorCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    Examination found =
        Examination.of(ModelStore.of(environment, Progress.SILENT), data.locations(environment));
    json.print(() -> all(found), out -> print(out, found));
    return 0;
  }

  private static Map<String, Object> all(Examination found) {
    Map<String, Object> all = new LinkedHashMap<>(found.facts());
    all.put("advice", found.advice());
    return all;
  }

  private static void print(PrintWriter out, Examination found) {
    found.facts().forEach((name, value) -> out.println(line(name, value)));
    found.advice().forEach(advice -> out.println("! " + advice));
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
