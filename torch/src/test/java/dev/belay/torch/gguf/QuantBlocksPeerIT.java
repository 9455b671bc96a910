package dev.belay.torch.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A million random values of every quantised type, against the {@code gguf} Python package. */
class QuantBlocksPeerIT {

  private static final int ROWS = 512;
  private static final int COLUMNS = 2048;

  @TempDir static Path folder;

  @BeforeAll
  static void askThePeer() throws IOException, InterruptedException {
    PythonPeer.run("make_gguf_block_goldens.py", folder.toString());
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "IQ4_NL", "Q2_K", "Q3_K", "Q4_K", "Q5_K", "Q6_K"
      })
  void everyValueHasTheBitsOfThePythonPackage(GgmlType type) throws IOException {
    byte[] raw = Files.readAllBytes(folder.resolve(type + ".raw"));
    long before = System.nanoTime();
    float[] values = QuantBlocksTest.read(type, raw, ROWS, COLUMNS);
    System.out.printf(
        "%s: %d values in %.1f ms%n", type, values.length, (System.nanoTime() - before) / 1e6);
    assertThat(QuantBlocksTest.littleEndian(values))
        .isEqualTo(Files.readAllBytes(folder.resolve(type + ".fp32")));
  }
}
