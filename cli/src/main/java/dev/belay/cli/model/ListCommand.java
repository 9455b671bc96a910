package dev.belay.cli.model;

import dev.belay.cli.option.JsonOption;
import dev.belay.torch.catalog.CatalogEntry;
import dev.belay.torch.catalog.ModelStore;
import dev.belay.torch.catalog.StoredModel;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** {@code belay model list}: what is here, and what can be had by name. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists the models on this machine, and those that can be pulled by name.")
final class ListCommand implements Callable<Integer> {

  @ParentCommand
  @SuppressWarnings("NullAway.Init") // picocli sets it before call().
  private ModelCommand parent;

  @Mixin private final JsonOption json = new JsonOption();

  @Override
  public Integer call() {
    ModelStore store = parent.store();
    List<StoredModel> ready = store.list();
    List<CatalogEntry> absent =
        store.catalog().entries().stream()
            .filter(entry -> ready.stream().noneMatch(m -> m.name().equals(entry.name())))
            .toList();
    json.print(() -> facts(store, ready, absent), out -> print(out, store, ready, absent));
    return 0;
  }

  private static void print(
      PrintWriter out, ModelStore store, List<StoredModel> ready, List<CatalogEntry> absent) {
    out.println("models in " + store.home());
    for (StoredModel model : ready) {
      out.printf(
          Locale.ROOT,
          "  %-32s %-9s %8.1f MB  %s%n",
          model.name(),
          kind(model),
          model.bytes() / 1e6,
          model.directory());
    }
    for (CatalogEntry entry : absent) {
      out.printf(
          Locale.ROOT,
          "  %-32s %-9s %8.1f MB  %s (%s)%n",
          entry.name(),
          "to pull",
          entry.file().bytes() / 1e6,
          entry.description(),
          entry.licence().name());
    }
  }

  private static Map<String, Object> facts(
      ModelStore store, List<StoredModel> ready, List<CatalogEntry> absent) {
    List<Map<String, Object>> models = new ArrayList<>();
    for (StoredModel model : ready) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("name", model.name());
      entry.put("kind", kind(model));
      entry.put("directory", model.directory().toString());
      entry.put("bytes", model.bytes());
      entry.put("provenance", model.provenance());
      models.add(entry);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("home", store.home().toString());
    all.put("models", models);
    all.put("to_pull", absent.stream().map(CatalogEntry::name).toList());
    return all;
  }

  private static String kind(StoredModel model) {
    return model.kind().name().toLowerCase(Locale.ROOT);
  }
}
