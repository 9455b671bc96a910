package dev.belay.torch.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The models that Belay knows by name, from the resource {@code catalog.yaml}. */
public final class ModelCatalog {

  private static final String RESOURCE = "catalog.yaml";

  private final Map<String, CatalogEntry> entries = new LinkedHashMap<>();

  ModelCatalog(List<CatalogEntry> entries) {
    entries.forEach(entry -> this.entries.put(entry.name(), entry));
  }

  /** The catalog that ships with Belay. */
  public static ModelCatalog builtIn() {
    try (InputStream yaml =
        Objects.requireNonNull(ModelCatalog.class.getResourceAsStream(RESOURCE))) {
      return new ModelCatalog(CatalogReader.read(yaml));
    } catch (IOException e) {
      throw new UncheckedIOException("the built-in " + RESOURCE + " cannot be read", e);
    }
  }

  /** The entry of a name, if there is one. */
  public Optional<CatalogEntry> entry(String name) {
    return Optional.ofNullable(entries.get(name));
  }

  /** All entries, in the order of the file. */
  public Collection<CatalogEntry> entries() {
    return entries.values();
  }
}
