package dev.belay.torch.catalog;

import dev.belay.core.error.BadInputException;
import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.Progress;
import dev.belay.torch.model.ModelDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whole models of the hub, kept by id and revision once they are complete. */
final class HubModels {

  private static final String PART = "[A-Za-z0-9][A-Za-z0-9._-]*";
  private static final Pattern ID =
      Pattern.compile("(%s/%s)(?:@([A-Za-z0-9][A-Za-z0-9._/-]*))?".formatted(PART, PART));
  private static final String DEFAULT_REVISION = "main";

  private final ModelHome home;
  private final HubClient hub;
  private final Readiness readiness;
  private final Progress progress;

  /**
   * What is asked of a model before it counts as ready.
   *
   * @param configured looks at it before its weights are fetched
   * @param whole looks at it when all is there
   */
  record Readiness(Consumer<Path> configured, Consumer<Path> whole) {

    /** That it can be opened. */
    static final Readiness OPENS =
        new Readiness(ModelDirectory::requireSupported, ModelDirectory::requireOpens);
  }

  HubModels(ModelHome home, HubClient hub, Readiness readiness, Progress progress) {
    this.readiness = readiness;
    this.home = home;
    this.hub = hub;
    this.progress = progress;
  }

  /** Whether a text has the form {@code owner/name} or {@code owner/name@revision}. */
  static boolean isHubId(String text) {
    return ID.matcher(text).matches() && !text.contains("..");
  }

  /** Where the model of a hub id is, or would be; empty if the text is no hub id. */
  Optional<Path> directoryFor(String id) {
    Matcher parts = ID.matcher(id);
    return isHubId(id) && parts.matches()
        ? Optional.of(directoryOf(parts.group(1), revisionOf(parts)))
        : Optional.empty();
  }

  /** The model's directory, downloaded if it is not here. */
  Path resolve(String id) throws IOException {
    Matcher parts = ID.matcher(id);
    if (!parts.matches()) {
      throw new IllegalArgumentException(id + " is not a hub id");
    }
    String repository = parts.group(1);
    String revision = revisionOf(parts);
    Path directory = directoryOf(repository, revision);
    if (isReady(directory)) {
      return directory;
    }
    return StoreLock.hold(
        home.locks().resolve(directory.getFileName() + ".lock"),
        progress,
        () -> {
          if (!isReady(directory)) {
            download(repository, revision, directory);
          }
          return directory;
        });
  }

  /** Whether all its shards are there: earlier versions took some for others' files. */
  private static boolean isReady(Path directory) {
    return ModelProvenance.isThere(directory) && ModelDirectory.hasAllWeights(directory);
  }

  private Path directoryOf(String repository, String revision) {
    return HubFolder.of(home.hub(), repository, revision);
  }

  private static String revisionOf(Matcher parts) {
    return parts.group(2) == null ? DEFAULT_REVISION : parts.group(2);
  }

  /** Files collect in a hidden directory, which a later run resumes, until all are there. */
  private void download(String repository, String revision, Path directory) throws IOException {
    Path staging = AtomicFiles.temporaryFor(directory);
    if (ModelProvenance.isThere(directory) && !Files.exists(staging)) {
      AtomicFiles.move(directory, staging); // It lacks files, and what it has need not come again.
    }
    Files.createDirectories(staging);
    String commit;
    try {
      commit =
          hub.fetchModel(repository, revision, staging, opened(repository, readiness.configured()));
      opened(repository, readiness.whole()).accept(staging);
    } catch (IOException e) {
      throw new ModelUnavailableException(
          """
          model %s could not be fetched. Tried:
            the cache: not at %s
            the hub: %s
          Nor is there a directory %s here. Mend this, or name a directory or .gguf file instead.\
          """
              .formatted(repository, directory, hub.said(e), repository),
          e);
    }
    Map<String, Object> provenance = new LinkedHashMap<>();
    provenance.put("kind", "hub");
    provenance.put("model", repository);
    provenance.put("revision", revision);
    provenance.put("commit", commit);
    ModelProvenance.write(staging, provenance);
    AtomicFiles.move(staging, directory);
  }

  /** Says which model it is that cannot be opened, rather than where it was fetched to. */
  private static Consumer<Path> opened(String repository, Consumer<Path> check) {
    return directory -> {
      try {
        check.accept(directory);
      } catch (BadInputException e) {
        throw new BadInputException(
            e.issues().stream()
                .map(
                    issue ->
                        "model %s of the hub cannot be used: %s"
                            .formatted(repository, issue.replace(directory + "/", "")))
                .toList());
      }
    };
  }
}
