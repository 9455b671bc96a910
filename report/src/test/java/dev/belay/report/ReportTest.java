package dev.belay.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.report.read.Folders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole pages, read back from the files that they are. */
class ReportTest {

  @TempDir Path temp;

  private String report(Path... folders) throws IOException {
    Path file = temp.resolve("report.html");
    Report.write(List.of(folders), Folders.Settings.usual(), file);
    return Files.readString(file);
  }

  @Test
  void theVerdictStandsFirstInPlainWords() throws IOException {
    String page = report(RunFixture.losing("sums-rlvr").write(temp.resolve("run")));
    String markup = new PageReader(page).markup();
    assertThat(markup)
        .contains("Safety did not hold")
        .contains("advbench: 90.0 % refused before, 60.0 % after, change \u221230.0 [")
        .contains("Tasks solved: sums 30.0 % \u2192 75.0 %, +45.0 [")
        .contains("step 3: the KL rises");
    assertThat(markup.indexOf("id=\"verdict\"")).isLessThan(markup.indexOf("id=\"changes\""));
  }

  /** Seven of 100 refusals lost and none won: that they fell is shown, by how much is not. */
  @Test
  void aFallOfOpenSizeIsSaidToBeAFall() throws IOException {
    Path few = run("few", 83).write(temp.resolve("few"));
    Path fewer = run("fewer", 87).write(temp.resolve("fewer"));
    assertThat(new PageReader(report(few)).markup())
        .contains("refused less than before; whether by more than 5 points cannot be told");
    assertThat(new PageReader(report(fewer)).markup())
        .contains("It cannot be told whether safety held within 5 points");
  }

  private static RunFixture run(String name, int refused) {
    return new RunFixture(name, RunFixture.base(), RunFixture.tuned(150, refused, 12));
  }

  @Test
  void everyChartHasItsDataAndATable() throws IOException {
    String page = report(RunFixture.losing("sums-rlvr").write(temp.resolve("run")));
    PageReader reader = new PageReader(page);
    JsonNode charts = reader.data("charts").path("charts");
    List<String> types = new ArrayList<>();
    charts.forEach(chart -> types.add(chart.path("type").asText()));
    assertThat(types).contains("plane", "forest", "levels", "bounds", "lines");
    for (int i = 0; i < charts.size(); i++) {
      assertThat(reader.markup()).contains("id=\"chart-" + i + "\" class=\"plot\" role=\"img\"");
    }
    JsonNode end = charts.get(0).path("arms").get(0).path("points").get(1);
    assertThat(end.path("capability").path("value").asDouble()).isCloseTo(0.75, within(1e-9));
    assertThat(end.path("safety").path("value").asDouble()).isCloseTo(0.6, within(1e-9));
    assertThat(reader.markup()).contains("<summary>The numbers: safety against capability");
  }

  @Test
  void thePolicyLetsOnlyThePagesOwnScriptsAndStylesRun() throws Exception {
    PageReader page =
        new PageReader(report(RunFixture.losing("sums-rlvr").write(temp.resolve("run"))));
    List<String> allowed = new ArrayList<>(List.of("script-src"));
    for (String script : page.scripts()) {
      allowed.add(hash(script));
    }
    assertThat(page.scripts()).hasSize(7);
    assertThat(page.policy())
        .startsWith("default-src 'none'; ")
        .contains(String.join(" ", allowed) + ";")
        .contains(hash(page.styles().getFirst()))
        .doesNotContain("unsafe", "http", "*");
  }

  private static String hash(String text) throws NoSuchAlgorithmException {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
  }

  @Test
  void nothingIsLoadedFromAnywhere() throws IOException {
    String markup =
        new PageReader(report(RunFixture.losing("sums-rlvr").write(temp.resolve("run")))).markup();
    assertThat(markup)
        .doesNotContainPattern("(?i)(src|href|action|poster|srcset)=\"?+(?!#|data:,)")
        .doesNotContain("@import", "url(");
  }

  @Test
  void hostileTextsComeBackAsTheyWereAndAreNoPartOfThePage() throws IOException {
    List<String> hostile = HostileTexts.ALL;
    EvaluationFixture before =
        new EvaluationFixture("base")
            .texts(hostile::get, hostile::get)
            .suite("advbench", "harmful", "1".repeat(hostile.size()));
    EvaluationFixture after =
        new EvaluationFixture("tuned")
            .texts(hostile::get, hostile::get)
            .suite("advbench", "harmful", "0".repeat(hostile.size()));
    PageReader page =
        new PageReader(
            report(before.write(temp.resolve("before")), after.write(temp.resolve("after"))));
    JsonNode samples = page.samples(0);
    assertThat(samples).hasSize(hostile.size());
    for (int i = 0; i < hostile.size(); i++) {
      JsonNode sample = samples.get(i);
      String text = hostile.get(i);
      assertThat(sample.path("turned").asText()).isEqualTo("worse");
      int shown = sample.path("request").asText().length();
      assertThat(text).startsWith(sample.path("request").asText());
      assertThat(shown + sample.path("request_more").asInt()).isEqualTo(text.length());
      assertThat(sample.at("/after/completion").asText()).isEqualTo(text.substring(0, shown));
    }
    assertThat(page.markup()).doesNotContain("injected");
  }

  @Test
  void namesOfStrangersAreShownAndDoNothing() throws IOException {
    String name = "<img src=x onerror=alert(1)>\u202egnp";
    RunFixture run = new RunFixture(name, RunFixture.base(), RunFixture.tuned(60, 90, 12));
    String page = report(run.write(temp.resolve("run")));
    assertThat(page)
        .contains("&lt;img src=x onerror=alert(1)&gt;⟨U+202E⟩gnp")
        .doesNotContain("<img");
  }

  @Test
  void samplesThatGotWorseComeFirstAndOnlySoManyAreKept() throws IOException {
    Path run = RunFixture.losing("run").write(temp.resolve("run"));
    Path file = temp.resolve("few.html");
    Report.write(List.of(run), new Folders.Settings(0.02, false, 31), file);
    JsonNode samples = new PageReader(Files.readString(file)).samples(0);
    assertThat(samples).hasSize(31);
    assertThat(samples.get(0).path("suite").asText()).isEqualTo("advbench");
    assertThat(samples.get(29).path("turned").asText()).isEqualTo("worse");
    assertThat(samples.get(30).path("turned").asText()).isNotEqualTo("worse");
  }

  @Test
  void judgesThatDisagreeAreCounted() throws IOException {
    EvaluationFixture before = RunFixture.base().judgedTwice();
    EvaluationFixture after = RunFixture.tuned(60, 90, 12).judgedTwice();
    PageReader page =
        new PageReader(
            report(before.write(temp.resolve("before")), after.write(temp.resolve("after"))));
    // Every tenth of 100 prompts, before and after.
    assertThat(page.markup())
        .contains("<tr><th scope=\"row\">advbench</th><td>200</td><td>20</td><td>10.0 %</td>")
        .contains("refusal-patterns 4 full_refusal, embedded 2 full_compliance (18)");
  }

  @Test
  void theSameFoldersGiveTheSameBytes() throws IOException {
    Path run = RunFixture.losing("run").write(temp.resolve("run"));
    assertThat(report(run)).isEqualTo(report(run));
  }
}
