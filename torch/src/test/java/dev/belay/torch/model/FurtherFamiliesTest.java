package dev.belay.torch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.belay.core.error.BadInputException;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.format.ElementType;
import dev.belay.torch.model.AttentionConfig.ScoreScale;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What {@code config.json} says of Mistral, Phi 3, SmolLM3, OLMo 2, Granite, and of long contexts.
 */
class FurtherFamiliesTest {

  private static final String CONFIG = "config.json";

  @TempDir Path parent;

  private static DecoderConfig read(ModelFixture model) {
    return DecoderConfigReader.read(model.file(CONFIG));
  }

  private static RotaryScaling scaling(ModelFixture model) {
    return read(model).attention().rope().scaling().orElseThrow();
  }

  @Test
  void mistralsWindowIsOfAllLayersUnlessTheFileSaysNull() throws IOException {
    ModelFixture model = new ModelFixture(TinyModel.MISTRAL);
    RotaryEmbedding rope = RotaryEmbedding.unscaled(10_000);
    assertThat(read(model).attention())
        .isEqualTo(new AttentionConfig(8, rope, Optional.of(SlidingWindow.everywhere(8, rope, 2))));
    assertThat(read(model).headSize()).isEqualTo(8);
    model.edit(CONFIG, root -> root.remove("sliding_window"));
    assertThat(read(model).attention().window(0)).isEqualTo(4096);
    model.set(CONFIG, "sliding_window", "null");
    assertThat(read(model).attention().window()).isEmpty();
    model.edit(CONFIG, root -> root.remove("head_dim"));
    assertThat(read(model).headSize()).isEqualTo(4);
  }

  @Test
  void phiTurnsAPartOfEachHeadWithFactorsByLength() throws IOException {
    ModelFixture model = new ModelFixture(TinyModel.PHI3);
    AttentionConfig attention = read(model).attention();
    assertThat(attention.rope())
        .isEqualTo(
            new RotaryEmbedding(
                10_000,
                Optional.of(
                    new LongRopeScaling(
                        List.of(1.0, 1.25, 1.5),
                        List.of(1.0, 3.0, 7.5),
                        24,
                        512 / 24.0,
                        Optional.empty())),
                0.75));
    assertThat(attention.shortLength()).isEqualTo(24);
    assertThat(attention.window()).isEmpty();
    double usual = Math.sqrt(1 + Math.log(512 / 24.0) / Math.log(24));
    assertThat(attention.rope().attentionFactor()).isEqualTo((float) usual);
    float[] plain = new RotaryEmbedding(10_000, Optional.empty(), 0.75).frequencies(8);
    assertThat(plain).hasSize(3);
    assertThat(attention.rope().frequencies(8)[2]).isCloseTo(plain[2] / 1.5f, within(1e-9f));
    assertThat(attention.rope().frequencies(8, true)[2]).isCloseTo(plain[2] / 7.5f, within(1e-9f));
  }

  @Test
  void phiIsReadAsTransformers4WroteIt() throws IOException {
    ModelFixture model = new ModelFixture(TinyModel.PHI3);
    DecoderConfig expected = read(model);
    model.edit(CONFIG, root -> root.remove("rope_parameters"));
    model.set(CONFIG, "partial_rotary_factor", "0.75").set(CONFIG, "rope_theta", "10000.0");
    for (String type : List.of("longrope", "su", "yarn")) {
      model.set(
          CONFIG,
          "rope_scaling",
          "{\"type\":\"%s\",\"short_factor\":[1.0,1.25,1.5],\"long_factor\":[1.0,3.0,7.5]}"
              .formatted(type));
      assertThat(read(model)).as(type).isEqualTo(expected);
    }
    model.set(CONFIG, "sliding_window", "300");
    assertThat(read(model).attention().window(1)).isEqualTo(300);
  }

  @Test
  void whatPhiCannotHaveIsRefusedTogether() throws IOException {
    ModelFixture model = new ModelFixture(TinyModel.PHI3);
    model.set(
        CONFIG,
        "rope_parameters",
        "{\"rope_type\":\"longrope\",\"short_factor\":[1],\"partial_rotary_factor\":0.75}");
    model.set(CONFIG, "lm_head_bias", "true");
    assertThatThrownBy(() -> read(model))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(
            "rope_parameters.short_factor is [1]",
            "rope_parameters.long_factor is missing",
            "each of 3 turned pairs",
            "lm_head_bias is true");
    model.edit(CONFIG, root -> root.remove("rope_parameters"));
    model.set(CONFIG, "partial_rotary_factor", "0.4");
    assertThatThrownBy(() -> read(model)).hasMessageContaining("partial_rotary_factor is 0.4");
  }

  @Test
  void smolLm3NamesTheLayersWithPositionsOrAnInterval() throws IOException {
    ModelFixture model = new ModelFixture(TinyModel.SMOLLM3);
    assertThat(read(model).attention().unturned()).isEqualTo(Set.of(1));
    assertThat(read(model).attention().turns(0)).isTrue();
    model.set(CONFIG, "no_rope_layers", "[1, 2, 0]");
    assertThatThrownBy(() -> read(model)).hasMessageContaining("no_rope_layers has 2");
    model.set(CONFIG, "no_rope_layers", "[1, 0]");
    assertThatThrownBy(() -> read(model)).hasMessageContaining("each of 3 layers");
    model.set(CONFIG, "no_rope_layers", "null").set(CONFIG, "no_rope_layer_interval", "3");
    assertThat(read(model).attention().unturned()).isEqualTo(Set.of(2));
    model.edit(CONFIG, root -> root.remove("no_rope_layer_interval"));
    assertThat(read(model).attention().unturned()).isEmpty(); // Every fourth of three.
    model.set(CONFIG, "use_sliding_window", "true");
    assertThatThrownBy(() -> read(model)).hasMessageContaining("use_sliding_window is set");
  }

  @Test
  void graniteHasFourMultipliers() {
    DecoderConfig config = read(new ModelFixture(TinyModel.GRANITE));
    assertThat(config.multipliers()).isEqualTo(new Multipliers(3, 0.22, 4));
    assertThat(config.attention().scores()).isEqualTo(new ScoreScale(1, 0.3));
    assertThat(config.attention().scoreScale()).isEqualTo(0.3f);
  }

  @Test
  void yarnStatesItsRampOrHasTheUsualOne() throws IOException {
    ModelFixture model = new ModelFixture(TinyModel.YARN);
    assertThat(scaling(model)).isEqualTo(new YarnScaling(4, 32, 4, 1, true, Optional.empty()));
    model.set(CONFIG, "rope_parameters", "null").set(CONFIG, "rope_theta", "100.0");
    model.set(
        CONFIG,
        "rope_scaling",
        "{\"type\":\"yarn\",\"factor\":4,\"mscale\":2,\"mscale_all_dim\":1,\"truncate\":false}");
    double ratio = (0.2 * Math.log(4) + 1) / (0.1 * Math.log(4) + 1);
    assertThat(scaling(model)).isEqualTo(new YarnScaling(4, 128, 32, 1, false, Optional.of(ratio)));
  }

  /**
   * Pair 0 turns 5 times within 32 tokens, pair 1 2.9 times, pair 2 1.6 times, pair 3 0.9 times.
   */
  @Test
  void yarnSlowsPairsAlongARamp() {
    YarnScaling scaling = new YarnScaling(4, 32, 4, 1, true, Optional.empty());
    RotaryEmbedding rope = new RotaryEmbedding(100, Optional.of(scaling));
    float[] plain = RotaryEmbedding.unscaled(100).frequencies(16);
    float[] scaled = rope.frequencies(16);
    assertThat(scaled[0]).isEqualTo(plain[0]);
    assertThat(scaled[1] / plain[1]).isBetween(0.749f, 0.751f); // A third of the way to a quarter.
    assertThat(scaled[2] / plain[2]).isBetween(0.499f, 0.501f);
    assertThat(scaled[3]).isEqualTo(plain[3] / 4);
    assertThat(scaled[7]).isEqualTo(plain[7] / 4);
    assertThat(rope.attentionFactor()).isEqualTo((float) (0.1 * Math.log(4) + 1));
  }

  @ParameterizedTest
  @CsvSource({
    "MISTRAL, num_local_experts, 8, num_local_experts is 8",
    "OLMO2, attention_bias, true, attention_bias is true",
    "OLMO2, sliding_window, 4096, sliding_window is set",
    "GRANITE, position_embedding_type, '\"nope\"', position_embedding_type is \"nope\"",
    "YARN, rope_parameters, '{\"rope_type\":\"dynamic\",\"factor\":2}', dynamic",
  })
  void whatThereIsNoCodeForIsRefusedByName(TinyModel tiny, String key, String value, String message)
      throws IOException {
    ModelFixture model = new ModelFixture(tiny);
    model.set(CONFIG, key, value);
    assertThatThrownBy(() -> read(model))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @EnumSource(
      value = TinyModel.class,
      names = {"MISTRAL", "PHI3", "SMOLLM3", "OLMO2", "GRANITE", "YARN"})
  void aModelIsTheSameWhenWritten(TinyModel tiny) {
    ModelFixture model = new ModelFixture(tiny);
    Path copy = parent.resolve("copy");
    try (LanguageModel opened = LanguageModel.open(model.directory)) {
      new ModelWriter(opened, ElementType.BF16).write(copy);
      assertThat(DecoderConfigReader.read(copy.resolve(CONFIG))).isEqualTo(opened.config());
    }
  }
}
