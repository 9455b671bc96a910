package dev.belay.torch.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.error.BadInputException;
import dev.belay.testkit.Fuzz;
import dev.belay.testkit.Mutations;
import dev.belay.testkit.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The small JSON files of models. */
final class ConfigFuzzIT {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  private Path folder;

  @Test
  void configs() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (TinyModel model : TinyModel.values()) {
      seeds.add(Files.readAllBytes(model.directory().resolve("config.json")));
    }
    Mutations mutations =
        new Mutations(seeds, List.of("\"rope_scaling\"", "\"hidden_size\"", "\"llama3\""), 11);
    Path file = folder.resolve("config.json");
    var outcome =
        Fuzz.run(
            "config.json",
            mutations,
            BadInputException.class,
            input -> {
              Files.write(file, input);
              DecoderConfigReader.read(file);
            });
    assertThat(outcome.faults()).isEmpty();
  }

  @Test
  void tokenizerConfigs() throws IOException {
    Path tiny = TinyModel.LLAMA.directory().resolve("tokenizer_config.json");
    List<byte[]> seeds = List.of(Files.readAllBytes(tiny));
    Mutations mutations =
        new Mutations(seeds, List.of("\"chat_template\"", "\"eos_token\"", "\"content\""), 12);
    Path file = folder.resolve("tokenizer_config.json");
    var outcome =
        Fuzz.run(
            "tokenizer_config.json",
            mutations,
            BadInputException.class,
            input -> {
              Files.write(file, input);
              ModelTexts texts = new ModelTexts(folder);
              texts.chatTemplates();
              texts.eosTokenIds(512);
            });
    assertThat(outcome.faults()).isEmpty();
  }
}
