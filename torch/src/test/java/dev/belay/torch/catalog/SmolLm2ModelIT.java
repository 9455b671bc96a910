package dev.belay.torch.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.core.run.Progress;
import dev.belay.torch.format.ElementType;
import dev.belay.torch.gguf.GgufImporter;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.model.ModelDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real model, pulled into the cache if it is not there. */
class SmolLm2ModelIT {

  private static final String NAME = "smollm2-135m-instruct";

  /**
   * SHA-256 of {@code model.safetensors} as safetensors' own writer makes it from the tensors that
   * the {@code gguf} Python package dequantises, in bf16 rounded by torch and in fp32.
   */
  private static final String BF16_SHA256 =
      "7ef915c9bf9d94d8d70211970476878352a5b95855c589ae987916d7a455242b";

  private static final String F32_SHA256 =
      "a672150fb4f99d7c8f4168cecdd464069c0ef3a37d8113f22ddb9d48031d03cd";

  private static Path model;

  @BeforeAll
  static void pull() {
    model = ModelStore.ofEnvironment(Progress.SILENT).resolve(NAME);
  }

  @Test
  void weightsAreTheDequantisedOnesRoundedToNearestEven() {
    assertThat(ModelDirectory.describe(model).weightsSha256()).isEqualTo(BF16_SHA256);
  }

  @Test
  void weightsInFp32AreTheDequantisedOnesExactly(@TempDir Path directory) throws IOException {
    CatalogEntry entry = ModelCatalog.builtIn().entry(NAME).orElseThrow();
    Path gguf;
    try (Stream<Path> files = Files.walk(ModelHome.of(System.getenv()).downloads())) {
      gguf = files.filter(file -> file.endsWith(entry.file().name())).findFirst().orElseThrow();
    }
    Path exact = directory.resolve("fp32");
    GgufImporter.importModel(gguf, exact, ElementType.F32);
    assertThat(ModelDirectory.describe(exact).weightsSha256()).isEqualTo(F32_SHA256);
  }

  /** The reference encoder is in {@code src/test/python/make_gguf_goldens.py}. */
  @Test
  void thousandMixedTextsGetTheIdsOfTheReference() throws IOException {
    JsonNode golden = golden();
    JsonNode samples = golden.get("samples");
    assertThat(samples.size()).isGreaterThan(1000);
    try (LanguageModel opened = LanguageModel.open(model)) {
      for (int i = 0; i < samples.size(); i++) {
        int[] expected =
            new ObjectMapper().convertValue(golden.get("ids").get("smollm").get(i), int[].class);
        String text = samples.get(i).asText();
        assertThat(opened.tokenizer().encode(text)).as(text).containsExactly(expected);
        assertThat(opened.tokenizer().decodeWithSpecialTokens(expected)).isEqualTo(text);
      }
    }
  }

  @Test
  void endsOfCompletionsAndTemplateAreTheModels() {
    try (LanguageModel opened = LanguageModel.open(model)) {
      assertThat(opened.eosTokenIds()).containsExactly(2);
      assertThat(opened.chatTemplate().orElseThrow()).contains("<|im_start|>assistant");
      assertThat(opened.config().rmsNormEps()).isEqualTo(1e-5);
      assertThat(opened.config().ropeTheta()).isEqualTo(100_000);
    }
  }

  private static JsonNode golden() throws IOException {
    String resource = "/dev/belay/torch/gguf/real-words.json";
    try (InputStream in =
        Objects.requireNonNull(SmolLm2ModelIT.class.getResourceAsStream(resource))) {
      return new ObjectMapper().readTree(in);
    }
  }
}
