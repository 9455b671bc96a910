package dev.belay.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.error.BadInputException;
import dev.belay.core.run.Progress;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.model.LanguageModel;
import dev.belay.torch.tensor.TensorScope;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code belay model merge}. */
class MergeCommandTest {

  private static final String DOWN = "model.layers.1.mlp.down_proj.weight";

  @TempDir Path home;
  private final Path base = TinyModel.LLAMA.directory();
  private final List<String> notes = new ArrayList<>();
  private String error = "";

  /** An adapter whose second factors are random and of a size. */
  private Path adapter(double size) {
    return TunedModels.adapter(base, size, home.resolve("adapter"));
  }

  private int run(String... arguments) {
    Progress progress =
        new Progress() {
          @Override
          public void start(String what, long total) {}

          @Override
          public void update(long done, String details) {}

          @Override
          public void finish(String summary) {}

          @Override
          public void note(String line) {
            notes.add(line);
          }
        };
    CommandLine command =
        new CommandLine(
            new ModelCommand(
                () -> progress, Map.of("BELAY_HOME", home.toString(), "BELAY_OFFLINE", "1")));
    command.setOut(new PrintWriter(new StringWriter(), true));
    command.setErr(new PrintWriter(new StringWriter(), true));
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setExecutionExceptionHandler(
        (thrown, _, _) -> {
          error = String.valueOf(thrown.getMessage());
          return thrown instanceof BadInputException ? 2 : 3;
        });
    return command.execute(arguments);
  }

  @Test
  void theMergedModelIsTheSumAndSaysTheSame() {
    Path adapter = adapter(0.1);
    Path merged = home.resolve("merged");
    assertThat(run("merge", "--dtype", "float32", adapter.toString(), merged.toString())).isZero();
    assertThat(notes)
        .anySatisfy(
            note -> assertThat(note).contains("over 256 tokens", "the same model within rounding"));
    try (LanguageModel beside = LanguageModel.open(adapter);
        LanguageModel whole = LanguageModel.open(merged);
        TensorScope _ = new TensorScope()) {
      Tensor expected = beside.adapter(DOWN).orElseThrow().addedTo(beside.base().weight(DOWN));
      assertThat(whole.weight(DOWN).equal(expected)).isTrue();
      assertThat(whole.adapter(DOWN)).isEmpty();
      assertThat(whole.tokenizer().encode("a")).isNotEmpty();
    }
  }

  @Test
  void roundingThatTakesTheAdapterAwayIsSaidAndFails() {
    Path adapter = adapter(1e-4);
    Path merged = home.resolve("merged");
    assertThat(run("merge", adapter.toString(), merged.toString())).isEqualTo(1);
    assertThat(notes)
        .anySatisfy(note -> assertThat(note).contains("rounding took", "--dtype float32"));
  }

  @Test
  void whatCannotBeMergedIsBadInput() {
    assertThat(run("merge", base.toString(), home.resolve("merged").toString())).isEqualTo(2);
    assertThat(error).contains("holds no adapter");
    Path adapter = adapter(0.1);
    String other = TinyModel.QWEN2.directory().toString();
    Path target = home.resolve("target");
    assertThat(run("merge", "--base", other, adapter.toString(), target.toString())).isEqualTo(2);
    assertThat(error).contains("must be of");
    assertThat(target).doesNotExist();
    assertThat(run("merge", adapter.toString(), adapter.toString())).isEqualTo(2);
    assertThat(error).contains("exists already");
  }
}
