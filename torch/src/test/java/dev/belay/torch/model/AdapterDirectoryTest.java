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
import dev.belay.torch.format.SafetensorsFile;
import dev.belay.torch.format.SafetensorsWriter;
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
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adapters as PEFT keeps them: written, read, and what is wrong with them. */
class AdapterDirectoryTest {

  private static final String QUERY = "model.layers.0.self_attn.q_proj.weight";
  private static final LoraSettings SETTINGS =
      new LoraSettings(3, 6, false, Set.of(LoraTarget.Q_PROJ, LoraTarget.DOWN_PROJ), 0.25, 4);

  @TempDir Path temp;
  private final Path base = TinyModel.LLAMA.directory();
  private Path directory = base;

  @BeforeEach
  void name() {
    directory = temp.resolve("adapter");
  }

  /** A decoder's adapter whose second factors are no longer 0. */
  private void write(LoraSettings settings) {
    try (LanguageModel model = LanguageModel.open(base);
        Decoder decoder = Decoder.adapted(model, ComputeType.FLOAT32, settings);
        TensorScope _ = new TensorScope()) {
      for (Parameter parameter : decoder.trainedParameters()) {
        parameter.master().add_(new Scalar(0.01));
      }
      new AdapterWriter(decoder, settings, base).write(directory);
      try (LanguageModel read = LanguageModel.open(directory)) {
        for (WeightShape weight : WeightShape.all(model.config())) {
          assertThat(read.adapter(weight.name()).isPresent())
              .isEqualTo(settings.targets(weight.name()));
          if (settings.targets(weight.name())) {
            LowRank expected = decoder.adapter(weight.name()).orElseThrow();
            LowRank low = read.adapter(weight.name()).orElseThrow();
            assertThat(low.down().equal(expected.down())).isTrue();
            assertThat(low.up().equal(expected.up())).isTrue();
            assertThat(low.scale()).isEqualTo(settings.scale());
            assertThat(read.weight(weight.name()).equal(decoder.weight(weight.name()))).isTrue();
          }
          assertThat(read.base().weight(weight.name()).equal(model.weight(weight.name()))).isTrue();
        }
      }
    }
  }

  @Test
  void whatIsWrittenIsReadAgainToTheBit() {
    write(SETTINGS);
    assertThat(AdapterDirectory.is(directory)).isTrue();
    assertThat(AdapterDirectory.is(base)).isFalse();
    assertThat(AdapterDirectory.base(directory)).isEqualTo(base);
    assertThat(directory.resolve("tokenizer.json")).exists();
    assertThat(directory.resolve("config.json")).doesNotExist();
  }

  @Test
  void theRootOfTheRankIsKept() {
    write(new LoraSettings(4, 6, true, LoraTarget.all(), 0, 4));
    try (LanguageModel model = LanguageModel.open(directory)) {
      assertThat(model.adapter(QUERY).orElseThrow().scale()).isEqualTo(3);
      assertThat(model.chatTemplate()).isPresent();
      assertThat(model.eosTokenIds()).containsExactly(2, 0);
      assertThat(model.tokenizer().encode("a")).isNotEmpty();
      assertThat(model.isFixed() && model.base().isFixed()).isTrue();
    }
  }

  @Test
  void itIsKnownByItsOwnWeightsAndItsBase() throws IOException {
    write(SETTINGS);
    String hash = WeightsHash.of(directory);
    assertThat(hash).hasSize(64).isNotEqualTo(WeightsHash.of(base));
    assertThat(ModelDirectory.describe(directory).weightsSha256()).isEqualTo(hash);
    Path changed = temp.resolve("changed");
    try (LanguageModel model = LanguageModel.open(base);
        RandomAdapter moved = new RandomAdapter(model, LoraTarget.all(), 0.1, 1)) {
      new ModelWriter(moved, ElementType.BF16).source(base).write(changed);
    }
    edit(json -> json.put(AdapterDirectory.BASE, changed.toString()));
    assertThat(WeightsHash.of(directory)).isNotEqualTo(hash);
  }

  /** Changes the settings. */
  private void edit(Consumer<ObjectNode> change) throws IOException {
    Path file = directory.resolve(AdapterDirectory.CONFIG);
    JsonNode json = ModelFixture.JSON.readTree(file.toFile());
    change.accept((ObjectNode) json);
    Files.writeString(file, json.toString());
  }

  private List<String> issues() {
    return catchThrowableOfType(BadInputException.class, () -> LanguageModel.open(directory))
        .issues();
  }

  @Test
  void anAlphaOfItsOwnIsTaken() throws IOException {
    write(SETTINGS);
    edit(json -> json.putObject("alpha_pattern").put("layers.0.self_attn.q_proj", 9));
    try (LanguageModel model = LanguageModel.open(directory)) {
      assertThat(model.adapter(QUERY).orElseThrow().scale()).isEqualTo(3);
      assertThat(model.adapter(QUERY.replace("layers.0", "layers.1")).orElseThrow().scale())
          .isCloseTo(2, within(1e-12));
    }
  }

  @Test
  void settingsThatComputeSomethingElseAreRefusedAtOnce() throws IOException {
    write(SETTINGS);
    edit(
        json ->
            json.put("use_dora", true)
                .put("bias", "all")
                .put("init_lora_weights", "pissa")
                .put("peft_type", "IA3")
                .putArray("modules_to_save")
                .add("lm_head"));
    assertThat(issues())
        .hasSize(5)
        .anySatisfy(issue -> assertThat(issue).contains("use_dora is true"))
        .anySatisfy(issue -> assertThat(issue).contains("bias is \"all\"; supported are none"))
        .anySatisfy(issue -> assertThat(issue).contains("init_lora_weights is \"pissa\""))
        .anySatisfy(issue -> assertThat(issue).contains("peft_type is \"IA3\""))
        .anySatisfy(issue -> assertThat(issue).contains("modules_to_save is [\"lm_head\"]"));
  }

  @Test
  void aBaseThatIsNotHereIsSaidWithWhatToDo() throws IOException {
    write(SETTINGS);
    edit(json -> json.put(AdapterDirectory.BASE, "owner/model"));
    assertThat(issues())
        .singleElement()
        .asString()
        .contains("\"owner/model\", which is no directory", "belay model merge", "--base MODEL");
    edit(json -> json.remove(AdapterDirectory.BASE));
    assertThat(issues()).singleElement().asString().contains("is missing; it must name the model");
  }

  @Test
  void tensorsThatDoNotFitTheBaseAreAllNamed() throws IOException {
    write(SETTINGS);
    Path file = directory.resolve(AdapterDirectory.WEIGHTS);
    try (SafetensorsFile old = SafetensorsFile.open(file);
        TensorScope _ = new TensorScope()) {
      SafetensorsWriter writer = new SafetensorsWriter();
      for (String name : old.entries().keySet()) {
        Tensor tensor = old.tensor(name);
        if (name.contains("layers.0.mlp.down_proj.lora_B")) {
          continue;
        }
        boolean cut = name.contains("layers.0.self_attn.q_proj.lora_A");
        writer.add(name, cut ? tensor.narrow(1, 0, 5).contiguous().clone() : tensor.clone());
      }
      writer.add("base_model.model.lm_head.lora_A.weight", torch.zeros(2, 2));
      writer.write(file);
    }
    assertThat(issues())
        .hasSize(3)
        .anySatisfy(
            issue -> assertThat(issue).contains("layers.0.mlp.down_proj.lora_B.weight is missing"))
        .anySatisfy(
            issue ->
                assertThat(issue)
                    .contains("q_proj.lora_A.weight is of shape [3, 5]", "must be of [3, 64]"))
        .anySatisfy(
            issue -> assertThat(issue).contains("lm_head.lora_A.weight has no place beside"));
  }

  /** Its scale, alpha over the rank, would be infinite. */
  @Test
  void aRankOfZeroIsRefused() throws IOException {
    write(SETTINGS);
    Path file = directory.resolve(AdapterDirectory.WEIGHTS);
    try (SafetensorsFile old = SafetensorsFile.open(file);
        TensorScope _ = new TensorScope()) {
      SafetensorsWriter writer = new SafetensorsWriter();
      for (String name : old.entries().keySet()) {
        int ofRank = name.contains("lora_A") ? 0 : 1;
        writer.add(name, old.tensor(name).narrow(ofRank, 0, 0).contiguous().clone());
      }
      writer.write(file);
    }
    assertThat(issues())
        .anySatisfy(
            issue ->
                assertThat(issue)
                    .contains("q_proj.lora_A.weight is of shape [0, 64]", "must be of [1, 64]"));
  }
}
