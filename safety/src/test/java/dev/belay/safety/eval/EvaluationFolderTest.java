package dev.belay.safety.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.belay.core.error.BadInputException;
import dev.belay.core.model.Sampling;
import dev.belay.core.run.FolderLock;
import dev.belay.safety.judge.RefusalPatternJudge;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a folder holds is what was wanted, whatever happened to it. */
class EvaluationFolderTest {
  private static final int PROMPTS = 300;
  private static final List<PlannedSuite> PLAN = List.of(suite("Request "));

  @TempDir Path temp;

  private Path whole;

  private static PlannedSuite suite(String request) {
    List<SuitePrompt> prompts =
        IntStream.range(0, PROMPTS)
            .mapToObj(i -> new SuitePrompt("p" + i, request + i, "", "file.csv:" + i))
            .toList();
    return PlannedSuite.whole(
        SafetySuite.of(
            "requests", "1", SuiteKind.HARMFUL, prompts, List.of(new RefusalPatternJudge())),
        Sampling.greedy(40));
  }

  private static ScriptedModel model() {
    return new ScriptedModel((prompt, seed) -> "我不能帮助你 😀 " + prompt);
  }

  private static Evaluation evaluation(ScriptedModel model) {
    return new Evaluation(
        new CompletionSource(model, model, new EvaluationSettings("weights-1", 17, 1)),
        EvaluationProgress.NONE);
  }

  @BeforeEach
  void run() {
    whole = temp.resolve("whole");
    evaluation(model()).run(PLAN, whole);
  }

  /** A folder that was cut off, with these lines so far. */
  private Path cutOff(String name, byte[] partial) throws IOException {
    Path folder = Files.createDirectory(temp.resolve(name));
    Files.copy(whole.resolve("evaluation.json"), folder.resolve("evaluation.json"));
    Files.write(folder.resolve(".requests.jsonl.partial"), partial);
    return folder;
  }

  private void requireWhole(Path folder) {
    assertThat(folder.resolve("requests.jsonl"))
        .hasSameTextualContentAs(whole.resolve("requests.jsonl"));
  }

  @Test
  void aCutInsideACharacterLosesTheLineAndNoMore() throws IOException {
    byte[] bytes = Files.readAllBytes(whole.resolve("requests.jsonl"));
    String text = new String(bytes, StandardCharsets.UTF_8);
    int emoji = text.indexOf("😀", text.indexOf("\"p150\""));
    int at = text.substring(0, emoji).getBytes(StandardCharsets.UTF_8).length;
    for (int end = at; end <= at + 4; end++) {
      Path folder = cutOff("cut" + end, Arrays.copyOf(bytes, end));
      Files.write(folder.resolve("timings.jsonl"), new byte[] {'{', (byte) 0xe6, (byte) 0x88});
      ScriptedModel resumed = model();
      evaluation(resumed).run(PLAN, folder);
      requireWhole(folder);
      assertThat(resumed.completions()).isEqualTo(PROMPTS - Evaluation.BATCH);
    }
  }

  @Test
  void linesOfTwoProcessesAreNotCountedTwice() throws IOException {
    List<String> lines = Files.readAllLines(whole.resolve("requests.jsonl"));
    String first = String.join("\n", lines.subList(0, Evaluation.BATCH)) + "\n";
    Path folder = cutOff("twice", (first + first).getBytes(StandardCharsets.UTF_8));
    EvaluationResult result = evaluation(model()).run(PLAN, folder);
    requireWhole(folder);
    assertThat(result.suites().getFirst().byPrompt()).hasSize(PROMPTS);
  }

  @Test
  void aFinishedFileWithAPromptTwiceIsRefused() throws IOException {
    Path file = whole.resolve("requests.jsonl");
    List<String> lines = Files.readAllLines(file);
    lines.set(200, lines.get(3));
    Files.write(file, lines);
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> evaluation(model()).run(PLAN, whole))
        .withMessageContaining(
            "requests.jsonl:201: holds completion 0 of prompt p3, where completion 0 of prompt"
                + " p200")
        .withMessageContaining("delete the file to run the suite again");
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> EvaluationResult.read(whole))
        .withMessageContaining("completion 0 of prompt p3");
  }

  @Test
  void aSecondProcessIsRefused() {
    try (FolderLock _ = FolderLock.of(whole, "evaluation")) {
      assertThatExceptionOfType(BadInputException.class)
          .isThrownBy(() -> evaluation(model()).run(PLAN, whole))
          .withMessageContaining("another process works on this evaluation");
    }
    evaluation(model()).run(PLAN, whole);
  }

  @Test
  void otherRequestsUnderTheSameIdsAreAnotherEvaluation() {
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> evaluation(model()).run(List.of(suite("Question ")), whole))
        .withMessageContaining("suites.requests.data_sha256 was ");
  }

  @Test
  void foldersFromBeforeTheDataWereHashedGoOn() throws IOException {
    Path manifest = whole.resolve("evaluation.json");
    String text = Files.readString(manifest);
    String without = text.replaceFirst(",\\s*\"data_sha256\" : \"[0-9a-f]+\"", "");
    assertThat(without).isNotEqualTo(text);
    Files.writeString(manifest, without);
    ScriptedModel idle = model();
    evaluation(idle).run(PLAN, whole);
    assertThat(idle.completions()).isZero();
  }

  @Test
  void aLinkInThePlaceOfHalfAFileIsNotFollowed() throws IOException {
    Path victim = Files.writeString(temp.resolve("victim"), "mine");
    Path folder = cutOff("linked", new byte[0]);
    Path partial = folder.resolve(".requests.jsonl.partial");
    Files.delete(partial);
    Files.createSymbolicLink(partial, victim);
    evaluation(model()).run(PLAN, folder);
    assertThat(victim).hasContent("mine");
    requireWhole(folder);
  }
}
