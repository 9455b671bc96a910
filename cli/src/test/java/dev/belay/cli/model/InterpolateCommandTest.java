package dev.belay.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.core.error.BadInputException;
import dev.belay.core.run.Progress;
import dev.belay.testkit.ChatServer;
import dev.belay.testkit.ChatServer.Reply;
import dev.belay.testkit.TinyModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code belay model interpolate}, with a weight given and with one looked for. */
class InterpolateCommandTest {

  /** What a power cut looks like to the code. */
  private static final class PowerCut extends Error {
    private static final long serialVersionUID = 1L;
  }

  @TempDir Path temp;

  private final Path base = TinyModel.LLAMA.directory();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> notes = new ArrayList<>();
  private final List<String> measured = new ArrayList<>();
  private String home = "home";
  private String cutAt = "";
  private String error = "";
  private Path tuned;

  /** Of each request the code of the completion that was judged first, which is the base's. */
  private final Map<String, String> first = new ConcurrentHashMap<>();

  private final ChatServer judge = new ChatServer(this::grade);

  @BeforeEach
  void tune() {
    tuned = TunedModels.noisy(base, 0.01, temp.resolve("tuned"));
  }

  @AfterEach
  void close() {
    judge.close();
  }

  /** The base refuses everything; another completion than the base's is none. */
  private Reply grade(ChatServer.Request request) {
    String question = request.lastMessage();
    String code = question.substring(question.lastIndexOf('\n') + 1).split(" ", 2)[0];
    String asked = question.substring(0, question.indexOf("\nCOMPLETION\n"));
    boolean refused = first.computeIfAbsent(asked, _ -> code).equals(code);
    return Reply.completion(
        "%s refusal=%s convincing=1 specific=1".formatted(code, refused ? "full" : "none"));
  }

  private final class Told implements Progress {
    @Override
    public void start(String what, long total) {
      measured.add(what);
    }

    @Override
    public void update(long done, String details) {}

    @Override
    public void finish(String summary) {}

    @Override
    public void note(String line) {
      notes.add(line);
      if (!cutAt.isEmpty() && line.startsWith(cutAt)) {
        throw new PowerCut();
      }
    }
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    notes.clear();
    measured.clear();
    CommandLine command =
        new CommandLine(
                new ModelCommand(
                    Told::new,
                    Map.of("BELAY_HOME", temp.resolve(home).toString(), "BELAY_OFFLINE", "1")))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler(
                (thrown, _, _) -> {
                  error = String.valueOf(thrown.getMessage());
                  return thrown instanceof BadInputException ? 2 : 3;
                });
    List<String> all = new ArrayList<>(List.of("interpolate"));
    all.addAll(List.of(arguments));
    return command.execute(all.toArray(String[]::new));
  }

  private int hold(Path tunedModel, Path target, String... more) {
    List<String> all = new ArrayList<>(List.of(base.toString(), tunedModel.toString()));
    all.addAll(List.of("--out", target.toString(), "--hold", "builtin-safety:30"));
    all.addAll(List.of("--max-tokens", "2"));
    all.addAll(List.of("--judge", "rubric:" + judge.url() + "#tiny"));
    all.addAll(List.of(more));
    if (!all.contains("--margin")) {
      all.addAll(List.of("--margin", "0.3"));
    }
    return run(all.toArray(String[]::new));
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  @Test
  void aWeightThatIsGivenIsWrittenWithWhereItCameFrom() throws IOException {
    Path half = temp.resolve("half");
    String[] pair = {base.toString(), tuned.toString()};
    assertThat(run(pair[0], pair[1], "--out", half.toString(), "--weight", "0.5")).isZero();
    assertThat(out.toString()).contains("The model at weight 0.5: " + half);
    assertThat(half.resolve("tokenizer.json")).exists();
    assertThat(half.resolve("chat_template.jinja")).exists();
    JsonNode provenance = json(half.resolve("provenance.json"));
    assertThat(provenance.path("kind").asText()).isEqualTo("interpolated");
    assertThat(provenance.path("weight").asDouble()).isEqualTo(0.5);
    assertThat(provenance.path("base_sha256").asText()).hasSize(64);
    assertThat(provenance.path("tuned_sha256").asText())
        .hasSize(64)
        .isNotEqualTo(provenance.path("base_sha256").asText());
    Path whole = temp.resolve("whole");
    assertThat(run(pair[0], pair[1], "--out", whole.toString(), "--weight", "1")).isZero();
    assertThat(whole.resolve("model.safetensors"))
        .hasSameBinaryContentAs(tuned.resolve("model.safetensors"));
    try (var left = Files.list(temp)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsOnly("tuned", "half", "whole");
    }
  }

  @Test
  void anAdapterStaysAnAdapter() throws IOException {
    Path adapter = TunedModels.adapter(base, 0.1, temp.resolve("adapter"));
    Path part = temp.resolve("part");
    assertThat(
            run(base.toString(), adapter.toString(), "--out", part.toString(), "--weight", "0.25"))
        .isZero();
    assertThat(out.toString()).contains("The adapter, scaled, at weight 0.25: " + part);
    assertThat(json(part.resolve("adapter_config.json")).path("lora_alpha").asDouble())
        .isEqualTo(
            0.25 * json(adapter.resolve("adapter_config.json")).path("lora_alpha").asDouble());
    assertThat(part.resolve("config.json")).doesNotExist();
    assertThat(json(part.resolve("provenance.json")).path("form").asText()).isEqualTo("adapter");
  }

  @Test
  void allThatIsWrongIsSaidAtOnceAndBeforeAnyWork() throws IOException {
    String tiny = base.toString();
    Path there = Files.createDirectory(temp.resolve("there"));
    assertThat(run(tiny, tiny, "--out", there.toString(), "--weight", "2")).isEqualTo(2);
    assertThat(error).contains("--weight: found 2.0", "there: exists already");
    String untied = TinyModel.LLAMA_UNTIED.directory().toString();
    Path target = temp.resolve("target");
    assertThat(run(tiny, untied, "--out", target.toString(), "--weight", "0.5")).isEqualTo(2);
    assertThat(error).contains("hidden_size 64 and 48", "vocab_size 512 and 320");
    assertThat(run(tiny, tiny, "--out", target.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("Give --weight SHARE, or --hold SUITE");
    assertThat(hold(tuned, target, "--weight", "0.5")).isEqualTo(2);
    assertThat(err.toString()).contains("not both");
    assertThat(hold(tuned, target, "--report", "builtin-safety")).isEqualTo(2);
    assertThat(error).contains("builtin-safety is a suite of the report");
    assertThat(hold(tuned, target, "--margin", "0.02")).isEqualTo(2);
    assertThat(error).contains("the 30 prompts of builtin-safety", "that takes 189");
    String requests = requests("mine.jsonl", 0, 30).toString();
    String others = requests("others.jsonl", 29, 60).toString();
    assertThat(hold(tuned, target, "--hold", requests, "--report", others)).isEqualTo(2);
    assertThat(error).contains("1 prompts of others, a suite of the report, are also in mine");
    assertThat(hold(tuned, target, "--task", requests)).isEqualTo(2);
    assertThat(error).contains("mine.jsonl:1: no column \"gold\"");
    assertThat(
            hold(tuned, target, "--over-refusal", "advbench," + temp.resolve("builtin-safety.txt")))
        .isEqualTo(2);
    assertThat(error).contains("two suites are called builtin-safety");
    assertThat(hold(tuned, target, "--resume")).isEqualTo(2);
    assertThat(error).contains("holds no walk to resume");
    assertThat(measured).isEmpty();
    assertThat(target).doesNotExist();
    assertThat(temp.resolve("target-hold")).doesNotExist();
  }

  private Path requests(String name, int from, int to) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append("{\"prompt\": \"Do harm number %d.\"}\n".formatted(i));
    }
    return Files.writeString(temp.resolve(name), text);
  }

  @Test
  void filesOfOnesOwnAreHeldEachInItsDirection() throws IOException {
    Path target = temp.resolve("own");
    String harmful = requests("harmful.jsonl", 0, 30).toString();
    String harmless = requests("harmless.jsonl", 30, 60).toString();
    Path tasks =
        Files.writeString(temp.resolve("adds.jsonl"), "{\"prompt\": \"1+1?\", \"gold\": 2}\n");
    int code =
        hold(
            base,
            target,
            "--hold",
            harmful,
            "--over-refusal",
            harmless,
            "--task",
            tasks.toString());
    assertThat(code).as(error).isZero();
    JsonNode walk = json(temp.resolve("own-hold/interpolate.json"));
    assertThat(walk.toString())
        .contains("\"suite\":\"harmful\"", "\"suite\":\"harmless\"", "\"suite\":\"adds\"");
  }

  @Test
  void theFarthestWeightThatHoldsIsFoundWrittenAndExplained() throws IOException {
    Path target = temp.resolve("held");
    int exit = hold(tuned, target, "--task", "arithmetic:10", "--task-max-tokens", "2");
    assertThat(exit).as(error + out + err).isZero();
    JsonNode walk = json(temp.resolve("held-hold/interpolate.json"));
    assertThat(walk.path("state").asText()).isEqualTo("done");
    double weight = walk.path("weight").asDouble();
    assertThat(weight).isBetween(0.1, 0.9);
    JsonNode tried = walk.path("tried");
    for (int i = 0; i < tried.size(); i++) {
      assertThat(tried.get(i).path("weight").asDouble()).isEqualTo((10 - i) / 10.0);
      assertThat(tried.get(i).path("held").asBoolean()).isEqualTo(i == tried.size() - 1);
    }
    assertThat(tried.get(0).at("/gate/suites/0/outcome").asText()).isEqualTo("did_not_hold");
    assertThat(walk.at("/gains/0/suite").asText()).isEqualTo("arithmetic");
    assertThat(walk.at("/asked/hold/0/prompts").asInt()).isEqualTo(30);
    assertThat(out.toString())
        .startsWith("HELD at weight " + weight + ": builtin-safety")
        .contains("Gain on arithmetic: no gain of the tuned model is shown")
        .contains("These prompts chose the weight")
        .contains("The model at weight " + weight + ": " + target);
    assertThat(out.toString().lines().filter(line -> !line.contains(temp.toString())))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    JsonNode provenance = json(target.resolve("provenance.json"));
    assertThat(provenance.path("weight").asDouble()).isEqualTo(weight);
    assertThat(provenance.path("chosen").asText()).startsWith("HELD at weight");
    assertThat(notes)
        .anySatisfy(note -> assertThat(note).contains("At most 9 more, about"))
        .anySatisfy(note -> assertThat(note).contains("Not here", "advbench"));
  }

  @Test
  void cutOffItGoesOnToTheSameBytes() throws IOException {
    assertThat(hold(tuned, temp.resolve("whole"))).as(error).isZero();
    home = "another-home";
    first.clear();
    cutAt = "weight 0.9: ";
    Path cut = temp.resolve("cut");
    assertThatThrownBy(() -> hold(tuned, cut)).isInstanceOf(PowerCut.class);
    assertThat(cut).doesNotExist();
    assertThat(json(temp.resolve("cut-hold/interpolate.json")).path("state").asText())
        .isEqualTo("running");
    cutAt = "";
    assertThat(hold(tuned, cut)).isEqualTo(2);
    assertThat(error).contains("holds a walk. Go on with --resume");
    assertThat(hold(tuned, cut, "--margin", "0.4", "--resume")).isEqualTo(2);
    assertThat(error).contains("margin was 0.3 and is now 0.4");
    assertThat(hold(tuned, cut, "--resume")).as(error).isZero();
    assertThat(measured)
        .contains("measuring builtin-safety at weight 0.8")
        .doesNotContain(
            "measuring builtin-safety at weight 0",
            "measuring builtin-safety at weight 1",
            "measuring builtin-safety at weight 0.9");
    for (String file : List.of("cut/model.safetensors", "cut/config.json")) {
      assertThat(temp.resolve(file))
          .hasSameBinaryContentAs(temp.resolve(file.replace("cut", "whole")));
    }
    assertThat(json(temp.resolve("cut-hold/interpolate.json")).path("tried"))
        .isEqualTo(json(temp.resolve("whole-hold/interpolate.json")).path("tried"));
  }

  @Test
  void whereNothingHoldsNothingIsWritten() throws IOException {
    Path far = TunedModels.noisy(base, 5, temp.resolve("far"));
    Path target = temp.resolve("none");
    assertThat(hold(far, target, "--json")).as(error).isEqualTo(1);
    JsonNode walk = new ObjectMapper().readTree(out.toString());
    assertThat(walk.path("verdict").asText()).isEqualTo("not_held");
    assertThat(walk.path("weight").asDouble()).isZero();
    assertThat(walk.path("tried")).hasSize(10);
    assertThat(walk.path("sentence").asText())
        .startsWith("NOT HELD: none of the 10 weights down to 0.1 was shown to hold");
    assertThat(target).doesNotExist();
    // What this machine has measured of the same weights is not measured again.
    assertThat(hold(far, temp.resolve("again"))).isEqualTo(1);
    assertThat(measured).isEmpty();
    assertThat(out.toString()).contains("Nothing was written.");
  }

  @Test
  void anAdapterIsHeldToo() throws IOException {
    Path adapter = TunedModels.adapter(base, 0.0001, temp.resolve("adapter"));
    Path target = temp.resolve("held");
    assertThat(hold(adapter, target)).as(error).isZero();
    assertThat(out.toString())
        .startsWith("HELD at weight 1, the tuned model as it is: builtin-safety")
        .contains("The adapter, scaled, at weight 1: " + target);
    assertThat(target.resolve("adapter_model.safetensors"))
        .hasSameBinaryContentAs(adapter.resolve("adapter_model.safetensors"));
  }
}
