package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.recipe.YamlReader;
import dev.belay.core.recipe.YamlValue;
import dev.belay.train.sweep.ChildCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of dev/sweep, with the variables that Slurm and Kubernetes would set. */
class SweepSchedulersTest {

  private static final Path SCRIPTS = Path.of("..", "dev", "sweep").toAbsolutePath().normalize();

  @TempDir Path folder;

  private SweepFixture fixture;
  private Path belay;

  /** A command {@code belay} that is this one. */
  @BeforeEach
  void launcher() throws IOException {
    fixture = new SweepFixture(folder);
    belay = Files.createDirectories(folder.resolve("bin")).resolve("belay");
    String words =
        ChildCommand.likeThis(0).belay().stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    Files.writeString(belay, "#!/bin/sh\nexec " + words + " \"$@\"\n");
    assertThat(belay.toFile().setExecutable(true)).isTrue();
  }

  private String run(List<String> command, Map<String, String> variables) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(folder.toFile()).environment().putAll(variables);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + " " + said;
  }

  @Test
  void anArrayTaskAndAPodRunACellEach() throws Exception {
    Path sweep = fixture.sweep("seed: 1..2");
    Path out = folder.resolve("out");
    Map<String, String> slurm =
        Map.of("BELAY", belay.toString(), "SLURM_ARRAY_TASK_ID", "1", "SLURM_CPUS_PER_TASK", "1");
    List<String> task =
        List.of("bash", SCRIPTS.resolve("slurm.sh").toString(), sweep.toString(), out.toString());
    assertThat(run(task, slurm)).startsWith("0 ").contains("cell 1 is done");

    Map<String, String> pod =
        Map.of(
            "JOB_COMPLETION_INDEX", "0", "PATH", belay.getParent() + ":" + System.getenv("PATH"));
    assertThat(run(podCommand(), pod)).startsWith("0 ").contains("cell 0 is done");

    assertThat(fixture.belay("sweep", "collect", out.toString())).isZero();
    assertThat(fixture.out.toString()).startsWith("tiny-sweep: 2 of 2 cells done.");
  }

  @Test
  void outsideOfAnArrayTheScriptSaysSo() throws Exception {
    assertThat(
            run(
                List.of("bash", SCRIPTS.resolve("slurm.sh").toString(), "sweep.yaml", "out"),
                Map.of("BELAY", belay.toString())))
        .startsWith("1 ")
        .contains("run this as an array job");
  }

  /** The command of the only container. */
  private static List<String> podCommand() throws IOException {
    String text = Files.readString(SCRIPTS.resolve("kubernetes.yaml"));
    YamlValue at = YamlReader.read(text, "kubernetes.yaml");
    for (String key : List.of("spec", "template", "spec", "containers")) {
      at = ((YamlValue.Mapping) at).entries().getOrDefault(key, new YamlValue.Nothing(0));
    }
    YamlValue container = ((YamlValue.Listing) at).items().getFirst();
    YamlValue command =
        ((YamlValue.Mapping) container).entries().getOrDefault("command", new YamlValue.Nothing(0));
    List<String> words = new ArrayList<>();
    for (YamlValue word : ((YamlValue.Listing) command).items()) {
      words.add(String.valueOf(((YamlValue.Scalar) word).value()));
    }
    return words;
  }
}
