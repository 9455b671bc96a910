package dev.belay.verify.code;

import static dev.belay.core.verify.Verdict.State.CORRECT;
import static dev.belay.core.verify.Verdict.State.INCORRECT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.data.Problem;
import dev.belay.core.data.Reference.UnitTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Attempts to get out of the sandbox, or to use up the machine. */
final class EscapeTest {

  private static final Limits LIMITS =
      new Limits(2, 8, 1L << 30, 32, 16L << 20, 32L << 20, 8 << 20);

  @TempDir private Path outside;
  private CodePool pool;

  @BeforeEach
  void openPool() throws IOException {
    Files.setPosixFilePermissions(outside, PosixFilePermissions.fromString("rwxrwxrwx"));
    pool =
        new CodePool(
            Isolation.byBubblewrap(System.getenv(), LIMITS).isolation().orElseThrow(), LIMITS, 1);
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    pool.close();
    assertThat(pool.lingering()).isEmpty();
    try (Stream<Path> files = Files.list(outside)) {
      assertThat(files).isEmpty();
    }
    assertThat(Files.readString(Path.of("/proc/mounts"))).doesNotContain("belay-escape");
  }

  static Stream<Map.Entry<String, String>> attempts() {
    return Attempts.all().entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("attempts")
  void isStopped(Map.Entry<String, String> attempt) {
    Outcome outcome = run(attempt.getValue(), "assert f(%s) is True".formatted(quoted(outside)));
    assertThat(outcome.state()).as(outcome.reason()).isEqualTo(Outcome.State.FAILED);
    Outcome after = run("def f():\n    return 1\n", "assert f() == 1");
    assertThat(after.state()).as("the next one: " + after.reason()).isEqualTo(Outcome.State.PASSED);
  }

  private Outcome run(String program, String test) {
    return pool.run(
        new CodeJob(new UnitTests("", "f", "", List.of(test)), List.of(CodePiece.whole(program))));
  }

  private static String quoted(Path path) {
    return "'" + path.toString().replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  @Test
  void whatIsUsefulStillWorks() {
    Problem problem = CodeFixture.problem("", "f", "assert f() == 42");
    String program =
        """
        import os, subprocess, tempfile, threading, concurrent.futures, asyncio, multiprocessing
        def f():
            with tempfile.NamedTemporaryFile('w+') as out:
                out.write('1')
                out.flush()
                one = int(open(out.name).read())
            out = subprocess.run(['/bin/echo', '20'], capture_output=True, text=True).stdout
            with concurrent.futures.ThreadPoolExecutor(4) as pool:
                four = sum(pool.map(lambda x: x, [1, 3]))
            async def ten():
                await asyncio.sleep(0)
                return 10
            if os.fork() == 0:
                os._exit(7)
            _, status = os.wait()
            return one + int(out) + four + asyncio.run(ten()) + os.waitstatus_to_exitcode(status)
        """;
    assertThat(CodeFixture.state(program, problem)).isEqualTo(CORRECT);
    assertThat(CodeFixture.state("def f():\n    return 41\n", problem)).isEqualTo(INCORRECT);
  }
}
