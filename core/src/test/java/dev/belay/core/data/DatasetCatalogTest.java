package dev.belay.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.chat.ChatMessage;
import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetCatalogTest {

  @TempDir private Path folder;
  private DatasetCatalog catalog = DatasetCatalog.standard(DataLocations.of());

  @BeforeEach
  void searchTheFolder() {
    catalog = DatasetCatalog.standard(DataLocations.of(folder));
  }

  @Test
  void namesAndSplits() {
    assertThat(catalog.list())
        .extracting(DatasetInfo::name)
        .contains(
            "svamp",
            "gsm8k",
            "arithmetic",
            "alignment",
            "hh-harmless",
            "benign",
            "builtin-safety",
            "builtin-benign");
    assertThat(catalog.list())
        .filteredOn(DatasetInfo::embedded)
        .extracting(DatasetInfo::name)
        .contains("arithmetic", "builtin-safety", "builtin-benign")
        .doesNotContain("svamp", "gsm8k", "alignment", "hh-harmless", "benign");
  }

  @Test
  void unknownNamesAndSplitsAreGuessed() {
    assertThatThrownBy(() -> catalog.problems(DatasetSpec.named("swamp", "train")))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("no dataset \"swamp\". Did you mean \"svamp\"? Known: arithmetic,");
    assertThatThrownBy(() -> catalog.problems(DatasetSpec.named("arithmetic", "tests")))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "dataset \"arithmetic\" has no split \"tests\". Did you mean \"test\"? Splits: train,"
                + " validation, test.");
  }

  @Test
  void theFirstSplitIsTheDefault() {
    assertThat(catalog.problems(new DatasetSpec("arithmetic", null))).hasSize(6000);
  }

  @Test
  void missingFilesSayWhatToDo() {
    assertThatThrownBy(() -> catalog.problems(DatasetSpec.named("gsm8k", "test")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(
            "dataset gsm8k: no file reasoning/gsm8k/test.jsonl or gsm8k/test.jsonl")
        .hasMessageContaining("BELAY_DATA");
  }

  @Test
  void datasetsWithoutWhatIsNeeded() {
    assertThatThrownBy(() -> catalog.problems(DatasetSpec.named("builtin-safety", "align")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("dataset \"builtin-safety\" has no problems with reference answers");
    assertThatThrownBy(() -> catalog.demonstrations(DatasetSpec.named("builtin-benign", "align")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no demonstrations");
  }

  @Test
  void arithmeticDemonstrationsSolveTheTrainingProblems() {
    DatasetSpec spec = DatasetSpec.named("arithmetic", "train");
    List<Demonstration> demonstrations = catalog.demonstrations(spec);
    List<Problem> problems = catalog.problems(spec);
    assertThat(demonstrations).hasSameSizeAs(problems);
    assertThat(demonstrations.getFirst().prompt()).isEqualTo(problems.getFirst().question());
    assertThat(demonstrations.getFirst().completion())
        .matches("\\d+ [-+] \\d+ = " + problems.getFirst().gold() + "\\.");
  }

  @Test
  void gsm8kTakesTheFinalAnswerAndDropsTheCalculatorNotes() throws IOException {
    write(
        "gsm8k/train.jsonl",
        "{\"question\": \"How many? \", \"answer\": \"2*3=<<2*3=6>>6 eggs.\\n#### 1,006\"}\n");
    Problem problem = catalog.problems(DatasetSpec.named("gsm8k", "train")).getFirst();
    assertThat(problem.question()).isEqualTo("How many?");
    assertThat(problem.gold()).isEqualTo("1,006");
    assertThat(problem.solution()).isEqualTo("2*3=6 eggs.\n#### 1,006");
    assertThat(problem.source().line()).isEqualTo(1);
  }

  @Test
  void gsm8kWithoutFinalAnswerIsNamedByLine() throws IOException {
    Path file =
        write(
            "gsm8k/train.jsonl",
            "{\"question\": \"a\", \"answer\": \"6\"}\n{\"answer\": \"#### 1\"}\n");
    assertThatThrownBy(() -> catalog.problems(DatasetSpec.named("gsm8k", "train")))
        .isInstanceOfSatisfying(
            BadInputException.class,
            e -> {
              assertThat(e.issues()).hasSize(2);
              assertThat(e.issues().getFirst())
                  .startsWith(file + ":1: column \"answer\" must end in");
              assertThat(e.issues().getLast())
                  .isEqualTo(file + ":2: no column \"question\"; found: answer.");
            });
  }

  @Test
  void svampHoldsOutThreeTenthsAndKeepsStoriesTogether() throws IOException {
    StringBuilder json = new StringBuilder("[");
    for (int i = 0; i < 40; i++) {
      json.append(i == 0 ? "" : ",\n")
          .append(
              "{\"ID\": \"chal-%d\", \"Body\": \"Story %d\", \"Question\": \"Question %d?\", \"Answer\": %d.0}"
                  .formatted(i + 1, i / 2, i, i));
    }
    write("SVAMP.json", json.append("]").toString());
    List<Problem> train = catalog.problems(DatasetSpec.named("svamp", "train"));
    List<Problem> test = catalog.problems(DatasetSpec.named("svamp", "test"));
    assertThat(test).hasSize(12);
    assertThat(train).hasSize(28);
    assertThat(stories(train)).doesNotContainAnyElementsOf(stories(test));
    assertThat(catalog.problems(DatasetSpec.named("svamp", "all")).get(7))
        .satisfies(
            problem -> {
              assertThat(problem.id()).isEqualTo("chal-8");
              assertThat(problem.question()).isEqualTo("Story 3 Question 7?");
              assertThat(problem.gold()).isEqualTo("7");
              assertThat(problem.source().line()).isEqualTo(8);
            });
  }

  @Test
  void svampAnswersMustBeNumbers() throws IOException {
    write(
        "SVAMP.json",
        "[{\"ID\": \"a\", \"Body\": \"b\", \"Question\": \"c\", \"Answer\": \"many\"}]");
    assertThatThrownBy(() -> catalog.problems(DatasetSpec.named("svamp", "all")))
        .hasMessageContaining("SVAMP.json:1: column \"Answer\" must be a number, found \"many\"");
  }

  @Test
  void alignmentAndBenignFiles() throws IOException {
    write(
        "alignment/safety_only_data_Instructions.json",
        "[{\"instruction\": \"Do harm.\", \"output\": \"I can't.\", \"input\": \"\"},"
            + " {\"instruction\": \"Rate it.\", \"output\": \"No.\", \"input\": \"a text\"}]");
    List<Demonstration> demonstrations = catalog.demonstrations(new DatasetSpec("alignment", null));
    assertThat(demonstrations)
        .extracting(Demonstration::prompt)
        .containsExactly("Do harm.", "Rate it.\n\na text");
    assertThat(demonstrations).extracting(Demonstration::id).doesNotHaveDuplicates();
    write(
        "harmless_train.json",
        "[{\"instruction\": \"Sing.\", \"category\": null}, {\"instruction\": \"Dance.\"}]");
    assertThat(catalog.samples(DatasetSpec.named("benign", "train"))).hasSize(1);
    assertThat(catalog.samples(DatasetSpec.named("benign", "test"))).hasSize(1);
    assertThat(catalog.samples(DatasetSpec.named("benign", "all"))).hasSize(2);
  }

  @Test
  void filesOfOnesOwn() throws IOException {
    Path file =
        write(
            "mine.jsonl",
            "{\"id\": 7, \"prompt\": \"1 + 1?\", \"gold\": 2, \"completion\": \"It is 2.\"}\n");
    DatasetSpec spec = DatasetSpec.file(file);
    assertThat(spec.source()).isEqualTo(file.toString());
    Problem problem = catalog.problems(spec).getFirst();
    assertThat(problem)
        .isEqualTo(new Problem("7", "1 + 1?", "2", "It is 2.", new SourceLine(file.toString(), 1)));
    assertThat(catalog.demonstrations(spec).getFirst().completion()).isEqualTo("It is 2.");
    assertThat(catalog.samples(spec)).hasSize(1);
  }

  @Test
  void filesOfOnesOwnAreChecked() throws IOException {
    Path file = write("mine.csv", "id,prompt,gold\na,What?,1\na,Why?,\n");
    assertThatThrownBy(() -> catalog.problems(DatasetSpec.file(file)))
        .hasMessage(file + ":3: column \"gold\" is empty; it needs text.");
    assertThatThrownBy(() -> catalog.samples(DatasetSpec.file(file)))
        .hasMessage(file + ":3: id \"a\" is already used on line 2; ids must be unique.");
    assertThatThrownBy(() -> catalog.demonstrations(DatasetSpec.file(file)))
        .hasMessageContaining(":2: no column \"completion\"; found: id, prompt, gold.");
    Path empty = write("empty.jsonl", "\n");
    assertThatThrownBy(() -> catalog.samples(DatasetSpec.file(empty)))
        .hasMessageContaining("has no records");
  }

  @Test
  void anArrayOnOneLineHasAnIdForEachRecord() throws IOException {
    String records =
        "{\"prompt\": \"2+1\", \"gold\": \"3\"}, {\"id\": \"x\", \"prompt\": \"1+1\", \"gold\":"
            + " \"2\"}, {\"prompt\": \"0\", \"gold\": \"0\"}";
    Path one = write("one.json", "\ufeff[" + records + "]");
    assertThat(catalog.problems(DatasetSpec.file(one)))
        .extracting(Problem::id)
        .containsExactly("line-1", "x", "line-1.3");
    Path lines = write("lines.json", "[\n" + records.replace("}, {", "},\n{") + "\n]");
    assertThat(catalog.problems(DatasetSpec.file(lines)))
        .extracting(Problem::id)
        .containsExactly("line-2", "x", "line-4");
    Path twice = write("twice.json", "[%s, %s]".formatted(records, records));
    assertThatThrownBy(() -> catalog.samples(DatasetSpec.file(twice)))
        .hasMessage(
            twice
                + ":1, record 5: id \"x\" is already used on line 1, record 2; ids must be"
                + " unique.");
  }

  @Test
  void messagesOfOneTurn() throws IOException {
    Path file =
        write(
            "chat.jsonl",
            """
            {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]}
            {"messages": [{"role": "user", "content": "Bye"}], "completion": "See you"}
            """);
    List<Demonstration> found = catalog.demonstrations(DatasetSpec.file(file));
    assertThat(found).extracting(Demonstration::prompt).containsExactly("Hi", "Bye");
    assertThat(found).extracting(Demonstration::completion).containsExactly("Hello", "See you");
  }

  @Test
  void conversationsAreDemonstrationsOfTheirAssistant() throws IOException {
    Path file =
        write(
            "turns.jsonl",
            """
            {"messages": [{"role": "system", "content": "Be brief"}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}, {"role": "user", "content": "Bye"}, {"role": "assistant", "content": "See you"}]}
            {"prompt": [{"role": "user", "content": "One?"}], "completion": [{"role": "assistant", "content": "1"}]}
            """);
    List<Demonstration> found = catalog.demonstrations(DatasetSpec.file(file));
    assertThat(found.get(0).earlier())
        .containsExactly(
            ChatMessage.system("Be brief"), ChatMessage.user("Hi"), ChatMessage.assistant("Hello"));
    assertThat(found.get(0).prompt()).isEqualTo("Bye");
    assertThat(found.get(0).completion()).isEqualTo("See you");
    assertThat(found.get(0).userTurns()).containsExactly("Hi", "Bye");
    assertThat(found.get(1).earlier()).isEmpty();
    assertThat(found.get(1).messages())
        .containsExactly(ChatMessage.user("One?"), ChatMessage.assistant("1"));
  }

  @Test
  void conversationsOutOfTurnAreRefusedTogether() throws IOException {
    Path file =
        write(
            "turns.jsonl",
            """
            {"messages": [{"role": "user", "content": "Hi"}]}
            {"messages": [{"role": "user", "content": "Hi"}, {"role": "user", "content": "Ho"}]}
            {"messages": [{"role": "assistant", "content": "Hi"}, {"role": "user", "content": "Ho"}]}
            {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": " "}]}
            {"prompt": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Ho"}], "completion": "Ho"}
            {"messages": []}
            """);
    assertThatThrownBy(() -> catalog.demonstrations(DatasetSpec.file(file)))
        .isInstanceOfSatisfying(
            BadInputException.class,
            e -> {
              assertThat(e.issues()).hasSize(6);
              assertThat(e.issues().get(0)).contains(":1:", "found roles [user].");
              assertThat(e.issues().get(1)).contains("found roles [user, user].");
              assertThat(e.issues().get(2)).contains("found roles [assistant, user].");
              assertThat(e.issues().get(3)).endsWith(":4: messages[1].content must be text.");
              assertThat(e.issues().get(4))
                  .contains("has the last word in column \"prompt\"", "drop one");
              assertThat(e.issues().get(5)).contains("found roles [].");
            });
  }

  @Test
  void whatAsksNothingIsRejected() throws IOException {
    Path file =
        write(
            "chat.jsonl",
            """
            {"messages": [{"role": "system", "content": "Be brief"}, {"role": "assistant", "content": "Hi"}]}
            {"messages": "Hi"}
            {"messages": [{"role": "user", "content": 7}]}
            {"messages": []}
            """);
    assertThatThrownBy(() -> catalog.samples(DatasetSpec.file(file)))
        .isInstanceOfSatisfying(
            BadInputException.class,
            e -> {
              assertThat(e.issues()).hasSize(4);
              assertThat(e.issues().get(0))
                  .startsWith(file + ":1:")
                  .endsWith("found roles [system, assistant].");
              assertThat(e.issues().get(1)).endsWith("found no list.");
              assertThat(e.issues().get(2))
                  .isEqualTo(file + ":3: messages[0].content must be text.");
              assertThat(e.issues().get(3)).endsWith("found roles [].");
            });
  }

  private static List<String> stories(List<Problem> problems) {
    return problems.stream()
        .map(p -> p.question().substring(0, p.question().indexOf(" Q")))
        .toList();
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
