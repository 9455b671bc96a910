package dev.belay.torch.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryFolderTest {

  private static final Map<String, String> CONTENTS =
      Map.of("libone.so", "first", "libtwo.so.1", "the second library");

  @TempDir Path temporary;

  private LibrarySet set() throws IOException {
    return FakeJar.libraries(temporary.resolve("libraries.jar"), CONTENTS);
  }

  @Test
  void unpacksAllFilesUnderANameOfTheirContent() throws IOException {
    LibraryFolder folder = new LibraryFolder(temporary.resolve("native"));
    LibrarySet set = set();
    assertThat(folder.has(set)).isFalse();

    Path unpacked = folder.unpack(set);

    assertThat(contents(unpacked)).isEqualTo(CONTENTS);
    assertThat(folder.has(set)).isTrue();
    LibrarySet other =
        FakeJar.libraries(
            temporary.resolve("other.jar"),
            Map.of("libone.so", "First", "libtwo.so.1", "the second library"));
    assertThat(folder.unpack(other)).isNotEqualTo(unpacked);
    assertThat(contents(unpacked)).isEqualTo(CONTENTS);
  }

  @Test
  void neverWritesAgainToWhatLiesThere() throws IOException {
    LibraryFolder folder = new LibraryFolder(temporary.resolve("native"));
    Path library = folder.unpack(set()).resolve("libone.so");
    @Nullable Object file = identity(library);

    folder.unpack(set());

    assertThat(identity(library)).isEqualTo(file);
  }

  @Test
  void damagedLibrariesAreReplacedAndNotOverwritten() throws IOException {
    LibraryFolder folder = new LibraryFolder(temporary.resolve("native"));
    Path library = folder.unpack(set()).resolve("libone.so");
    Files.writeString(library, "cut");
    assertThat(folder.has(set())).isFalse();

    try (InputStream opened = Files.newInputStream(library)) {
      Path again = folder.unpack(set());

      assertThat(contents(again)).isEqualTo(CONTENTS);
      assertThat(new String(opened.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("cut");
    }
  }

  @Test
  void whatAKilledProcessLeftIsDeletedByTheNext() throws IOException {
    Path root = Files.createDirectory(temporary.resolve("native"));
    Path leftover = Files.createDirectory(root.resolve("." + set().key() + ".unpacking-x"));
    Files.writeString(leftover.resolve("libone.so"), "fi");

    new LibraryFolder(root).unpack(set());

    assertThat(leftover).doesNotExist();
  }

  @Test
  void allWhoUnpackAtOnceGetWholeLibraries() throws Exception {
    LibraryFolder folder = new LibraryFolder(temporary.resolve("native"));
    LibrarySet set = set();
    Callable<Map<String, String>> unpacking = () -> contents(folder.unpack(set));
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Map<String, String>>> all =
          threads.invokeAll(IntStream.range(0, 32).mapToObj(_ -> unpacking).toList());
      for (Future<Map<String, String>> each : all) {
        assertThat(each.get()).isEqualTo(CONTENTS);
      }
    }
    assertThat(names(folder.root()))
        .containsExactlyInAnyOrder(set.key(), "." + set.key() + ".lock");
  }

  @Test
  void aFolderThatCannotBeWrittenIsPassedOver() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "no folder");
    Path good = temporary.resolve("good");
    CacheHome home = new CacheHome(Optional.of(good), Optional.of(file));

    Path unpacked = UnpackedLibraries.of(set(), home);

    assertThat(unpacked).startsWith(good);
    assertThat(contents(unpacked)).isEqualTo(CONTENTS);
  }

  @Test
  void withoutAnyFolderTheLibrariesLieInATemporaryOne() throws IOException {
    Path unpacked = UnpackedLibraries.of(set(), new CacheHome(Optional.empty(), Optional.empty()));

    assertThat(contents(unpacked)).isEqualTo(CONTENTS);
    assertThat(unpacked).startsWith(Path.of(System.getProperty("java.io.tmpdir")));
  }

  @Test
  void aFolderWithTheLibrariesNeedNotBeWritten() throws IOException {
    Path home = temporary.resolve("home");
    Path unpacked = new LibraryFolder(home.resolve("native")).unpack(set());
    Files.delete(home.resolve("native").resolve("." + set().key() + ".lock"));

    assertThat(UnpackedLibraries.of(set(), new CacheHome(Optional.of(home), Optional.empty())))
        .isEqualTo(unpacked);
    assertThat(names(home.resolve("native"))).containsExactly(set().key());
  }

  @Test
  void whatCannotBeReadLeavesNothingBehind() throws IOException {
    URL nothing = temporary.resolve("nothing").toUri().toURL();
    LibrarySet set = new LibrarySet(List.of(new LibraryResource("libone.so", nothing, 5, 0)));
    LibraryFolder folder = new LibraryFolder(temporary.resolve("native"));

    assertThatThrownBy(() -> folder.unpack(set)).isInstanceOf(IOException.class);

    assertThat(names(folder.root())).containsExactly("." + set.key() + ".lock");
    assertThatThrownBy(
            () -> UnpackedLibraries.of(set, new CacheHome(Optional.empty(), Optional.empty())))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("cannot unpack the native libraries")
        .hasMessageContaining("XDG_CACHE_HOME");
  }

  private static @Nullable Object identity(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }

  private static Map<String, String> contents(Path folder) throws IOException {
    return names(folder).stream()
        .collect(Collectors.toMap(name -> name, name -> text(folder.resolve(name))));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
