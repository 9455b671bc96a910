package dev.belay.cli.data;

import dev.belay.cli.option.JsonOption;
import dev.belay.core.data.DataLocations;
import dev.belay.safety.eval.TextTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code belay data list}: what is known, and whether it is here. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists every benchmark, dataset and further file, and whether it is here.")
final class DataListCommand implements Callable<Integer> {

  @ParentCommand
  @SuppressWarnings("NullAway.Init") // picocli sets it before call().
  private DataCommand parent;

  @Mixin private final JsonOption json = new JsonOption();

  @Override
  public Integer call() {
    DataLocations locations = parent.locations();
    List<Map<String, String>> all =
        new KnownData().entries().stream().map(entry -> facts(entry, locations)).toList();
    json.print(() -> all, out -> out.print(table(all)));
    return 0;
  }

  private static String table(List<Map<String, String>> all) {
    TextTable table = new TextTable(List.copyOf(all.getFirst().keySet()), Set.of(0, 1, 2, 4, 5));
    all.forEach(facts -> table.add(List.copyOf(facts.values())));
    return table.print();
  }

  private static Map<String, String> facts(DataEntry entry, DataLocations locations) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("name", entry.name());
    facts.put("kind", entry.kind());
    facts.put("for", entry.use());
    facts.put("prompts", entry.count());
    facts.put("licence", entry.licence());
    facts.put("state", state(entry, locations));
    return facts;
  }

  private static String state(DataEntry entry, DataLocations locations) {
    return entry.embedded() ? "ships with Belay" : FileState.of(entry, locations).words();
  }
}
