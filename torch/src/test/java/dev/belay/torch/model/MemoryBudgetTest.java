package dev.belay.torch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryBudgetTest {

  @TempDir Path root;

  private void file(String path, String content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private void meminfo(long availableKb) throws IOException {
    file(
        "proc/meminfo",
        "MemTotal:       24000000 kB\nMemFree:   500 kB\nMemAvailable:   %d kB\n"
            .formatted(availableKb));
  }

  private MemoryBudget budget() {
    return new MemoryProbe(root).budget();
  }

  @Test
  void refusesWithTheFiguresWhatDoesNotFit() {
    MemoryNeed need =
        new MemoryNeed(
            "training",
            List.of(
                new MemoryNeed.Part("moments", 3_000_000_000L),
                new MemoryNeed.Part("gradients", 1_000_000_001L)));
    MemoryBudget budget = new MemoryBudget(4_000_000_000L, "a test");
    assertThatThrownBy(() -> budget.require(need))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("training: it takes about 4.0 GB (3.0 GB moments, 1.0 GB gradients)")
        .hasMessageContaining("4.0 GB are available (a test)");
    assertThatCode(() -> new MemoryBudget(4_000_000_001L, "a test").require(need))
        .doesNotThrowAnyException();
  }

  @Test
  void withoutALimitTheMachineDecides() throws IOException {
    meminfo(2048);
    assertThat(budget()).isEqualTo(new MemoryBudget(2048 * 1024, "MemAvailable of this machine"));
    file("proc/self/cgroup", "0::/\n");
    file("sys/fs/cgroup/memory.max", "max\n");
    file("sys/fs/cgroup/memory.current", "123\n");
    assertThat(budget().availableBytes()).isEqualTo(2048 * 1024);
  }

  @Test
  void aGroupsLimitLessWhatItHoldsCountsAndCachedFilesDoNot() throws IOException {
    meminfo(2_000_000);
    file("proc/self/cgroup", "0::/app/job\n");
    file("sys/fs/cgroup/app/job/memory.max", "1000000\n");
    file("sys/fs/cgroup/app/job/memory.current", "700000\n");
    file("sys/fs/cgroup/app/job/memory.stat", "anon 400000\ninactive_file 300000\n");
    assertThat(budget().availableBytes()).isEqualTo(600_000);
    assertThat(budget().source()).endsWith("sys/fs/cgroup/app/job");
  }

  @Test
  void aLimitOfAGroupAboveCountsToo() throws IOException {
    meminfo(2_000_000);
    file("proc/self/cgroup", "0::/app/job\n");
    file("sys/fs/cgroup/app/job/memory.max", "max\n");
    file("sys/fs/cgroup/app/job/memory.current", "10\n");
    file("sys/fs/cgroup/app/memory.max", "5000\n");
    file("sys/fs/cgroup/app/memory.current", "6000\n");
    assertThat(budget().availableBytes()).isZero();
    assertThat(budget().source()).endsWith("sys/fs/cgroup/app");
  }

  @Test
  void insideAContainerTheMountItselfIsTheGroup() throws IOException {
    meminfo(2_000_000);
    file("proc/self/cgroup", "0::/../../host/pod\n");
    file("sys/fs/cgroup/memory.max", "9000\n");
    file("sys/fs/cgroup/memory.current", "1000\n");
    file("proc/self/cgroup", "12:cpu,cpuacct:/x\n0::/docker/abc\n");
    assertThat(budget().availableBytes()).isEqualTo(8000);
  }

  @Test
  void versionOneIsReadToo() throws IOException {
    meminfo(2_000_000);
    file("proc/self/cgroup", "9:name=systemd:/\n4:memory:/box\n1:cpu:/\n0::/\n");
    file("sys/fs/cgroup/memory/box/memory.limit_in_bytes", "4096\n");
    file("sys/fs/cgroup/memory/box/memory.usage_in_bytes", "1096\n");
    file("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    file("sys/fs/cgroup/memory/memory.usage_in_bytes", "100\n");
    assertThat(budget().availableBytes()).isEqualTo(3000);
  }

  @Test
  void withoutProcThePhysicalMemoryCounts() {
    assertThat(budget().availableBytes()).isPositive();
    assertThat(budget().source()).contains("physical");
  }

  @Test
  void thisMachineHasSome() {
    assertThat(MemoryBudget.ofThisMachine().availableBytes()).isBetween(1L << 20, 1L << 50);
  }
}
