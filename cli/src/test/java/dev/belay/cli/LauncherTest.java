package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./belay} hands to Java, seen by a Java that only prints what it is given. */
class LauncherTest {

  @TempDir private Path home;

  @BeforeEach
  void aHomeThatIsBuilt() throws IOException {
    Files.copy(Path.of("..", "belay"), home.resolve("belay"));
    Files.writeString(home.resolve("pom.xml"), "");
    Path target = Files.createDirectories(home.resolve("cli/target"));
    Files.writeString(target.resolve("belay.classpath"), "core.jar:torch.jar");
    Files.writeString(target.resolve("belay.built"), "");
    Files.createDirectories(home.resolve("jdk/bin"));
    Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
    program("jdk/bin/javac", "");
    program("jdk/bin/java", "printf '%s\\n' \"$@\"\n");
  }

  @Test
  void plugInsFollowBelayOnTheClassPathAndGoWithoutAnArchive() throws Exception {
    Files.createDirectories(home.resolve("mine/classes"));
    Files.writeString(home.resolve("mine/judge.jar"), "");
    String plugins = home.resolve("mine/judge.jar") + ":" + home.resolve("mine/classes");

    Run plain = belay(Map.of(), "model", "list");
    Run extended = belay(Map.of("BELAY_PLUGINS", plugins), "model", "list");

    assertThat(plain.exit()).isZero();
    assertThat(plain.lines()).contains(ownClassPath(), "-XX:+AutoCreateSharedArchive");
    assertThat(plain.lines()).endsWith("dev.belay.cli.Main", "model", "list");
    assertThat(extended.lines())
        .contains(ownClassPath() + ":" + plugins + ":" + home.resolve("mine/classes") + "/*")
        .noneMatch(line -> line.contains("SharedArchive"))
        .endsWith("dev.belay.cli.Main", "model", "list");
  }

  @Test
  void aPlugInThatIsNotThereIsBadInput() throws Exception {
    Run run = belay(Map.of("BELAY_PLUGINS", "/nowhere/judge.jar"), "model", "list");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.lines())
        .containsExactly(
            "belay: BELAY_PLUGINS names /nowhere/judge.jar, which is not there; give jars or"
                + " folders, separated by ':'");
  }

  @Test
  void theClassPathIsPrintedForCompilers() throws Exception {
    Run run = belay(Map.of(), "--class-path");
    assertThat(run.exit()).isZero();
    assertThat(run.lines()).containsExactly(ownClassPath());
  }

  private String ownClassPath() throws IOException {
    return home.toRealPath() + "/cli/target/belay-cli.jar:core.jar:torch.jar";
  }

  private void program(String path, String script) throws IOException {
    Path file = Files.writeString(home.resolve(path), "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private record Run(int exit, List<String> lines) {}

  private Run belay(Map<String, String> environment, String... arguments) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("bash", home.resolve("belay").toString());
    builder.command().addAll(List.of(arguments));
    builder.environment().remove("BELAY_PLUGINS");
    builder.environment().remove("BELAY_JAVA_OPTS");
    builder.environment().put("BELAY_JAVA_HOME", home.resolve("jdk").toString());
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output.lines().toList());
  }
}
