package dev.belay.cli.data;

import dev.belay.cli.option.JsonOption;
import dev.belay.core.data.DataLocations;
import dev.belay.core.data.PublicFile;
import dev.belay.core.data.PublicFile.Source;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code belay data show}: all that is known of one thing. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "Says all that is known of a benchmark, a dataset or a file: where it comes from, what it"
          + " holds, where it was found and whether that is what was published."
    })
final class DataShowCommand implements Callable<Integer> {

  @ParentCommand
  @SuppressWarnings("NullAway.Init") // picocli sets these before call().
  private DataCommand parent;

  @Parameters(paramLabel = "NAME", description = "a name of belay data list")
  @SuppressWarnings("NullAway.Init")
  private String name;

  @Mixin private final JsonOption json = new JsonOption();

  @Override
  public Integer call() {
    DataEntry entry = new KnownData().named(name);
    DataLocations locations = parent.locations();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("name", entry.name());
    facts.put("kind", entry.kind());
    if (!entry.count().isEmpty()) {
      facts.put("prompts", entry.count());
    }
    facts.put("licence", entry.licence());
    facts.putAll(entry.facts());
    List<Map<String, Object>> files = new ArrayList<>();
    entry.files().forEach(file -> files.add(facts(FileState.of(file, locations))));
    String heading = entry.allNeeded() ? "file" : "file (any one will do)";
    json.print(() -> withFiles(facts, files), out -> print(out, facts, files, heading));
    return 0;
  }

  private static Map<String, Object> facts(FileState state) {
    PublicFile file = state.file();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("path", file.path());
    facts.put("state", state.content().words());
    state.path().map(Path::toString).ifPresent(path -> facts.put("found_at", path));
    if (!file.sha256().isEmpty()) {
      facts.put("sha256", file.sha256());
      facts.put("bytes", file.bytes());
    }
    switch (file.source()) {
      case Source.Address(String url) -> facts.put("address", url);
      case Source.ByHand(String instruction) -> facts.put("by_hand", instruction);
    }
    return facts;
  }

  private static Map<String, Object> withFiles(
      Map<String, Object> facts, List<Map<String, Object>> files) {
    Map<String, Object> all = new LinkedHashMap<>(facts);
    all.put("files", files);
    return all;
  }

  private static void print(
      PrintWriter out, Map<String, Object> facts, List<Map<String, Object>> files, String heading) {
    facts.forEach((key, value) -> out.printf(Locale.ROOT, "%-16s %s%n", key, value));
    for (Map<String, Object> file : files) {
      out.println(heading);
      file.forEach((key, value) -> out.printf(Locale.ROOT, "  %-14s %s%n", key, value));
    }
  }
}
