package dev.belay.torch.decoder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.format.ElementType;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.model.ModelWriter;
import dev.belay.torch.optim.AdamW;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.TensorScope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code transformers} loads a model that was trained and written here, and computes the trainer's
 * logits. {@code BELAY_PYTHON} names a Python with torch and transformers.
 */
class WrittenModelPeerIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path parent;

  @ParameterizedTest
  @EnumSource
  void transformersComputesTheSameLogits(TinyModel tiny) throws Exception {
    check(tiny, true);
  }

  @ParameterizedTest
  @CsvSource({
    "LLAMA3", "QWEN2", "QWEN3", "GEMMA3", "MISTRAL", "PHI3", "SMOLLM3", "OLMO2", "GRANITE", "YARN"
  })
  void soItDoesWithoutTheOriginalsConfiguration(TinyModel tiny) throws Exception {
    check(tiny, false);
  }

  private void check(TinyModel tiny, boolean withSource) throws Exception {
    Path source = tiny.directory();
    Path written = parent.resolve("written");
    Path expected = parent.resolve("logits.json");
    try (LanguageModel model = LanguageModel.open(source);
        Decoder decoder = Decoder.trained(model, ComputeType.FLOAT32)) {
      train(decoder, tiny.goldens());
      ModelWriter writer = new ModelWriter(decoder.masters(), ElementType.F32);
      (withSource ? writer.source(source) : writer).write(written);
      JSON.writeValue(expected.toFile(), logits(decoder, tiny.goldens()));
    }
    runCheck(written, expected);
  }

  private static void train(Decoder decoder, TinyModel.Goldens goldens) {
    AdamW optimizer = new AdamW(AdamW.Settings.DEFAULT);
    try (ActivationStore store = ActivationStore.recomputing()) {
      for (int step = 1; step <= 3; step++) {
        int[] targets = TinyDecoder.completionTargets(goldens);
        TinyDecoder.backward(decoder, TinyDecoder.batch(goldens), targets, 1, store);
        optimizer.step(decoder.parameters(), 1e-2, 1);
      }
    }
  }

  private static ArrayNode logits(Decoder decoder, TinyModel.Goldens goldens) {
    ArrayNode sequences = JSON.createArrayNode();
    for (TinyModel.Sequence golden : goldens.sequences()) {
      try (TensorScope _ = new TensorScope()) {
        PackedBatch batch = PackedBatch.of(List.of(golden.tokenIds()));
        Tensor logits = TinyDecoder.logits(decoder, decoder.forward(batch)).contiguous();
        ObjectNode sequence = sequences.addObject();
        sequence.set("token_ids", JSON.valueToTree(golden.tokenIds()));
        addRows(logits, sequence.putArray("logits"));
      }
    }
    return sequences;
  }

  private static void addRows(Tensor matrix, ArrayNode rows) {
    long at = NativeMemory.address(matrix);
    for (long row = 0; row < matrix.size(0); row++) {
      ArrayNode values = rows.addArray();
      for (long i = 0; i < matrix.size(1); i++, at += 4) {
        values.add(NativeMemory.getFloat(at));
      }
    }
  }

  private static void runCheck(Path model, Path logits) throws IOException, InterruptedException {
    Path inModule = Path.of("src", "test", "python");
    Path scripts = Files.isDirectory(inModule) ? inModule : Path.of("torch").resolve(inModule);
    String python = Objects.requireNonNullElse(System.getenv("BELAY_PYTHON"), "python3");
    String script = scripts.resolve("check_written_model.py").toString();
    Process process =
        new ProcessBuilder(python, script, model.toString(), logits.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s%n%s", script, said).isZero();
    System.out.print(said);
  }
}
