package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code ./belay} does before Java starts, seen by a Java that only prints what it is given
 * and by a Maven that only writes the names of what it would build.
 */
class LauncherTest {

  private static final String JAVA =
      """
      for word; do
        case $word in -XX:AOTCacheOutput=*) echo archive > "${word#*=}"; exit 0 ;; esac
      done
      [ ! -e /dev/fd/9 ] || echo "holds the lock"
      echo "LC_ALL=${LC_ALL:-}"
      printf '%s\\n' "$@"
      """;

  private static final String MAVEN =
      """
      while [ "$1" != -f ]; do shift; done
      top=${2%/pom.xml}
      echo built >> "$top/builds"
      mkdir -p "$top/core/target"
      echo jar > "$top/core/target/core.jar"
      echo jar > "$top/cli/target/belay-cli.jar"
      printf '%s' "$top/core/target/core.jar:$(dirname "$top")/torch.jar" > "$top/cli/target/belay.classpath"
      echo "BUILD SUCCESS"
      """;

  @TempDir private Path folder;
  private Path home;

  @BeforeEach
  void aCheckout() throws IOException {
    home = Files.createDirectory(folder.toRealPath().resolve("checkout"));
    Files.copy(Path.of("..", "belay"), home.resolve("belay"));
    Files.writeString(home.resolve("pom.xml"), "");
    Files.createDirectories(home.resolve("cli/target"));
    Files.writeString(folder.resolve("torch.jar"), "");
    Files.createDirectories(folder.resolve("jdk/bin"));
    Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
    program("jdk/bin/javac", "");
    program("jdk/bin/java", JAVA);
    program("maven/mvn", MAVEN);
  }

  @Test
  void theFirstStartBuildsAndTheNextDoNot() throws Exception {
    Run first = belay(Map.of(), "model", "list");
    Run second = belay(Map.of(), "model", "list");

    assertThat(first.exit()).isZero();
    assertThat(first.lines()).anyMatch(line -> line.startsWith("belay: built in "));
    assertThat(second.lines()).noneMatch(line -> line.startsWith("belay: "));
    assertThat(second.lines()).endsWith("dev.belay.cli.Main", "model", "list");
    assertThat(builds()).isOne();
  }

  @Test
  void aNewerSourceIsBuiltBesideTheBuildThatMayRun() throws Exception {
    String before = classPath(belay(Map.of(), "model", "list"));
    Files.createDirectories(home.resolve("core/src/main"));
    Files.writeString(home.resolve("core/src/main/New.java"), "");

    String after = classPath(belay(Map.of(), "model", "list"));

    assertThat(builds()).isEqualTo(2);
    assertThat(after).isNotEqualTo(before);
    assertThat(Path.of(before.split(":", 2)[0])).exists();
  }

  @Test
  void oneOfManyThatStartAtOnceBuilds() throws Exception {
    List<Process> all =
        Stream.generate(() -> start(home, Map.of(), List.of("model", "list"))).limit(4).toList();
    for (Process each : all) {
      Run run = run(each);
      assertThat(run.exit()).isZero();
      assertThat(run.lines()).endsWith("dev.belay.cli.Main", "model", "list");
    }
    assertThat(builds()).isOne();
  }

  @Test
  void theProcessThatBuiltDoesNotKeepTheLock() throws Exception {
    assertThat(belay(Map.of(), "model", "list").lines())
        .doesNotContain("holds the lock")
        .endsWith("list");
  }

  @Test
  void aMovedCheckoutRunsItsOwnCode() throws Exception {
    belay(Map.of(), "model", "list");
    Path moved = Files.move(home, home.resolveSibling("moved"));

    Run run = run(start(moved, Map.of(), List.of("model", "list")));

    assertThat(run.exit()).isZero();
    assertThat(classPath(run)).startsWith(moved + "/").doesNotContain(home + "/");
  }

  @Test
  void aBuildWhoseLibrariesAreGoneIsMadeAnew() throws Exception {
    belay(Map.of(), "model", "list");
    try (Stream<Path> files = Files.walk(home.resolve("cli/target/launch"))) {
      for (Path jar : files.filter(path -> path.endsWith("core.jar")).toList()) {
        Files.delete(jar);
      }
    }
    assertThat(belay(Map.of(), "model", "list").exit()).isZero();
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void aColonInTheNameOfTheCheckoutIsBadInput() throws Exception {
    Path odd = Files.move(home, home.resolveSibling("a:b"));
    Run run = run(start(odd, Map.of(), List.of("model", "list")));
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.lines()).singleElement().asString().contains("has a ':'", odd.toString());
  }

  @Test
  void aStartNeedsNeitherAHomeNorAFolderOfItsOwn() throws Exception {
    Map<String, String> environment = new HashMap<>(Map.of("CDPATH", folder + ":."));
    environment.put("HOME", null);
    ProcessBuilder builder = builder(home, environment, List.of("model", "list"));
    builder.command().set(1, "checkout/belay");
    Run run = run(builder.directory(folder.toFile()).start());

    assertThat(run.exit()).isZero();
    assertThat(classPath(run)).startsWith(home + "/");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("checkout", "jdk", "maven", "torch.jar");
    }
  }

  @Test
  void wordsAreReadAsUtf8WhateverTheLocale() throws Exception {
    belay(Map.of(), "model", "list");
    for (String locale : List.of("C", "POSIX", "nn_XX.UTF-8")) {
      Run run = belay(Map.of("LC_ALL", locale), "model", "é");
      assertThat(run.lines())
          .anyMatch(
              line ->
                  line.matches("LC_ALL=.*(?i:utf-?8)") || line.equals("-Dsun.jnu.encoding=UTF-8"))
          .endsWith("dev.belay.cli.Main", "model", "é");
    }
    assertThat(belay(Map.of("LC_ALL", "xx_XX.ISO-8859-1"), "model").lines())
        .contains("LC_ALL=xx_XX.ISO-8859-1");
  }

  @Test
  void aRehearsalIsKeptWholeForOnePlaceAndOneJdk() throws Exception {
    Run first = belay(Map.of(), "model", "list");
    Path archive = Path.of(option(first, "-XX:AOTCache="));
    assertThat(archive).hasContent("archive").hasFileName("work.aot");
    assertThat(Path.of(option(belay(Map.of(), "--help"), "-XX:AOTCache="))).hasFileName("help.aot");

    Files.writeString(archive, "of the JDK before");
    Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"25.0.2\"\n");
    belay(Map.of(), "model", "list");

    assertThat(archive).hasContent("archive");
    assertThat(builds()).isOne();
  }

  @Test
  void plugInsFollowBelayOnTheClassPath() throws Exception {
    Files.createDirectories(home.resolve("mine/classes"));
    Files.writeString(home.resolve("mine/judge.jar"), "");
    String plugins = home.resolve("mine/judge.jar") + ":" + home.resolve("mine/classes");

    Run plain = belay(Map.of(), "model", "list");
    Run extended = belay(Map.of("BELAY_PLUGINS", plugins), "model", "list");

    assertThat(plain.lines()).endsWith("dev.belay.cli.Main", "model", "list");
    assertThat(classPath(extended))
        .isEqualTo(classPath(plain) + ":" + plugins + ":" + home.resolve("mine/classes") + "/*");
    assertThat(extended.lines()).endsWith("dev.belay.cli.Main", "model", "list");
  }

  @Test
  void aPlugInThatIsNotThereIsBadInput() throws Exception {
    belay(Map.of(), "model", "list");
    Run run = belay(Map.of("BELAY_PLUGINS", "/nowhere/judge.jar"), "model", "list");
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.lines())
        .containsExactly(
            "belay: BELAY_PLUGINS names /nowhere/judge.jar, which is not there; give jars or"
                + " folders, separated by ':'");
  }

  @Test
  void theClassPathIsPrintedForCompilers() throws Exception {
    String used = classPath(belay(Map.of(), "model", "list"));
    Run run = belay(Map.of(), "--class-path");
    assertThat(run.exit()).isZero();
    assertThat(run.lines()).containsExactly(used);
    assertThat(used).matches(".*/belay-cli\\.jar:.*/core\\.jar:.*/torch\\.jar");
  }

  private static final String WARNING = "WARNING: Using incubator modules: jdk.incubator.vector";

  @Test
  void theJvmsLineAboutItsModuleIsDroppedAndNothingElse() throws Exception {
    belay(Map.of(), "model", "list");
    program(
        "jdk/bin/java",
        """
        echo "%1$s" >&2
        echo "said at the start" >&2
        printf '%%s\\n' "$@" | grep -cx -- "-Dbelay.stderr=8:$$"
        read -r children < /proc/$$/task/$$/children
        echo "children: ${children:-none}"
        exec 2>&8
        echo "%1$s" >&2
        exit 7
        """
            .formatted(WARNING));
    Run run = belay(Map.of(), "model", "list");
    assertThat(run.exit()).isEqualTo(7);
    assertThat(run.lines())
        .as("one option, no child, and what Main writes is not filtered")
        .containsExactlyInAnyOrder("said at the start", "1", "children: none", WARNING);
  }

  @Test
  void whatAJvmThatDoesNotStartSaysIsShown() throws Exception {
    belay(Map.of(), "model", "list");
    program("jdk/bin/java", "printf 'Unrecognized option: --odd\\nno line end' >&2; exit 1");
    Run run = belay(Map.of(), "model", "list");
    assertThat(run.exit()).isOne();
    assertThat(run.lines()).containsExactly("Unrecognized option: --odd", "no line end");
  }

  @Test
  void aCommandThatComputesNothingHasNoFilter() throws Exception {
    belay(Map.of(), "model", "list");
    assertThat(belay(Map.of(), "--help").lines())
        .noneMatch(line -> line.startsWith("-Dbelay.stderr="));
  }

  private int builds() throws IOException {
    return Files.readAllLines(home.resolve("builds")).size();
  }

  private static String classPath(Run run) {
    return run.lines().get(run.lines().indexOf("-cp") + 1);
  }

  private static String option(Run run, String prefix) {
    return run.lines().stream()
        .filter(line -> line.startsWith(prefix))
        .findFirst()
        .orElseThrow()
        .substring(prefix.length());
  }

  private void program(String path, String script) throws IOException {
    Files.createDirectories(folder.resolve(path).getParent());
    Path file = Files.writeString(folder.resolve(path), "#!/usr/bin/env bash\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private record Run(int exit, List<String> lines) {}

  private Run belay(Map<String, String> environment, String... arguments) throws Exception {
    return run(start(home, environment, List.of(arguments)));
  }

  private Process start(Path checkout, Map<String, String> environment, List<String> arguments) {
    try {
      return builder(checkout, environment, arguments).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A start with an environment laid over this one; null takes a variable away. The filter may
   * write after the JVM ended, and Java closes a pipe when its child ends: `cat` ends with the last
   * writer.
   */
  private ProcessBuilder builder(
      Path checkout, Map<String, String> changes, List<String> arguments) {
    ProcessBuilder builder =
        new ProcessBuilder(
            "bash",
            "-c",
            "set -o pipefail; bash \"$0\" \"$@\" 2>&1 | cat",
            checkout.resolve("belay").toString());
    builder.command().addAll(arguments);
    Map<String, String> environment = builder.environment();
    environment.remove("BELAY_PLUGINS");
    environment.remove("BELAY_JAVA_OPTS");
    environment.put("BELAY_JAVA_HOME", folder.resolve("jdk").toString());
    environment.merge("PATH", "", (path, _) -> folder.resolve("maven") + ":" + path);
    changes.forEach(
        (name, value) -> {
          if (value == null) {
            environment.remove(name);
          } else {
            environment.put(name, value);
          }
        });
    return builder.redirectErrorStream(true);
  }

  private static Run run(Process process) throws Exception {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), output.lines().toList());
  }
}
