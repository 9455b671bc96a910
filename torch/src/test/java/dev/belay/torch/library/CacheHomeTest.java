package dev.belay.torch.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheHomeTest {

  @Test
  void belayHomeIsForModelsAndTheUsersCacheForLibraries() {
    CacheHome home = CacheHome.of(Map.of("BELAY_HOME", "/models"), "/home/ann");
    assertThat(home.folder()).isEqualTo(Path.of("/models"));
    assertThat(home.libraryFolders())
        .containsExactly(Path.of("/home/ann/.cache/belay/native"), Path.of("/models/native"));
  }

  @Test
  void theCacheOfTheEnvironmentComesBeforeThatOfTheHome() {
    CacheHome home = CacheHome.of(Map.of("XDG_CACHE_HOME", "/cache"), "/home/ann");
    assertThat(home.folder()).isEqualTo(Path.of("/cache/belay"));
    assertThat(home.libraryFolders()).containsExactly(Path.of("/cache/belay/native"));
  }

  @Test
  void oneFolderForBothIsNamedOnce() {
    CacheHome home =
        CacheHome.of(Map.of("XDG_CACHE_HOME", "/c", "BELAY_HOME", "/c/belay"), "/home/ann");
    assertThat(home.libraryFolders()).containsExactly(Path.of("/c/belay/native"));
  }

  @Test
  void aUserWithoutAHomeIsToldWhatToSet() {
    CacheHome unknown = CacheHome.of(Map.of(), "?");
    assertThat(unknown.libraryFolders()).isEmpty();
    assertThatThrownBy(unknown::folder)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("Set BELAY_HOME");
    assertThat(CacheHome.of(Map.of("BELAY_HOME", "/models"), "?").folder())
        .isEqualTo(Path.of("/models"));
  }
}
