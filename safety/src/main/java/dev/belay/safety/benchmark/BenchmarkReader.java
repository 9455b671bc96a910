package dev.belay.safety.benchmark;

import dev.belay.core.data.PublicFiles;
import dev.belay.safety.eval.SuiteKind;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Reads {@code benchmarks.yaml}. The file ships with Belay, so a mistake in it is a defect and not
 * bad input: it throws {@link IllegalStateException}.
 */
final class BenchmarkReader {

  private static final Set<String> KEYS =
      Set.of(
          "version",
          "kind",
          "paper",
          "metric",
          "files",
          "prompts",
          "categories",
          "read",
          "where",
          "prompt",
          "context",
          "turn",
          "target",
          "category",
          "id",
          "id_prefix");

  private final PublicFiles files;

  BenchmarkReader(PublicFiles files) {
    this.files = files;
  }

  List<Benchmark> read(InputStream yaml) {
    Object document = new Load(LoadSettings.builder().build()).loadFromInputStream(yaml);
    if (!(document instanceof Map<?, ?> entries)) {
      throw new IllegalStateException("benchmarks: not a mapping");
    }
    List<Benchmark> benchmarks = new ArrayList<>();
    entries.forEach((name, entry) -> benchmarks.add(benchmark(String.valueOf(name), entry)));
    return benchmarks;
  }

  private Benchmark benchmark(String name, Object entry) {
    if (!(entry instanceof Map<?, ?> values) || !KEYS.containsAll(values.keySet())) {
      throw new IllegalStateException("benchmarks: " + name + ": not an entry: " + entry);
    }
    String prompts = optional(values, "prompts");
    BenchmarkInfo info =
        new BenchmarkInfo(
            name,
            required(values, "version"),
            SuiteKind.valueOf(required(values, "kind").toUpperCase(Locale.ROOT)),
            BenchmarkSource.published(
                required(values, "paper"),
                required(values, "metric"),
                texts(values, "files").stream().map(files::at).toList()),
            prompts == null ? 0 : Integer.parseInt(prompts),
            texts(values, "categories"));
    return new FileBenchmark(info, layout(optional(values, "read")), columns(values));
  }

  private static FileLayout layout(@Nullable String read) {
    if (read == null || read.equals("rows")) {
      return new FileLayout.Rows();
    }
    if (read.startsWith("array ")) {
      return new FileLayout.ArrayField(read.substring("array ".length()));
    }
    if (read.equals("category files")) {
      return new FileLayout.CategoryFiles();
    }
    throw new IllegalStateException("benchmarks: unknown layout " + read);
  }

  private static PromptColumns columns(Map<?, ?> values) {
    String prefix = optional(values, "id_prefix");
    return new PromptColumns(
        where(values.get("where")),
        texts(values, "prompt"),
        optional(values, "context"),
        optional(values, "turn"),
        optional(values, "target"),
        optional(values, "category"),
        new PromptColumns.Id(optional(values, "id"), prefix == null ? "" : prefix));
  }

  private static PromptColumns.@Nullable Where where(@Nullable Object value) {
    return value instanceof Map<?, ?> where
        ? new PromptColumns.Where(
            required(where, "column"), required(where, "is"), texts(where, "values"))
        : null;
  }

  private static List<String> texts(Map<?, ?> values, String key) {
    return values.get(key) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  private static String required(Map<?, ?> values, String key) {
    String text = optional(values, key);
    if (text == null) {
      throw new IllegalStateException("benchmarks: " + key + " is missing in " + values);
    }
    return text;
  }

  private static @Nullable String optional(Map<?, ?> values, String key) {
    Object value = values.get(key);
    return value == null ? null : value.toString();
  }
}
