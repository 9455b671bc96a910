package dev.belay.torch.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import dev.belay.torch.gguf.TensorMappings.Mapping;
import dev.belay.torch.model.AttentionConfig;
import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.model.DecoderFamily;
import dev.belay.torch.model.LinearScaling;
import dev.belay.torch.model.RotaryEmbedding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GgufConfigTest {

  @TempDir Path directory;

  /** Two heads of four rows: stored pairs (0,1)(2,3) become halves 0 2 | 1 3 in each head. */
  @Test
  void rowsOfRotatedPairsBecomeHalves() {
    Mapping mapping = new Mapping("blk.0.attn_q.weight", List.of(8L, 5L), 2, 0);
    assertThat(LongStream.range(0, 8).map(mapping::sourceRow))
        .containsExactly(0L, 2L, 1L, 3L, 4L, 6L, 5L, 7L);
  }

  @Test
  void otherRowsStayWhereTheyAre() {
    Mapping mapping = new Mapping("blk.0.attn_v.weight", List.of(8L, 5L), 0, 0);
    assertThat(mapping.sourceRow(3)).isEqualTo(3);
  }

  @Test
  void aHeadOfItsOwnMeansUntiedEmbeddings() throws IOException {
    assertThat(mappings(LlamaFiles.complete())).doesNotContainKey("lm_head.weight");
    GgufBuilder untied = LlamaFiles.complete().constant("output.weight", 1, LlamaFiles.HIDDEN, 4);
    assertThat(mappings(untied)).containsKey("lm_head.weight");
  }

  @Test
  void defaultsAreThoseOfTheFormat() throws IOException {
    DecoderConfig config = config(LlamaFiles.complete());
    assertThat(config.headSize()).isEqualTo(4);
    assertThat(config.rmsNormEps()).isEqualTo(1e-6);
    assertThat(config.attention())
        .isEqualTo(AttentionConfig.full(4, RotaryEmbedding.unscaled(10_000)));
  }

  @Test
  void positionsMayBeStretched() throws IOException {
    GgufBuilder builder =
        LlamaFiles.complete()
            .text("llama.rope.scaling.type", "linear")
            .real("llama.rope.scaling.factor", 4);
    assertThat(config(builder).attention().rope().scaling()).contains(new LinearScaling(4));
  }

  /** As llama.cpp reads them: linear is the type where none is named. */
  @ParameterizedTest
  @CsvSource({
    "rope.scaling.factor, 4, 4",
    "rope.scale_linear, 4, 4",
    "rope.scaling.factor, 0, 0",
    "rope.scaling.factor, 1, 0"
  })
  void aFactorWithoutATypeIsLinear(String key, float factor, double stretched) throws IOException {
    assertThat(
            config(LlamaFiles.complete().real("llama." + key, factor)).attention().rope().scaling())
        .isEqualTo(stretched == 0 ? Optional.empty() : Optional.of(new LinearScaling(stretched)));
  }

  @Test
  void noneIsNoScalingWhateverTheFactor() throws IOException {
    GgufBuilder builder =
        LlamaFiles.complete()
            .text("llama.rope.scaling.type", "none")
            .real("llama.rope.scaling.factor", 4);
    assertThat(config(builder).attention().rope().scaling()).isEmpty();
  }

  /** What llama.cpp computes and Belay does not is taken where it says that nothing is computed. */
  @ParameterizedTest
  @CsvSource({
    "attention.clamp_kqv, 8, 0",
    "attention.max_alibi_bias, 8, 0",
    "attention.scale, 0.5, 0",
    "attn_logit_softcapping, 50, 0",
    "final_logit_softcapping, 30, 0",
    "logit_scale, 0.5, 1",
    "rope.scaling.attn_factor, 1.5, 1",
    "rope.scaling.yarn_ext_factor, 1, 0",
    "rope.scaling.yarn_log_multiplier, 0.1, 0",
  })
  void whatWouldChangeTheNumbersIsRefused(String name, float value, float neutral)
      throws IOException {
    String key = "llama." + name;
    assertIssue(
        LlamaFiles.complete().real(key, value),
        key + ": found " + Float.toString(value),
        "supported is %.0f, or a file without it".formatted(neutral));
    assertThat(config(LlamaFiles.complete().real(key, neutral)))
        .isEqualTo(config(LlamaFiles.complete()));
  }

  @Test
  void whatIsNoDecoderIsRefused() throws IOException {
    assertIssue(
        LlamaFiles.complete()
            .truth("llama.attention.causal", false)
            .whole("llama.pooling_type", 1)
            .real("llama.attention.clamp_kqv", 8),
        "llama.attention.causal: found false",
        "supported is true, or a file without it",
        "llama.pooling_type: found 1",
        "llama.attention.clamp_kqv: found 8.0");
    GgufBuilder neutral =
        LlamaFiles.complete().truth("llama.attention.causal", true).whole("llama.pooling_type", 0);
    assertThat(config(neutral)).isEqualTo(config(LlamaFiles.complete()));
  }

  @Test
  void keysThatNobodyKnowsAreNamedTogether() throws IOException {
    GgufBuilder builder =
        LlamaFiles.complete()
            .real("llama.attention.sharpness", 2)
            .whole("llama.vocab_size", 4)
            .whole("llama.expert_used_count", 0)
            .text("other.key", "x")
            .truth("llama.rope.backwards", true);
    assertThat(warnings(builder))
        .singleElement()
        .asString()
        .contains("m.gguf: ", ": llama.attention.sharpness, llama.rope.backwards. ");
    assertThat(warnings(LlamaFiles.complete())).isEmpty();
  }

  @Test
  void numbersThatDivideArePositive() {
    assertIssue(
        LlamaFiles.complete().real("llama.rope.freq_base", 0),
        "llama.rope.freq_base",
        "expected a positive number");
  }

  /** Names of the format's specification, for a weight of each kind. */
  @ParameterizedTest
  @CsvSource({
    "LLAMA, model.embed_tokens.weight, token_embd.weight",
    "LLAMA, model.layers.3.post_attention_layernorm.weight, blk.3.ffn_norm.weight",
    "GEMMA3, model.layers.3.post_attention_layernorm.weight, blk.3.post_attention_norm.weight",
    "GEMMA3, model.layers.3.pre_feedforward_layernorm.weight, blk.3.ffn_norm.weight",
    "QWEN2, model.layers.12.self_attn.k_proj.bias, blk.12.attn_k.bias",
    "QWEN3, lm_head.weight, output.weight",
  })
  void tensorsHaveOtherNames(DecoderFamily family, String huggingFace, String gguf) {
    assertThat(new TensorNames(family).of(huggingFace)).isEqualTo(gguf);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "general.architecture | mamba | llama, qwen2, qwen3, gemma3",
        "llama.rope.scaling.type | longrope | supported are none, linear, yarn",
      })
  void otherKindsOfModelAreRefusedByName(String key, String value, String expected) {
    GgufBuilder builder = LlamaFiles.tensors(LlamaFiles.metadataWithout(key).text(key, value), "");
    assertIssue(builder, key, value, expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "llama.expert_count | 8 | mixtures of experts",
        "llama.attention.head_count_kv | 3 | 3 key heads do not divide 2",
        "llama.rope.dimension_count | 2 | 2 of 4 dimensions",
        "llama.attention.value_length | 6 | value heads of 6",
        "llama.attention.key_length | 3 | is odd",
        "llama.block_count | 1000000 | 1000000 layers need 9000000 tensors, the file has 11",
        "llama.block_count | 0 | from 1 to",
        "llama.embedding_length | 16 | tensor token_embd.weight: found shape [4, 8], expected [4,"
            + " 16]",
        "llama.context_length | -1 | found 4294967295",
      })
  void shapesThatCannotBeAreRefusedByKey(String key, int value, String expected) {
    GgufBuilder builder = LlamaFiles.tensors(LlamaFiles.metadataWithout(key).whole(key, value), "");
    assertIssue(builder, expected);
  }

  @ParameterizedTest
  @CsvSource({"blk.0.attn_k.weight", "output_norm.weight", "token_embd.weight"})
  void aMissingTensorIsNamed(String tensor) {
    GgufBuilder builder =
        LlamaFiles.tensors(LlamaFiles.metadata(new GgufBuilder(), ""), tensor)
            .constant("blk.1.attn_k.weight", 1, 4);
    assertIssue(builder, "tensor " + tensor, "missing");
  }

  @Test
  void everyFaultOfTheTensorsIsReported() {
    GgufBuilder builder =
        LlamaFiles.tensors(LlamaFiles.metadata(new GgufBuilder(), ""), "output_norm.weight")
            .tensor("blk.0.attn_q.bias", 12, new byte[144], 256);
    assertIssue(
        builder, "tensor output_norm.weight: missing", "tensor blk.0.attn_q.bias: has no place");
  }

  @Test
  void aTypeThatCannotBeReadIsNamedWithWhatCan() {
    GgufBuilder builder =
        LlamaFiles.tensors(LlamaFiles.metadata(new GgufBuilder(), ""), "output_norm.weight")
            .tensor("output_norm.weight", 24, new byte[8], 8);
    assertIssue(
        builder,
        "tensor output_norm.weight: its type I8 cannot be read",
        "F32, F16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q2_K, Q3_K, Q4_K, Q5_K, Q6_K, IQ4_NL, BF16");
  }

  private DecoderConfig config(GgufBuilder builder) throws IOException {
    try (GgufFile file = GgufFile.open(builder.write(directory.resolve("m.gguf")))) {
      return GgufConfigReader.read(file);
    }
  }

  private List<String> warnings(GgufBuilder builder) throws IOException {
    try (GgufFile file = GgufFile.open(builder.write(directory.resolve("m.gguf")))) {
      return GgufConfigReader.warnings(file);
    }
  }

  private Map<String, Mapping> mappings(GgufBuilder builder) throws IOException {
    try (GgufFile file = GgufFile.open(builder.write(directory.resolve("m.gguf")))) {
      return new TensorMappings(file, GgufConfigReader.read(file)).mappings();
    }
  }

  private void assertIssue(GgufBuilder builder, String... parts) {
    assertThatThrownBy(() -> mappings(builder))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("m.gguf")
        .hasMessageContainingAll(parts);
  }
}
