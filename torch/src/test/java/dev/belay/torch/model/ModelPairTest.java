package dev.belay.torch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.error.BadInputException;
import dev.belay.core.model.LoraTarget;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.decoder.Decoder;
import dev.belay.torch.format.ElementType;
import dev.belay.torch.optim.Parameter;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelPairTest {

  private static final String QUERY = "model.layers.0.self_attn.q_proj.weight";
  private static final LoraSettings SETTINGS =
      new LoraSettings(3, 6, false, Set.of(LoraTarget.Q_PROJ, LoraTarget.DOWN_PROJ), 0, 4);

  @TempDir Path temp;
  private final Path base = TinyModel.LLAMA.directory();

  /** The base with noise in its weights, stored in a type. */
  private Path tuned(String name, ElementType type) {
    Path target = temp.resolve(name);
    try (LanguageModel model = LanguageModel.open(base);
        RandomAdapter moved = new RandomAdapter(model, LoraTarget.all(), 0.1, 1)) {
      new ModelWriter(moved.merged(), type).source(base).write(target);
    }
    return target;
  }

  private Path adapter() {
    Path target = temp.resolve("adapter");
    try (LanguageModel model = LanguageModel.open(base);
        Decoder decoder = Decoder.adapted(model, ComputeType.FLOAT32, SETTINGS);
        TensorScope _ = new TensorScope()) {
      for (Parameter parameter : decoder.trainedParameters()) {
        parameter.master().add_(new Scalar(0.01));
      }
      new AdapterWriter(decoder, SETTINGS, base).write(target);
    }
    return target;
  }

  private static void edit(Path file, Consumer<ObjectNode> change) throws IOException {
    JsonNode json = ModelFixture.JSON.readTree(file.toFile());
    change.accept((ObjectNode) json);
    Files.writeString(file, json.toString());
  }

  private static List<String> issues(Path base, Path tuned) {
    return catchThrowableOfType(BadInputException.class, () -> ModelPair.open(base, tuned).close())
        .issues();
  }

  @Test
  void theEndsAreTheModelsThemselvesByteForByte() {
    Path tuned = tuned("tuned", ElementType.BF16);
    try (ModelPair pair = ModelPair.open(base, tuned)) {
      assertThat(pair.storedType()).isEqualTo(ElementType.BF16);
      pair.write(0, pair.storedType(), temp.resolve("zero"), "{}");
      pair.write(1, pair.storedType(), temp.resolve("one"), "{\"weight\": 1}\n");
      assertThat(temp.resolve("zero/model.safetensors"))
          .hasSameBinaryContentAs(base.resolve("model.safetensors"));
      assertThat(temp.resolve("one/model.safetensors"))
          .hasSameBinaryContentAs(tuned.resolve("model.safetensors"));
      assertThat(temp.resolve("one/config.json"))
          .hasSameBinaryContentAs(tuned.resolve("config.json"));
      assertThat(temp.resolve("one/provenance.json")).hasContent("{\"weight\": 1}");
      assertThat(pair.identity(0, ComputeType.FLOAT32))
          .isEqualTo(WeightsHash.of(temp.resolve("zero")));
      assertThat(pair.identity(1, ComputeType.FLOAT32))
          .isEqualTo(WeightsHash.of(temp.resolve("one")));
      assertThat(pair.identity(0.5, ComputeType.FLOAT32))
          .isNotIn(pair.identity(0, ComputeType.FLOAT32), pair.identity(1, ComputeType.FLOAT32));
    }
  }

  @Test
  void whatIsStoredInMoreBitsIsNotRounded() {
    Path tuned = tuned("tuned", ElementType.F32);
    try (ModelPair pair = ModelPair.open(base, tuned)) {
      assertThat(pair.storedType()).isEqualTo(ElementType.F32);
      pair.write(1, pair.storedType(), temp.resolve("one"), "{}");
      assertThat(temp.resolve("one/model.safetensors"))
          .hasSameBinaryContentAs(tuned.resolve("model.safetensors"));
    }
  }

  @Test
  void ofAnAdapterTheScaleIsMultipliedAndTheFactorsStay() throws IOException {
    Path adapter = adapter();
    edit(
        adapter.resolve(AdapterDirectory.CONFIG),
        json -> json.putObject("alpha_pattern").put("layers.0.self_attn.q_proj", 9));
    Path half = temp.resolve("half");
    try (ModelPair pair = ModelPair.open(base, adapter)) {
      assertThat(pair.isAdapter()).isTrue();
      assertThat(pair.notes()).isEmpty();
      pair.write(0.5, pair.storedType(), half, "{}");
      assertThat(half.resolve(AdapterDirectory.WEIGHTS))
          .hasSameBinaryContentAs(adapter.resolve(AdapterDirectory.WEIGHTS));
      JsonNode config = ModelFixture.JSON.readTree(half.resolve("adapter_config.json").toFile());
      assertThat(config.path("lora_alpha").toString()).isEqualTo("3");
      assertThat(config.at("/alpha_pattern/layers.0.self_attn.q_proj").asDouble()).isEqualTo(4.5);
      assertThat(config.path("base_model_name_or_path").asText()).isEqualTo(base.toString());
      try (LanguageModel written = LanguageModel.open(half);
          TensorScope _ = new TensorScope()) {
        LowRank low = written.adapter(QUERY).orElseThrow();
        assertThat(low.scale()).isEqualTo(9.0 / 3 / 2);
        Tensor expected = pair.at(0.5, ComputeType.FLOAT32).weight(QUERY);
        assertThat(written.weight(QUERY).equal(expected)).isTrue();
        assertThat(pair.at(0, ComputeType.FLOAT32).weight(QUERY).equal(pair.base().weight(QUERY)))
            .isTrue();
        assertThat(pair.at(0, ComputeType.FLOAT32).adapter(QUERY)).isEmpty();
        assertThat(pair.at(1, ComputeType.FLOAT32).weight(QUERY).equal(pair.tuned().weight(QUERY)))
            .isTrue();
      }
      pair.write(1, pair.storedType(), temp.resolve("whole"), "{}");
      assertThat(temp.resolve("whole/adapter_config.json"))
          .hasSameBinaryContentAs(adapter.resolve(AdapterDirectory.CONFIG));
      assertThat(pair.identity(1, ComputeType.FLOAT32)).isEqualTo(WeightsHash.of(adapter));
      assertThat(
              catchThrowableOfType(
                  BadInputException.class,
                  () -> pair.write(0, pair.storedType(), temp.resolve("none"), "{}")))
          .hasMessageContaining("is the base itself");
    }
  }

  @Test
  void anAdapterMadeElsewhereIsTakenBesideTheBaseGiven() throws IOException {
    Path adapter = adapter();
    edit(
        adapter.resolve(AdapterDirectory.CONFIG),
        json -> json.put(AdapterDirectory.BASE, "owner/model"));
    try (ModelPair pair = ModelPair.open(base, adapter);
        LanguageModel again = pair.openTuned()) {
      assertThat(pair.notes())
          .singleElement()
          .asString()
          .contains("calls its base \"owner/model\", which is not here");
      assertThat(again.adapter(QUERY)).isPresent();
      assertThat(pair.identity(1, ComputeType.FLOAT32)).hasSize(64);
    }
  }

  @Test
  void anAdapterOfAnotherBaseIsRefused() throws IOException {
    Path adapter = adapter();
    Path other = tuned("other", ElementType.BF16);
    assertThat(issues(other, adapter))
        .singleElement()
        .asString()
        .contains("the adapter stands beside " + base, "not beside " + other);
  }

  @Test
  void everyDifferenceOfShapeAndTokenizerIsNamed() throws IOException {
    Path other = TinyModel.LLAMA_UNTIED.directory();
    Files.copy(base.resolve("tokenizer.json"), other.resolve("tokenizer.json"));
    edit(
        other.resolve("tokenizer.json"),
        json -> ((ObjectNode) json.path("model").path("vocab")).put("new", 512));
    assertThat(issues(base, other))
        .anySatisfy(issue -> assertThat(issue).contains("vocab_size 512 and 320"))
        .anySatisfy(issue -> assertThat(issue).contains("hidden_size 64 and 48"))
        .anySatisfy(issue -> assertThat(issue).contains("num_attention_heads 4 and 3"))
        .anySatisfy(issue -> assertThat(issue).contains("tie_word_embeddings true and false"))
        .anySatisfy(issue -> assertThat(issue).contains("different tokenizers"))
        .last()
        .asString()
        .contains("nothing between them");
    assertThat(issues(base, TinyModel.QWEN3.directory()))
        .anySatisfy(issue -> assertThat(issue).contains("family llama and qwen3"));
  }

  @Test
  void aTemplateOfItsOwnIsSaid() throws IOException {
    Path tuned = tuned("tuned", ElementType.BF16);
    Files.writeString(tuned.resolve("chat_template.jinja"), "{{ messages[0].content }}");
    try (ModelPair pair = ModelPair.open(base, tuned)) {
      assertThat(pair.notes()).singleElement().asString().contains("chat templates");
      pair.write(0.5, pair.storedType(), temp.resolve("half"), "{}");
      assertThat(temp.resolve("half/chat_template.jinja")).hasContent("{{ messages[0].content }}");
      try (LanguageModel half = LanguageModel.open(temp.resolve("half"));
          TensorScope _ = new TensorScope()) {
        double from = pair.base().weight(QUERY).mean().item_double();
        double to = pair.tuned().weight(QUERY).mean().item_double();
        assertThat(half.weight(QUERY).mean().item_double())
            .isCloseTo((from + to) / 2, within(1e-3));
      }
    }
  }
}
