package dev.belay.torch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.decoder.Decoder;
import dev.belay.torch.decoder.PackedBatch;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.TensorScope;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An adapter that PEFT made ({@code make_peft_adapter.py}) says here what it says there. */
class PeftAdapterTest {

  @TempDir Path temp;

  private Path adapter() throws IOException {
    for (String name : List.of("adapter_config.json", "adapter_model.safetensors")) {
      try (InputStream in = resource(name)) {
        Files.copy(in, temp.resolve(name));
      }
    }
    return temp;
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(
        PeftAdapterTest.class.getResourceAsStream("peft-adapter/" + name));
  }

  @Test
  void logProbsAreThoseOfPeftWithTheAdapterOnAndOff() throws IOException {
    JsonNode expected;
    try (InputStream in = resource("log_probs.json")) {
      expected = ModelFixture.JSON.readTree(in);
    }
    int[] tokens = new int[expected.get("token_ids").size()];
    for (int t = 0; t < tokens.length; t++) {
      tokens[t] = expected.get("token_ids").get(t).asInt();
    }
    try (LanguageModel model = LanguageModel.openAdapter(adapter(), TinyModel.LLAMA.directory());
        Decoder on = Decoder.frozen(model, ComputeType.FLOAT32);
        Decoder off = on.withoutAdapters()) {
      requireClose(on, tokens, expected.get("log_probs"));
      requireClose(off, tokens, expected.get("log_probs_off"));
      assertThat(expected.get("log_probs").get(0).asDouble())
          .isNotCloseTo(expected.get("log_probs_off").get(0).asDouble(), within(1e-2));
    }
  }

  private static void requireClose(Decoder decoder, int[] tokens, JsonNode expected) {
    try (TensorScope _ = new TensorScope()) {
      Tensor hidden = decoder.forward(PackedBatch.of(List.of(tokens)));
      Tensor logits = torch.linear(hidden, decoder.headParameter().value()).to(ScalarType.Float);
      Tensor laws = torch.log_softmax(logits, 1);
      for (int t = 0; t + 1 < tokens.length; t++) {
        assertThat(laws.select(0, t).select(0, tokens[t + 1]).item_double())
            .isCloseTo(expected.get(t).asDouble(), within(5e-5));
      }
    }
  }
}
