package dev.belay.torch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.belay.core.error.BadInputException;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.format.ElementType;
import dev.belay.torch.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LanguageModelTest {

  private final ModelFixture fixture = new ModelFixture(TinyModel.LLAMA);

  private BadInputException refusal() {
    return catchThrowableOfType(
        BadInputException.class, () -> LanguageModel.open(fixture.directory).close());
  }

  @ParameterizedTest
  @EnumSource(TinyModel.class)
  void everyWeightOfTheArchitectureIsThere(TinyModel tiny) {
    try (LanguageModel model = LanguageModel.open(tiny.directory())) {
      for (WeightShape weight : WeightShape.all(model.config())) {
        Tensor tensor = model.weight(weight.name());
        assertThat(Arrays.stream(tensor.shape()).boxed().toList()).isEqualTo(weight.shape());
        try (var _ = new TensorScope()) {
          assertThat(tensor.to(ScalarType.Float).isfinite().all().item_bool()).isTrue();
        }
      }
      assertThatThrownBy(() -> model.weight("no.such"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void saysWhatTheDirectoryHolds() {
    try (LanguageModel model = LanguageModel.open(fixture.directory)) {
      assertThat(model.directory()).isEqualTo(fixture.directory);
      assertThat(model.eosTokenIds()).containsExactly(2, 0);
      assertThat(model.chatTemplate().orElseThrow()).startsWith("{% for message in messages %}");
      assertThat(model.specialTokens())
          .isEqualTo(
              Map.of(
                  "bos_token", "<|im_start|>",
                  "eos_token", "<|im_end|>",
                  "pad_token", "<|endoftext|>",
                  "unk_token", "<|endoftext|>"));
      assertThat(model.tokenizer().encode("<|im_end|>")).containsExactly(2);
      assertThat(model.tokenizer()).isSameAs(model.tokenizer());
      assertThat(model.weightTypes()).containsExactly(ElementType.BF16);
    }
  }

  @Test
  void aModelMayLackTokenizerAndTemplateUntilTheyAreAskedFor() {
    Path directory = TinyModel.LLAMA_UNTIED.directory();
    try (LanguageModel model = LanguageModel.open(directory)) {
      assertThat(model.chatTemplate()).isEmpty();
      assertThat(model.specialTokens()).isEmpty();
      assertThat(model.eosTokenIds()).containsExactly(2);
      assertThatThrownBy(model::tokenizer)
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining(directory.resolve("tokenizer.json").toString());
    }
  }

  @Test
  void specialTokensMayBeObjectsAndTheMapFillsGaps() throws IOException {
    fixture
        .set("tokenizer_config.json", "bos_token", "{\"content\":\"<s>\",\"lstrip\":false}")
        .set("tokenizer_config.json", "pad_token", "null")
        .set("tokenizer_config.json", "extra_special_tokens", "{\"image_token\":\"<image>\"}")
        .write("special_tokens_map.json", "{\"pad_token\":\"<pad>\",\"bos_token\":\"other\"}");
    try (LanguageModel model = LanguageModel.open(fixture.directory)) {
      assertThat(model.specialTokens())
          .containsEntry("bos_token", "<s>")
          .containsEntry("pad_token", "<pad>")
          .containsEntry("image_token", "<image>");
    }
  }

  @Test
  void chatTemplatesInTheTokenizersConfiguration() throws IOException {
    fixture.set("tokenizer_config.json", "chat_template", "\"embedded\"");
    try (LanguageModel model = LanguageModel.open(fixture.directory)) {
      assertThat(model.chatTemplate().orElseThrow()).startsWith("{% for"); // The file wins.
    }
    fixture.delete("chat_template.jinja");
    try (LanguageModel model = LanguageModel.open(fixture.directory)) {
      assertThat(model.chatTemplate()).contains("embedded");
    }
    fixture.set(
        "tokenizer_config.json",
        "chat_template",
        """
        [{"name":"tool_use","template":"t"},{"name":"default","template":"d"}]\
        """);
    try (LanguageModel model = LanguageModel.open(fixture.directory)) {
      assertThat(model.chatTemplate()).contains("d");
    }
    fixture.set(
        "tokenizer_config.json", "chat_template", "[{\"name\":\"rag\",\"template\":\"t\"}]");
    try (LanguageModel model = LanguageModel.open(fixture.directory)) {
      assertThat(model.chatTemplates().select(Optional.of("rag"), false)).contains("t");
      assertThatThrownBy(model::chatTemplate)
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("no chat template named default, but rag");
    }
    fixture.set("tokenizer_config.json", "chat_template", "[{\"name\":\"rag\"}]");
    assertThat(refusal()).hasMessageContaining("chat_template is neither a string nor a list");
  }

  @Test
  void eosIdsAreThoseOfBothFilesAndInsideTheVocabulary() throws IOException {
    fixture
        .set("generation_config.json", "eos_token_id", "7")
        .set("config.json", "eos_token_id", "[2,7]");
    try (LanguageModel model = LanguageModel.open(fixture.directory)) {
      assertThat(model.eosTokenIds()).containsExactly(7, 2);
    }
    fixture
        .set("generation_config.json", "eos_token_id", "null")
        .set("config.json", "eos_token_id", "null");
    try (LanguageModel model = LanguageModel.open(fixture.directory)) {
      assertThat(model.eosTokenIds()).containsExactly(2); // What the template ends turns with.
    }
    for (String bad : new String[] {"512", "-1", "\"2\"", "[2,512]", "2.5"}) {
      fixture.set("generation_config.json", "eos_token_id", bad);
      assertThat(refusal())
          .hasMessageStartingWith(fixture.file("generation_config.json") + ": eos_token_id");
    }
  }

  @Test
  void namesEveryMissingAndMisshapenTensorAtOnce() throws IOException {
    fixture.editWeights(
        tensors -> {
          tensors.remove("model.norm.weight");
          tensors.remove("model.layers.1.mlp.up_proj.weight");
          tensors.put("model.layers.0.self_attn.q_proj.weight", torch.zeros(64, 63));
          tensors.put(
              "model.layers.0.self_attn.k_proj.weight", torch.zeros(32, 64).to(ScalarType.Long));
          tensors.put("model.layers.0.self_attn.q_proj.bias", torch.zeros(new long[] {64}));
        });
    String file = fixture.file("model.safetensors").toString();
    assertThat(refusal().issues())
        .hasSize(5)
        .allSatisfy(issue -> assertThat(issue).startsWith(file))
        .anySatisfy(i -> assertThat(i).contains("model.norm.weight is missing", "[64]"))
        .anySatisfy(i -> assertThat(i).contains("layers.1.mlp.up_proj.weight is missing"))
        .anySatisfy(i -> assertThat(i).contains("q_proj.weight is of shape [64, 63]", "[64, 64]"))
        .anySatisfy(i -> assertThat(i).contains("k_proj.weight is of type I64"))
        .anySatisfy(i -> assertThat(i).contains("q_proj.bias has no place"));
  }

  @Test
  void aConfigOfAnotherModelNamesTheFirstMismatchesAndCountsTheRest() throws IOException {
    fixture.set("config.json", "num_hidden_layers", "30").set("config.json", "vocab_size", "600");
    BadInputException refusal = refusal();
    assertThat(refusal.issues()).hasSize(21);
    assertThat(refusal.issues().getFirst()).contains("[512, 64]", "[600, 64]");
    assertThat(refusal.issues().getLast()).contains("233 more");
  }

  @Test
  void aSecondCopyOfTheTiedHeadIsNoHindranceAndAnotherHeadIs() throws IOException {
    fixture.editWeights(
        t ->
            t.put(
                "lm_head.weight",
                Objects.requireNonNull(t.get("model.embed_tokens.weight")).clone()));
    LanguageModel.open(fixture.directory).close();
    fixture.editWeights(
        t -> t.computeIfPresent("lm_head.weight", (name, head) -> head.add(new Scalar(1))));
    assertThat(refusal()).hasMessageContaining("lm_head.weight differs from the embedding");
  }

  @Test
  void refusesWhatIsNoModelDirectory(@TempDir Path empty) throws IOException {
    assertThatThrownBy(() -> LanguageModel.open(empty.resolve("none")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no such directory");
    assertThatThrownBy(() -> LanguageModel.open(fixture.file("config.json")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("is not a directory");
    assertThatThrownBy(() -> LanguageModel.open(empty))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("config.json");
    fixture.delete("model.safetensors");
    assertThat(refusal()).hasMessageContaining("neither model.safetensors nor");
  }

  @Test
  void aTruncatedWeightFileIsRefusedWithItsName() throws IOException {
    byte[] bytes = Files.readAllBytes(fixture.file("model.safetensors"));
    Files.write(fixture.file("model.safetensors"), Arrays.copyOf(bytes, bytes.length - 4096));
    assertThat(refusal())
        .hasMessageStartingWith(fixture.file("model.safetensors") + ": tensor model.")
        .hasMessageContaining("truncated");
  }

  @Test
  void brokenSmallFilesAreRefusedWithTheirNames() throws IOException {
    for (String name :
        new String[] {
          "generation_config.json", "tokenizer_config.json", "special_tokens_map.json"
        }) {
      ModelFixture broken = new ModelFixture(TinyModel.LLAMA).write(name, "{\"a\": [1,}");
      assertThatThrownBy(() -> LanguageModel.open(broken.directory))
          .isInstanceOf(BadInputException.class)
          .hasMessageStartingWith(broken.file(name) + ": is not valid JSON");
    }
  }
}
