package dev.belay.cli.model;

import dev.belay.cli.option.JsonOption;
import dev.belay.torch.catalog.CatalogEntry;
import dev.belay.torch.catalog.ModelStore;
import dev.belay.torch.model.ModelDescription;
import dev.belay.torch.model.ModelDirectory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code belay model info}: what a model is, without fetching one of the catalog. */
@Command(
    name = "info",
    mixinStandardHelpOptions = true,
    description = {
      "Says what a model is: its shape, weights and tokens, and where it comes from.",
      "A model of the catalog or the hub that is not here yet is not fetched."
    })
final class InfoCommand implements Callable<Integer> {

  @ParentCommand
  @SuppressWarnings("NullAway.Init") // picocli sets these before call().
  private ModelCommand parent;

  @Parameters(paramLabel = "MODEL", description = "a name, a directory, a .gguf file or a hub id")
  @SuppressWarnings("NullAway.Init")
  private String model;

  @Mixin private final JsonOption json = new JsonOption();

  @Override
  public Integer call() {
    ModelStore store = parent.store();
    Optional<CatalogEntry> entry = store.catalog().entry(model);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("model", model);
    entry.ifPresent(known -> addCatalog(facts, known));
    if (store.isRemote(model)) {
      facts.put("ready", false);
    } else {
      Path directory = store.resolve(model);
      facts.put("ready", true);
      facts.put("directory", directory.toString());
      addDescription(facts, ModelDirectory.describe(directory));
      List<String> warnings = ModelDirectory.warnings(directory);
      if (!warnings.isEmpty()) {
        facts.put("warnings", warnings);
      }
    }
    json.print(
        () -> facts,
        out -> facts.forEach((name, value) -> out.printf(Locale.ROOT, "%-18s %s%n", name, value)));
    return 0;
  }

  private static void addCatalog(Map<String, Object> facts, CatalogEntry entry) {
    facts.put("description", entry.description());
    facts.put("licence", entry.licence().describe());
    facts.put("origin", entry.origin());
    facts.put("file", entry.file().name());
    facts.put("file_bytes", entry.file().bytes());
    facts.put("file_sha256", entry.file().sha256());
  }

  private static void addDescription(Map<String, Object> facts, ModelDescription model) {
    facts.put("family", model.family());
    facts.put("parameters", model.parameters());
    facts.put("dtypes", model.types().stream().map(Enum::name).toList());
    facts.put("layers", model.config().layers());
    facts.put("hidden_size", model.config().hiddenSize());
    facts.put("attention_heads", model.config().attentionHeads());
    facts.put("key_value_heads", model.config().keyValueHeads());
    facts.put("vocabulary_size", model.config().vocabularySize());
    facts.put("max_positions", model.config().maxPositions());
    facts.put("eos_token_ids", model.eosTokenIds());
    facts.put("chat_template", model.hasChatTemplate());
    facts.put("tokenizer", model.hasTokenizer());
    facts.put("weight_bytes", model.weightBytes());
    facts.put("weights_sha256", model.weightsSha256());
  }
}
