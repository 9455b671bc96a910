package dev.belay.torch.catalog;

import dev.belay.torch.catalog.StoredModel.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds every finished model in a home. */
final class StoreListing {

  private final ModelHome home;
  private final Map<Path, String> catalogNames = new HashMap<>();

  StoreListing(ModelHome home, ModelCatalog catalog, ImportedModels imported) {
    this.home = home;
    for (CatalogEntry entry : catalog.entries()) {
      Path directory = imported.directoryFor(entry.file().name(), entry.file().sha256());
      catalogNames.put(directory, entry.name());
    }
  }

  List<StoredModel> list() throws IOException {
    List<StoredModel> models = new ArrayList<>();
    for (Path directory : finished(home.models())) {
      models.add(model(String.valueOf(directory.getFileName()), Kind.MADE, directory));
    }
    for (Path directory : finished(home.imported())) {
      String name = catalogNames.get(directory);
      models.add(
          name == null
              ? model(directory.toString(), Kind.IMPORTED, directory)
              : model(name, Kind.CATALOG, directory));
    }
    for (Path directory : finished(home.hub())) {
      models.add(model(hubId(directory), Kind.HUB, directory));
    }
    return models;
  }

  private static String hubId(Path directory) {
    Map<String, Object> provenance = ModelProvenance.read(directory);
    String revision = String.valueOf(provenance.get("revision"));
    return provenance.get("model") + (revision.equals("main") ? "" : "@" + revision);
  }

  private static StoredModel model(String name, Kind kind, Path directory) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
    }
    return new StoredModel(name, kind, directory, bytes, ModelProvenance.read(directory));
  }

  private static List<Path> finished(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> !String.valueOf(entry.getFileName()).startsWith("."))
          .filter(ModelProvenance::isThere)
          .sorted()
          .toList();
    }
  }
}
