package dev.belay.torch.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class NativeLibrariesTest {

  @Test
  void libtorchIsLoadedFromTheFolderOfThisBuild() throws IOException {
    NativeLibraries.loadInBackground();
    NativeLibraries.load();
    NativeLibraries.load();

    try (Tensor ones = torch.ones(3)) {
      assertThat(ones.numel()).isEqualTo(3);
    }
    Optional<Path> folder = NativeLibraries.folder();
    if (folder.isPresent()) {
      Path library = folder.get().resolve("libtorch_cpu.so").toRealPath();
      List<String> mapped = Files.readAllLines(Path.of("/proc/self/maps"));
      assertThat(mapped)
          .filteredOn(line -> line.endsWith("libtorch_cpu.so"))
          .isNotEmpty()
          .allMatch(line -> line.endsWith(" " + library));
      assertThat(mapped).noneMatch(line -> line.contains("/.javacpp/"));
    } else {
      assertThat(Loader.getLoadedLibraries()).containsKey("jnitorch");
    }
  }

  @Test
  void theLibrariesOfThisBuildAreKnownByTheirContent() {
    ClassLoader loader = NativeLibrariesTest.class.getClassLoader();
    Optional<LibrarySet> first = LibrarySet.find(loader);
    assertThat(LibrarySet.find(loader)).isEqualTo(first);
    first.ifPresent(
        set -> {
          assertThat(set.key()).matches("linux-x86_64-[0-9a-f]{16}");
          assertThat(set.bytes()).isGreaterThan(300_000_000);
          assertThat(set.toLoad())
              .doesNotContain(LibrarySet.TOKENIZERS_FILE)
              .endsWith("libjnitorch.so");
        });
  }
}
