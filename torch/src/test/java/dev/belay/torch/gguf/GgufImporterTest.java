package dev.belay.torch.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.core.error.BadInputException;
import dev.belay.torch.format.ElementType;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.tensor.NativeMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GgufImporterTest {

  @TempDir Path directory;
  private Path gguf;
  private Path model;

  @BeforeEach
  void writeTinyModel() throws IOException {
    gguf = Files.write(directory.resolve("tiny.gguf"), TinyGguf.file());
    model = directory.resolve("model");
  }

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      names = {"F32", "BF16"})
  void weightsAreThoseOfThePythonPackageInHuggingFaceOrder(ElementType type) throws Exception {
    GgufImporter.importModel(gguf, model, type);
    JsonNode golden = TinyGguf.json("tiny.json");
    try (LanguageModel imported = LanguageModel.open(model)) {
      for (Map.Entry<String, JsonNode> tensor : golden.properties()) {
        assertThat(digest(imported.weight(tensor.getKey())))
            .as(tensor.getKey())
            .isEqualTo(tensor.getValue().get(type == ElementType.F32 ? "fp32" : "bf16").asText());
      }
      assertThat(imported.config().tiedEmbeddings()).isTrue();
      assertThat(imported.config().rmsNormEps()).isEqualTo(1e-5);
      assertThat(imported.eosTokenIds()).containsExactly(2, 0);
      assertThat(imported.specialTokens()).containsEntry("bos_token", "<|im_start|>");
      assertThat(imported.chatTemplate())
          .contains("{% for m in messages %}{{ m['content'] }}{% endfor %}");
    }
  }

  @Test
  void configurationIsWhatTheMetadataSays() throws IOException {
    GgufImporter.importModel(gguf, model, ElementType.BF16);
    JsonNode config = json("config.json");
    assertThat(config.get("model_type").asText()).isEqualTo("llama");
    assertThat(config.get("hidden_size").asInt()).isEqualTo(64);
    assertThat(config.get("intermediate_size").asInt()).isEqualTo(96);
    assertThat(config.get("num_hidden_layers").asInt()).isEqualTo(2);
    assertThat(config.get("num_attention_heads").asInt()).isEqualTo(4);
    assertThat(config.get("num_key_value_heads").asInt()).isEqualTo(2);
    assertThat(config.get("head_dim").asInt()).isEqualTo(16);
    assertThat(config.get("max_position_embeddings").asInt()).isEqualTo(256);
    assertThat(config.get("rope_theta").asDouble()).isEqualTo(10000);
    assertThat(config.get("torch_dtype").asText()).isEqualTo("bfloat16");
    assertThat(json("generation_config.json").get("eos_token_id").toString()).isEqualTo("[2,0]");
    assertThat(json("tokenizer_config.json").get("eos_token").asText()).isEqualTo("<|im_end|>");
    assertThat(json("special_tokens_map.json").get("pad_token").asText()).isEqualTo("<|im_end|>");
  }

  @Test
  void anEmptyDirectoryIsFilled() throws IOException {
    Files.createDirectory(model);
    GgufImporter.importModel(gguf, model, ElementType.BF16);
    assertThat(model.resolve("model.safetensors")).exists();
  }

  @Test
  void nothingOfTheUsersIsOverwritten() throws IOException {
    Files.createDirectory(model);
    Files.writeString(model.resolve("notes.txt"), "mine");
    assertIssue("not empty");
    assertThat(model.resolve("notes.txt")).hasContent("mine");
    assertThatThrownBy(() -> GgufImporter.importModel(gguf, gguf, ElementType.BF16))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("is a file");
  }

  @Test
  void onlyTypesOfModelWeightsAreWritten() {
    assertThatThrownBy(() -> GgufImporter.importModel(gguf, model, ElementType.I8))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("I8");
  }

  @Test
  void aFileThatIsRefusedLeavesNothingBehind() throws IOException {
    LlamaFiles.complete().text("general.name", "x").constant("stray.weight", 0, 4).write(gguf);
    assertIssue("tensor stray.weight: has no place");
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).containsExactly(gguf);
    }
  }

  @Test
  void namedTemplatesAreKept() throws IOException {
    LlamaFiles.complete()
        .text("tokenizer.chat_template", "one")
        .texts("tokenizer.chat_templates", List.of("tool_use", "../rag", "absent"))
        .text("tokenizer.chat_template.tool_use", "two")
        .text("tokenizer.chat_template.../rag", "three")
        .write(gguf);
    GgufImporter.importModel(gguf, model, ElementType.BF16);
    try (LanguageModel imported = LanguageModel.open(model)) {
      assertThat(imported.chatTemplates().sources())
          .containsExactly(Map.entry("default", "one"), Map.entry("tool_use", "two"));
    }
  }

  /** No key names it, and no list of known texts has it. */
  @Test
  void whatTheTemplateEndsATurnWithIsAnEnd() throws IOException {
    LlamaFiles.complete()
        .whole("tokenizer.ggml.eos_token_id", 1)
        .text("tokenizer.chat_template", "{% for m in messages %}{{ m.content }}<s>{% endfor %}")
        .write(gguf);
    GgufImporter.importModel(gguf, model, ElementType.BF16);
    assertThat(json("generation_config.json").get("eos_token_id").toString()).isEqualTo("[1,0]");
    assertThat(json("config.json").get("eos_token_id").toString()).isEqualTo("[1,0]");
  }

  private void assertIssue(String part) {
    assertThatThrownBy(() -> GgufImporter.importModel(gguf, model, ElementType.BF16))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(part);
  }

  private JsonNode json(String name) throws IOException {
    return new ObjectMapper().readTree(model.resolve(name).toFile());
  }

  private static String digest(Tensor tensor) throws NoSuchAlgorithmException {
    long bytes = tensor.numel() * tensor.element_size();
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update(NativeMemory.ALL.asSlice(NativeMemory.address(tensor), bytes).asByteBuffer());
    return HexFormat.of().formatHex(sha256.digest());
  }
}
