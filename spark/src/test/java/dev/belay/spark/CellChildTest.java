package dev.belay.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CellChildTest {

  @TempDir Path folder;

  private CellChild.Ended run(String script) throws Exception {
    return CellChild.run(
        List.of("sh", "-c", script),
        folder.toString(),
        Map.of("CUDA_VISIBLE_DEVICES", "3,5"),
        () -> false);
  }

  @Test
  void itsLastLinesAreKept() throws Exception {
    CellChild.Ended ended = run("for i in $(seq 30); do echo line $i; done; echo bad >&2; exit 7");

    assertThat(ended.exit()).isEqualTo(7);
    assertThat(ended.tail().lines()).hasSize(20).first().isEqualTo("line 12");
    assertThat(ended.tail().lines()).last().isEqualTo("bad");
  }

  @Test
  void itKnowsItsPlaceItsParentAndItsGpus() throws Exception {
    CellChild.Ended ended = run("pwd -P; echo $BELAY_PARENT; echo $CUDA_VISIBLE_DEVICES");

    assertThat(ended.tail().lines())
        .containsExactly(
            folder.toRealPath().toString(), Long.toString(ProcessHandle.current().pid()), "3,5");
  }

  @Test
  void itEndsWithItsTask() throws Exception {
    Path pid = folder.resolve("pid");
    assertThatThrownBy(
            () ->
                CellChild.run(
                    List.of("sh", "-c", "echo $$ > pid.new; mv pid.new pid; exec sleep 1000"),
                    folder.toString(),
                    Map.of(),
                    () -> Files.exists(pid)))
        .isInstanceOf(CellChild.UnwantedException.class);

    long child = Long.parseLong(Files.readString(pid).strip());
    assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void argumentsNameCellsAndTheirCommand() {
    CellsArguments arguments =
        CellsArguments.of(
            new String[] {
              "--cells", "0,3", "--retries", "2", "--folder", "/w", "--", "belay", "cell", "{}"
            });

    assertThat(arguments.cells()).containsExactly(0, 3);
    assertThat(arguments.retries()).isEqualTo(2);
    assertThat(arguments.folder()).isEqualTo("/w");
    assertThat(arguments.commandOf(3)).containsExactly("belay", "cell", "3");
  }

  @Test
  void argumentsThatAreMissingOrUnknownAreRefused() {
    assertThatThrownBy(() -> CellsArguments.of(new String[] {"--cells", "1"}))
        .hasMessageContaining("needs --cells");
    assertThatThrownBy(() -> CellsArguments.of(new String[] {"--cell", "1", "--", "x"}))
        .hasMessageContaining("unknown argument --cell");
  }
}
