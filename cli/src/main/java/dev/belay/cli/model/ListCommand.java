package dev.belay.cli.model;

import com.fasterxml.jackson.core.JsonProcessingException;
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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code belay model list}: what is here, and what can be had by name. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists the models on this machine, and those that can be pulled by name.")
final class ListCommand implements Callable<Integer> {

  @ParentCommand
  @SuppressWarnings("NullAway.Init") // picocli sets these before call().
  private ModelCommand parent;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(names = "--json", description = "prints JSON")
  private boolean json;

  @Override
  public Integer call() throws JsonProcessingException {
    ModelStore store = parent.store();
    List<StoredModel> ready = store.list();
    List<CatalogEntry> absent =
        store.catalog().entries().stream()
            .filter(entry -> ready.stream().noneMatch(m -> m.name().equals(entry.name())))
            .toList();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonText.of(asJson(store, ready, absent)));
    } else {
      print(out, store, ready, absent);
    }
    out.flush();
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

  private static Map<String, Object> asJson(
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
