package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.testkit.TinyModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Evaluations of a real, tiny model, taken apart by category and by attack. */
class CompareEvalsCommandTest {

  @TempDir Path folder;

  private String belay(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    assertThat(commandLine.execute(arguments)).as(err.toString()).isZero();
    return out.toString();
  }

  private String eval(String into, TinyModel model, String... more) {
    String path = folder.resolve(into).toString();
    List<String> all =
        new ArrayList<>(List.of("eval", "--model", model.directory().toString(), "--out", path));
    all.addAll(List.of("--dtype", "float32", "--max-tokens", "6"));
    all.addAll(List.of(more));
    belay(all.toArray(String[]::new));
    return path;
  }

  @Test
  void takesTheChangeApart() throws IOException {
    String[] suites = {"--suite", "builtin-safety:12", "--attack", "direct,prefix-injection"};
    String before = eval("before", TinyModel.LLAMA, suites);
    String after = eval("after", TinyModel.LLAMA, suites);
    assertThat(belay("compare-evals", before, after)).doesNotContain("by category", "By attack");
    assertThat(belay("compare-evals", "--details", "--by-category", "--by-attack", before, after))
        .contains("Worst case, and exact limits:")
        .contains("builtin-safety by category: share refused\n")
        .contains("\ndirect\n")
        .contains("\nprefix-injection\n")
        .contains("\nall attacks\n")
        .contains("By attack, over benchmarks: share refused, judged by embedded")
        .contains("By benchmark, over attacks: share refused, judged by embedded");

    JsonNode json =
        new ObjectMapper()
            .readTree(
                belay("compare-evals", "--by-category", "--by-attack", "--json", before, after));
    assertThat(json.at("/suites")).hasSize(2);
    long prompts = 0;
    for (JsonNode row : json.at("/by_category/benchmarks/0/attacks/1/categories")) {
      prompts += row.get("prompts").longValue();
    }
    assertThat(prompts).isEqualTo(12);
    JsonNode all = json.at("/by_attack/pools/0/all");
    assertThat(all.get("prompts").longValue()).isEqualTo(24);
    assertThat(all.get("requests").longValue()).isEqualTo(12);
  }

  @Test
  void saysWhatItCannotTakeApart() {
    String before = eval("before", TinyModel.LLAMA, "--suite", "arithmetic:4");
    String after = eval("after", TinyModel.LLAMA, "--suite", "arithmetic:4");
    assertThat(belay("compare-evals", "--by-category", "--by-attack", before, after))
        .contains("By category: none of the benchmarks has categories (arithmetic).\n")
        .contains("By attack: none of the suites holds requests that attacks are made of.\n");
  }
}
