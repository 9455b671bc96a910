package dev.belay.torch.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.testkit.TinyModel;
import dev.belay.torch.tensor.TensorScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SafetensorsWriterTest {

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(TinyModel.class)
  void writesTheBytesOfTheReferenceImplementation(TinyModel model) throws IOException {
    Path original = model.directory().resolve("model.safetensors");
    Path copy = directory.resolve("copy.safetensors");
    try (SafetensorsFile file = SafetensorsFile.open(original)) {
      SafetensorsWriter writer = new SafetensorsWriter();
      file.entries().keySet().stream()
          .sorted(Comparator.reverseOrder())
          .forEach(name -> writer.add(name, file.tensor(name)));
      writer.write(copy);
    }
    assertThat(copy).hasSameBinaryContentAs(original);
  }

  @ParameterizedTest
  @EnumSource(
      value = ScalarType.class,
      names = {"Float", "Double", "Half", "BFloat16", "Long", "Int", "Short", "Byte", "Bool"})
  void everyTypeComesBackBitForBit(ScalarType type) throws IOException {
    Path path = directory.resolve("x.safetensors");
    try (var _ = new TensorScope()) {
      Tensor matrix = torch.randn(5, 3).mul(scalar(100)).to(type);
      Tensor scalar = torch.randn(new long[0]).to(type);
      Tensor empty = torch.empty(new long[] {0, 4}, new TensorOptions(type), null);
      new SafetensorsWriter()
          .metadata("note", "ünï \"quoted\"")
          .add("matrix", matrix)
          .add("scalar", scalar)
          .add("empty", empty)
          .add("transposed", matrix.t())
          .write(path);
      try (SafetensorsFile file = SafetensorsFile.open(path)) {
        assertThat(file.metadata())
            .containsEntry("format", "pt")
            .containsEntry("note", "ünï \"quoted\"");
        assertThat(file.tensor("matrix").scalar_type().intern()).isEqualTo(type);
        assertThat(file.tensor("matrix").equal(matrix)).isTrue();
        assertThat(file.tensor("transposed").equal(matrix.t())).isTrue();
        assertThat(file.tensor("scalar").equal(scalar)).isTrue();
        assertThat(file.tensor("empty").shape()).containsExactly(0, 4);
      }
    }
  }

  @Test
  void convertsToTheAnnouncedTypeAndAsksForOneTensorAtATime() throws IOException {
    Path path = directory.resolve("x.safetensors");
    try (var _ = new TensorScope()) {
      Tensor full = torch.randn(4, 4);
      new SafetensorsWriter()
          .add("w", ElementType.BF16, List.of(4L, 4L), () -> full.add(scalar(1)))
          .write(path);
      try (SafetensorsFile file = SafetensorsFile.open(path)) {
        assertThat(file.tensor("w").equal(full.add(scalar(1)).to(ScalarType.BFloat16))).isTrue();
      }
    }
  }

  @Test
  void aWriteThatFailsLeavesWhatWasThere() throws IOException {
    Path path = directory.resolve("x.safetensors");
    Files.writeString(path, "precious");
    SafetensorsWriter writer =
        new SafetensorsWriter()
            .add("w", ElementType.F32, List.of(2L), () -> torch.zeros(new long[] {3}));
    assertThatThrownBy(() -> writer.write(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[3]")
        .hasMessageContaining("[2]");
    assertThat(path).hasContent("precious");
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(path);
    }
  }

  @Test
  void refusesANameTwiceAndTheReservedOne() {
    Tensor zero = torch.zeros(new long[] {1});
    SafetensorsWriter writer = new SafetensorsWriter().add("w", zero);
    assertThatThrownBy(() -> writer.add("w", zero)).hasMessageContaining("taken");
    assertThatThrownBy(() -> writer.add("__metadata__", zero)).hasMessageContaining("taken");
    zero.close();
  }

  private static Scalar scalar(double value) {
    return new Scalar(value);
  }
}
