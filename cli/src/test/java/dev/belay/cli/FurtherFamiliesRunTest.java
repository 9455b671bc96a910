package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.run.JsonLines;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.format.ElementType;
import dev.belay.torch.model.AttentionConfig;
import dev.belay.torch.model.AttentionConfig.ScoreScale;
import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.model.DecoderFamily;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.model.LongRopeScaling;
import dev.belay.torch.model.ModelWriter;
import dev.belay.torch.model.Multipliers;
import dev.belay.torch.model.RotaryEmbedding;
import dev.belay.torch.model.SlidingWindow;
import dev.belay.torch.model.WeightShape;
import dev.belay.torch.model.WeightSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/** Random models of the families beside Llama, Qwen and Gemma, through the commands. */
class FurtherFamiliesRunTest {

  private static final String RECIPE =
      """
      name: family
      seed: 1
      model: { name: MODEL, dtype: float32 }
      train:
        method: rlvr
        data: { source: arithmetic, split: train, limit: 8 }
        reward: [ { verifier: math } ]
        rollout: { prompts_per_step: 2, group_size: 2, max_completion_tokens: 24 }
        optimizer: { learning_rate: 1.0e-3 }
        kl: { coef: 0.1, placement: loss }
        steps: 2
      """;

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int belay(String... arguments) {
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments);
  }

  private static DecoderConfig config(DecoderFamily family) {
    return DecoderConfig.builder(family)
        .vocabularySize(512)
        .hiddenSize(32)
        .intermediateSize(40)
        .layers(2)
        .heads(4, 2, 8)
        .maxPositions(256)
        .rmsNormEps(1e-5)
        .attention(attention(family))
        .multipliers(
            family == DecoderFamily.GRANITE ? new Multipliers(3, 0.5, 2) : Multipliers.NONE)
        .tiedEmbeddings(true)
        .build();
  }

  /** Prompts of the recipe have more than 12 tokens, and their completions grow beyond 40. */
  private static AttentionConfig attention(DecoderFamily family) {
    RotaryEmbedding rope = RotaryEmbedding.unscaled(10_000);
    return switch (family) {
      case MISTRAL ->
          new AttentionConfig(8, rope, Optional.of(SlidingWindow.everywhere(12, rope, 2)));
      case PHI3 -> {
        LongRopeScaling scaling =
            new LongRopeScaling(
                List.of(1.0, 1.0, 1.5), List.of(2.0, 3.0, 6.0), 40, 6.4, Optional.empty());
        yield AttentionConfig.full(8, new RotaryEmbedding(10_000, Optional.of(scaling), 0.75));
      }
      case GRANITE -> new AttentionConfig(new ScoreScale(1, 0.3), rope, Optional.empty(), Set.of());
      case SMOLLM3 -> AttentionConfig.full(8, rope).withUnturned(Set.of(1));
      default -> AttentionConfig.full(8, rope);
    };
  }

  /** A directory with random weights and the tiny Llama's tokenizer and template. */
  private Path model(DecoderFamily family) {
    Path directory = folder.resolve("model-" + family.modelType());
    DecoderConfig config = config(family);
    torch.manual_seed(7);
    Map<String, Tensor> weights =
        WeightShape.all(config).stream()
            .collect(Collectors.toMap(WeightShape::name, FurtherFamiliesRunTest::random));
    WeightSource source =
        new WeightSource() {
          @Override
          public DecoderConfig config() {
            return config;
          }

          @Override
          public Tensor weight(String name) {
            return Objects.requireNonNull(weights.get(name), name);
          }
        };
    new ModelWriter(source, ElementType.F32).source(TinyModel.LLAMA.directory()).write(directory);
    return directory;
  }

  private static Tensor random(WeightShape shape) {
    long[] sizes = shape.shape().stream().mapToLong(Long::longValue).toArray();
    Tensor noise = torch.randn(sizes).mul_(new Scalar(0.2f));
    return shape.name().contains("norm") ? noise.add_(new Scalar(1f)) : noise;
  }

  private Path recipe(DecoderFamily family, String more) throws IOException {
    Path recipe = folder.resolve("recipe.yaml");
    Files.writeString(recipe, RECIPE.replace("MODEL", model(family).toString()) + more);
    return recipe;
  }

  @ParameterizedTest
  @EnumSource(
      value = DecoderFamily.class,
      names = {"MISTRAL", "PHI3", "SMOLLM3", "OLMO2", "GRANITE"})
  void generatesAndTrains(DecoderFamily family) throws IOException {
    Path model = folder.resolve("model-" + family.modelType());
    Path run = folder.resolve("run");
    Path recipe = recipe(family, "");
    assertThat(
            belay(
                "generate",
                "--model",
                model.toString(),
                "--dtype",
                "float32",
                "--max-tokens",
                "5",
                "--temperature",
                "0",
                "What is 2 + 2?"))
        .as(err.toString())
        .isZero();
    assertThat(belay("run", recipe.toString(), "--out", run.toString()))
        .as(err.toString())
        .isZero();
    assertThat(JsonLines.readWhole(run.resolve("metrics.jsonl"))).hasSize(2);
    if (family != DecoderFamily.PHI3) { // Whose completions grow long on their way.
      assertThat(JsonLines.readWhole(run.resolve("metrics.jsonl")))
          .allMatch(line -> line.path("logprob_gap_mean").asDouble(1) < 1e-4);
    }
    try (LanguageModel trained = LanguageModel.open(run.resolve("model"))) {
      assertThat(trained.config()).isEqualTo(config(family));
    }
  }

  @Test
  void anAdapterStandsAtFusedProjectionsAndMerges() throws IOException {
    Path run = folder.resolve("run");
    Path merged = folder.resolve("merged");
    Path recipe =
        recipe(DecoderFamily.PHI3, "  lora: { rank: 2, targets: [ qkv_proj, gate_up_proj ] }\n");
    assertThat(belay("run", recipe.toString(), "--out", run.toString()))
        .as(err.toString())
        .isZero();
    Path adapter = run.resolve("model");
    assertThat(Files.readString(adapter.resolve("adapter_config.json")))
        .contains("\"gate_up_proj\"", "\"qkv_proj\"");
    assertThat(belay("model", "merge", "--dtype", "float32", adapter.toString(), merged.toString()))
        .as(err.toString())
        .isZero();
    try (LanguageModel whole = LanguageModel.open(merged)) {
      assertThat(whole.config()).isEqualTo(config(DecoderFamily.PHI3));
    }
  }

  @Test
  void aTargetThatTheModelHasNotIsBadInput() throws IOException {
    Path recipe = recipe(DecoderFamily.PHI3, "  lora: { targets: [ q_proj, down_proj ] }\n");
    assertThat(belay("run", recipe.toString(), "--out", folder.resolve("run").toString()))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "train.lora.targets: the model has no q_proj; its layers that can have an adapter are"
                + " o_proj, down_proj, qkv_proj, gate_up_proj.");
  }
}
