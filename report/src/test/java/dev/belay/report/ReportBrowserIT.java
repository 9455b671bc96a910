package dev.belay.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.report.read.Folders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pages in a real browser: {@code dev/report/look} opens each in headless Chromium at three widths,
 * light and dark. Screenshots are left in {@code target/browser}.
 */
class ReportBrowserIT {

  @TempDir Path temp;

  private Path page(String name, Path... folders) {
    Path file = temp.resolve(name + ".html");
    Report.write(List.of(folders), Folders.Settings.usual(), file);
    return file;
  }

  @Test
  void aRunAComparisonASweepAndHostileSamplesAreDrawnWithoutAComplaint() throws Exception {
    List<String> hostile = HostileTexts.ALL;
    EvaluationFixture samples =
        new EvaluationFixture("m")
            .texts(hostile::get, hostile::get)
            .suite("advbench", "harmful", "1".repeat(hostile.size()))
            .suite("hostile-tasks", "capability", "0".repeat(hostile.size()));
    look(
        page("run", RunFixture.losing("sums-rlvr").write(temp.resolve("run"))),
        page("compare", CompareFixture.write(temp.resolve("compare"))),
        page("sweep", SweepFixture.write(temp.resolve("sweep"))),
        page("hostile", samples.write(temp.resolve("hostile"))));
  }

  @Test
  void tenThousandSamplesAreNoBurden() throws Exception {
    String verdicts = "1".repeat(5_000) + "0".repeat(5_000);
    EvaluationFixture many =
        new EvaluationFixture("m")
            .texts(i -> "Request " + i, i -> ("Completion " + i + " ").repeat(40))
            .suite("many", "benign", verdicts);
    look(page("many", many.write(temp.resolve("many"))));
  }

  private static void look(Path... pages) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("python3", "../dev/report/look", "--out", "target/browser"));
    for (Path page : pages) {
      command.add(page.toString());
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said.lines().filter(line -> line.endsWith(": right"))).hasSize(pages.length);
    assertThat(Files.size(Path.of("target/browser").resolve(first(pages) + "-360-dark.png")))
        .isGreaterThan(10_000);
  }

  private static String first(Path[] pages) {
    return pages[0].getFileName().toString().replace(".html", "");
  }
}
