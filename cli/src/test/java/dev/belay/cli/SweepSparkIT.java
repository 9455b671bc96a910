package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cells as tasks of a real Spark, the one of {@code SPARK_HOME}: the tables are those of this
 * machine alone, also where a worker is killed on the way.
 */
class SweepSparkIT {

  @TempDir Path folder;

  private final List<Process> cluster = new ArrayList<>();
  private SweepFixture fixture;
  private Path whole;
  private Path out;

  @BeforeEach
  void referenceOnThisMachine() throws IOException {
    fixture = new SweepFixture(folder);
    whole = folder.resolve("whole");
    out = folder.resolve("out");
    String sweep = fixture.sweep(SweepFixture.TWELVE).toString();
    String[] words = {"sweep", sweep, "--out", whole.toString(), "--parallel", "2", "--cores", "1"};
    assertThat(fixture.belay(words)).as(fixture.err.toString()).isZero();
  }

  @AfterEach
  void endCluster() {
    cluster.forEach(Process::destroyForcibly);
  }

  private String[] onSpark(String master) {
    return new String[] {
      "sweep",
      folder.resolve("sweep.yaml").toString(),
      "--out",
      out.toString(),
      "--on",
      "spark",
      "--master",
      master,
      "--spark-conf",
      "spark.ui.enabled=false",
      "--spark-conf",
      "spark.driver.host=127.0.0.1",
      "--spark-conf",
      "spark.executor.memory=512m",
      "--cores",
      "1"
    };
  }

  @Test
  void twoThreadsGiveTheSameTables() throws IOException {
    assertThat(fixture.belay(onSpark("local[2,4]"))).as(fixture.err.toString()).isZero();

    SweepFixture.assertSame(out, whole);
  }

  @Test
  void twoWorkersOfWhichOneIsKilledGiveTheSameTables() throws Exception {
    int port = freePort();
    String master = "spark://127.0.0.1:" + port;
    start("org.apache.spark.deploy.master.Master", "--port", Integer.toString(port));
    Process first = start("org.apache.spark.deploy.worker.Worker", "-c", "1", "-m", "1g", master);
    start("org.apache.spark.deploy.worker.Worker", "-c", "1", "-m", "1g", master);

    Process sweep = fixture.process(onSpark(master));
    SweepFixture.await(sweep, out, 3);
    assertThat(first.descendants()).as("an executor of the first worker").isNotEmpty();
    first
        .descendants()
        .filter(process -> isExecutor(process))
        .forEach(ProcessHandle::destroyForcibly);
    first.destroyForcibly();
    assertThat(sweep.waitFor()).as(fixture.processLog()).isZero();

    SweepFixture.assertSame(out, whole);
  }

  private static boolean isExecutor(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend");
  }

  private Process start(String daemon, String... words) throws IOException {
    String home = Objects.requireNonNull(System.getenv("SPARK_HOME"), "SPARK_HOME is not set");
    List<String> all = new ArrayList<>(List.of(Path.of(home, "bin", "spark-class").toString()));
    all.addAll(List.of(daemon, "--host", "127.0.0.1", "--webui-port", "0"));
    all.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("SPARK_WORKER_DIR", folder.resolve("work").toString());
    builder.redirectOutput(
        ProcessBuilder.Redirect.appendTo(folder.resolve("cluster.log").toFile()));
    Process process = builder.start();
    cluster.add(process);
    return process;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
