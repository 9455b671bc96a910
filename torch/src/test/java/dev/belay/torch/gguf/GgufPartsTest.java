package dev.belay.torch.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import dev.belay.torch.format.ElementType;
import dev.belay.torch.model.WeightsHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model in three files, as {@code llama-gguf-split} leaves it: the first has no tensor. */
class GgufPartsTest {

  @TempDir Path directory;

  private Path part(int number) {
    return directory.resolve("tiny-%05d-of-00003.gguf".formatted(number));
  }

  private static GgufBuilder numbered(GgufBuilder builder, int number) {
    return builder.whole("split.no", number - 1).whole("split.count", 3);
  }

  private void write() throws IOException {
    numbered(LlamaFiles.metadata(new GgufBuilder(), ""), 1).write(part(1));
    LlamaFiles.tensors(numbered(new GgufBuilder(), 2), "output_norm.weight").write(part(2));
    numbered(new GgufBuilder(), 3)
        .constant("output_norm.weight", 0.5f, LlamaFiles.HIDDEN)
        .write(part(3));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void whicheverPartIsNamedTheModelIsThatOfOneFile(int named) throws IOException {
    write();
    Path whole = LlamaFiles.complete().write(directory.resolve("whole.gguf"));
    GgufImporter.importModel(whole, directory.resolve("one"), ElementType.F32);
    GgufImporter.importModel(part(named), directory.resolve("three"), ElementType.F32);
    assertThat(WeightsHash.of(directory.resolve("three")))
        .isEqualTo(WeightsHash.of(directory.resolve("one")));
    try (GgufFile file = GgufFile.open(part(named))) {
      assertThat(file.parts()).isEqualTo(List.of(part(1), part(2), part(3)));
    }
  }

  @Test
  void missingPartsAreNamed() throws IOException {
    write();
    Files.delete(part(1));
    Files.delete(part(3));
    refused(
        part(2),
        "is part 2 of 3 of a model (split.count 3)",
        "no tiny-00001-of-00003.gguf, no tiny-00003-of-00003.gguf",
        "llama-gguf-split --merge");
  }

  @Test
  void aPartOfAnotherNameIsSaidToBeOne() throws IOException {
    write();
    refused(Files.move(part(1), directory.resolve("mine.gguf")), "is part 1 of 3", "by its name");
  }

  @Test
  void aPartThatIsAnotherIsRefused() throws IOException {
    write();
    numbered(new GgufBuilder(), 2).write(part(3));
    refused(part(1), "split.no", "found 1 in the file named as part 3");
  }

  @Test
  void aTensorStandsInOnePart() throws IOException {
    write();
    numbered(new GgufBuilder(), 3)
        .constant("token_embd.weight", 0.5f, LlamaFiles.HIDDEN, 4)
        .write(part(3));
    refused(part(1), "token_embd.weight stands in an earlier part too");
  }

  private static void refused(Path file, String... words) {
    assertThatThrownBy(() -> GgufFile.open(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll(words);
  }
}
