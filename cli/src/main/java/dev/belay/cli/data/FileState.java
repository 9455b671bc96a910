package dev.belay.cli.data;

import dev.belay.core.data.DataLocations;
import dev.belay.core.data.PublicFile;
import dev.belay.core.hash.Sha256;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Whether a published file is here.
 *
 * @param file the published file
 * @param path where a copy lies; empty when there is none
 * @param content what that copy is
 */
record FileState(PublicFile file, Optional<Path> path, Content content) {

  /** What a copy is. */
  enum Content {
    /** There is no copy. */
    MISSING("missing"),
    /** Byte for byte what was published. */
    PUBLISHED("as published"),
    /** Something else; it is read all the same. */
    OTHER("not the published file"),
    /** Its publisher's checksum is not known to Belay. */
    UNCHECKED("found, no checksum known");

    private final String words;

    Content(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  static FileState of(PublicFile file, DataLocations locations) {
    Optional<Path> path = locations.find(file.paths());
    return new FileState(file, path, path.map(copy -> content(file, copy)).orElse(Content.MISSING));
  }

  private static Content content(PublicFile file, Path copy) {
    if (file.sha256().isEmpty()) {
      return Content.UNCHECKED;
    }
    return Sha256.of(copy).equals(file.sha256()) ? Content.PUBLISHED : Content.OTHER;
  }

  /** The state of an entry as a whole: of the files that make it, or of the one that was found. */
  static Content of(DataEntry entry, DataLocations locations) {
    List<Content> contents =
        entry.files().stream().map(file -> of(file, locations).content()).toList();
    if (entry.allNeeded()) {
      return List.of(Content.MISSING, Content.OTHER, Content.UNCHECKED).stream()
          .filter(contents::contains)
          .findFirst()
          .orElse(Content.PUBLISHED);
    }
    return contents.stream()
        .filter(content -> content != Content.MISSING)
        .findFirst()
        .orElse(Content.MISSING);
  }
}
