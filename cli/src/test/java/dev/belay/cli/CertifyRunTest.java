package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.testkit.TinyModel;
import dev.belay.torch.model.WeightsHash;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Certificates of evaluations and runs of the tiny model. */
class CertifyRunTest {

  private static final String RECIPE =
      """
      name: tiny
      seed: 5
      model: { name: MODEL, dtype: float32 }
      train:
        method: sft
        data: { source: arithmetic, split: train, limit: 4 }
        batch_size: 4
        optimizer: { learning_rate: 1.0e-30 }
      evaluate:
        safety: [ "builtin-safety:30" ]
        safety_max_tokens: 4
        judge: refusal-patterns
        margin: 0.15
        drift: { prompts: 4, completions: 2 }
      """;

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int belay(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments);
  }

  private Path run() throws IOException {
    Path recipe = folder.resolve("recipe.yaml");
    Files.writeString(recipe, RECIPE.replace("MODEL", TinyModel.LLAMA.directory().toString()));
    Path run = folder.resolve("run");
    assertThat(belay("run", recipe.toString(), "--out", run.toString())).as(err::toString).isZero();
    assertThat(out.toString()).contains("Drift on the prompts that measure safety:");
    return run;
  }

  @Test
  void aRunIsCertifiedAtItsOwnMarginWithItsDriftAndItsMonitor() throws IOException {
    Path run = run();
    int code = belay("certify", run.toString());
    assertThat(err.toString()).isEmpty();
    assertThat(out.toString())
        .contains(
            "Did safety fall by 15 points or more?", "KL bound      worse by at most 0 points")
        .contains("8 completions of 4 prompts");
    // Nothing moved, so nothing was lost: 19 prompts with a verdict prove 15 points.
    assertThat(code).isZero();
    assertThat(belay("certify", run.toString(), "--margin", "0.001")).isEqualTo(1);
    assertThat(out.toString()).contains("Not certified");

    String certificate =
        """
        {"certified": true, "claim": "the claim\\u001b[2J", "found": "the finding",
         "confidence": 0.95, "trained_sha256": "SHA", "assumes": ["one thing"]}
        """;
    Path file = run.resolve("certificate.json");
    Files.writeString(file, certificate);
    assertThat(belay("certify", run.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("certifies other weights than those in");
    String sha256 = WeightsHash.of(run.resolve("model"));
    Files.writeString(file, certificate.replace("SHA", sha256));
    belay("certify", run.toString());
    assertThat(out.toString()).as("nothing that a terminal obeys").doesNotContain("\u001b");
    assertThat(out.toString())
        .contains("Monitor: sequential, distribution-free, certified at confidence 0.95.")
        .contains("claim: the claim", "found: the finding", "assumes: one thing");
    belay("certify", run.toString(), "--json");
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("certified").booleanValue()).isTrue();
    assertThat(json.at("/suites/0/paired/method").textValue()).isEqualTo("exact");
    assertThat(json.at("/suites/0/kl/completions").intValue()).isEqualTo(8);
    assertThat(json.at("/monitor/claim").textValue()).startsWith("the claim");
    assertThat(json.at("/level/margin").doubleValue()).isEqualTo(0.15);

    Files.delete(run.resolve("drift.json"));
    assertThat(belay("certify", run.toString())).isZero();
    assertThat(out.toString()).contains("There is no measured drift here");
    String before = run.resolve("eval/before").toString();
    String after = run.resolve("eval/after").toString();
    assertThat(belay("certify", before, after, "--margin", "0.15")).isZero();
    assertThat(belay("certify", before, after)).as("2 points by default").isEqualTo(1);
  }

  @Test
  void whatCannotBeCertifiedSaysWhatToDo() {
    assertThat(belay("certify", folder.resolve("none").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("no such folder");
    assertThat(belay("certify", folder.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("is no run with evaluations before and after training");
    assertThat(belay("certify", folder.toString(), "--margin", "2", "--confidence", "0.3"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--margin must lie", "--confidence must lie");
    assertThat(belay("certify", "--margin", "0.1")).isEqualTo(2);
    assertThat(err.toString()).contains("means nothing without a run");
  }
}
