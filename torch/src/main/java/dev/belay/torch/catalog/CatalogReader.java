package dev.belay.torch.catalog;

import dev.belay.torch.catalog.CatalogEntry.PinnedFile;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Reads {@code catalog.yaml}. The file ships with Belay, so a mistake in it is a defect and not bad
 * input: it throws {@link IllegalStateException}.
 */
final class CatalogReader {

  private CatalogReader() {}

  static List<CatalogEntry> read(InputStream yaml) {
    Object document = new Load(LoadSettings.builder().build()).loadFromInputStream(yaml);
    Map<?, ?> models = section(section(document, "catalog", Set.of("models")), "models");
    List<CatalogEntry> entries = new ArrayList<>();
    models.forEach((name, model) -> entries.add(entry(String.valueOf(name), model)));
    return entries;
  }

  private static CatalogEntry entry(String name, Object model) {
    Map<?, ?> values =
        section(model, name, Set.of("description", "licence", "origin", "file", "sources"));
    if (!(values.get("sources") instanceof List<?> sources) || sources.isEmpty()) {
      throw new IllegalStateException("catalog: " + name + ": no sources");
    }
    return new CatalogEntry(
        name,
        text(values, "description"),
        text(values, "licence"),
        text(values, "origin"),
        file(section(values, "file")),
        sources.stream().map(source -> source(name, source)).toList());
  }

  private static PinnedFile file(Map<?, ?> values) {
    String sha256 = text(values, "sha256");
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalStateException("catalog: not a SHA-256: " + sha256);
    }
    return new PinnedFile(text(values, "name"), Long.parseLong(text(values, "bytes")), sha256);
  }

  private static ModelSource source(String name, Object source) {
    Map<?, ?> kinds = section(source, name, Set.of("hub", "python_package"));
    if (kinds.containsKey("hub")) {
      Map<?, ?> hub = section(kinds, "hub");
      return new ModelSource.HubFile(
          text(hub, "repository"), text(hub, "revision"), text(hub, "path"));
    }
    Map<?, ?> python = section(kinds, "python_package");
    return new ModelSource.PythonPackage(
        text(python, "name"), text(python, "version"), text(python, "member"));
  }

  private static Map<?, ?> section(Map<?, ?> parent, String key) {
    if (parent.get(key) instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalStateException("catalog: " + key + " is missing");
  }

  private static Map<?, ?> section(Object value, String what, Set<String> allowed) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new IllegalStateException("catalog: " + what + " is not a section");
    }
    for (Object key : map.keySet()) {
      if (!(key instanceof String text && allowed.contains(text))) {
        throw new IllegalStateException("catalog: " + what + ": unknown key " + key);
      }
    }
    return map;
  }

  private static String text(Map<?, ?> values, String key) {
    Object value = values.get(key);
    if (value == null) {
      throw new IllegalStateException("catalog: " + key + " is missing");
    }
    return value.toString();
  }
}
