package dev.belay.torch.catalog;

import dev.belay.core.run.AtomicFiles;
import dev.belay.core.run.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
  private final Progress progress;

  HubModels(ModelHome home, HubClient hub, Progress progress) {
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
    if (ModelProvenance.isThere(directory)) {
      return directory;
    }
    return StoreLock.hold(
        home.locks().resolve(directory.getFileName() + ".lock"),
        progress,
        () -> {
          if (!ModelProvenance.isThere(directory)) {
            download(repository, revision, directory);
          }
          return directory;
        });
  }

  private Path directoryOf(String repository, String revision) {
    return home.hub().resolve((repository + "@" + revision).replace("/", "--"));
  }

  private static String revisionOf(Matcher parts) {
    return parts.group(2) == null ? DEFAULT_REVISION : parts.group(2);
  }

  /** Files collect in a hidden directory, which a later run resumes, until all are there. */
  private void download(String repository, String revision, Path directory) throws IOException {
    Path staging = AtomicFiles.temporaryFor(directory);
    Files.createDirectories(staging);
    String commit;
    try {
      commit = hub.fetchModel(repository, revision, staging);
    } catch (IOException e) {
      throw new ModelUnavailableException(
          """
          model %s could not be fetched. Tried:
            the cache: not at %s
            the hub: %s
          Nor is there a directory %s here. Mend this, or name a directory or .gguf file instead.\
          """
              .formatted(repository, directory, e.getMessage(), repository),
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
}
