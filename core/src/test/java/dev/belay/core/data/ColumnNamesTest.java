package dev.belay.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.chat.ChatMessage;
import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Columns by the names that people's files have. */
class ColumnNamesTest {

  @TempDir private Path folder;

  private final ReadFiles log = new ReadFiles();

  private UserFiles files(Map<String, String> columns, String... lines) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("d.jsonl"), String.join("\n", lines).replace('\'', '"') + "\n");
    return new UserFiles(new FileSpec(List.of(file.toString()), new ColumnNames(columns)), log);
  }

  @Test
  void namesLeadIntoNestedRecordsAndLists() throws IOException {
    Problem problem =
        files(
                Map.of(
                    "id", "extra.index",
                    "prompt", "extra.question",
                    "gold", "answers.text.1"),
                "{'extra':{'index':7,'question':'6*7?'},'answers':{'text':['x','42']},'prompt':'-'}")
            .problems()
            .getFirst();
    assertThat(problem.id()).isEqualTo("7");
    assertThat(problem.question()).isEqualTo("6*7?");
    assertThat(problem.gold()).isEqualTo("42");
    assertThat(log.notes())
        .singleElement()
        .asString()
        .endsWith("nothing is made of the columns prompt, which columns does not name");
  }

  @Test
  void aColumnOfTheWholeNameComesFirst() throws IOException {
    assertThat(
            files(Map.of("prompt", "a.b"), "{'a.b':'whole','a':{'b':'part'}}")
                .instructions()
                .getFirst()
                .prompt())
        .isEqualTo("whole");
  }

  @Test
  void aSystemPromptOfItsOwnColumnComesFirst() throws IOException {
    Instruction asked =
        files(
                Map.of("prompt", "q", "system", "s"),
                "{'q':'Hi','s':'Be brief'}",
                "{'q':'Ho','s':null}")
            .instructions()
            .getFirst();
    assertThat(asked.turns())
        .containsExactly(ChatMessage.system("Be brief"), ChatMessage.user("Hi"));
  }

  @Test
  void aColumnThatALineLacksIsAnErrorOfThatLine() throws IOException {
    UserFiles files =
        files(
            Map.of("prompt", "question", "gold", "reward.truth"),
            "{'question':'a','reward':{'truth':1}}",
            "{'question':'a','reward':{'truht':1,'style':'rule'}}");
    assertThatThrownBy(files::problems)
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            folder.resolve("d.jsonl")
                + ":2: no column \"reward.truth\", which columns.gold names. Did you mean"
                + " \"reward.truht\"? Found: question, reward.truht, reward.style. Where a record"
                + " has none, write null.");
  }

  /** What is read without a word of the recipe. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'question':'2*3?','answer':'2*3=6\\n#### 6'} | 2*3? | 6 | 2*3=6\\n#### 6",
        "{'prompt':[{'role':'user','content':'2*3?'}],'data_source':'g','reward_model':"
            + "{'ground_truth':'6','style':'rule'},'extra_info':{'answer':'x'}} | 2*3? | 6 |",
        "{'instruction':'Multiply','input':'2*3','output':'6','gold':6} | Multiply\\n"
            + "\\n"
            + "2*3 | 6 | 6",
        "{'conversations':[{'from':'human','value':'2*3?'},{'from':'gpt','value':'6'}],'gold':'6'}"
            + " | 2*3? | 6 | 6",
        "{'prompt':'own','question':'q','answer':'a','gold':'5'} | own | 5 |",
      })
  void knownFormats(String line, String prompt, String gold, @Nullable String solution)
      throws IOException {
    Problem problem = files(Map.of(), line).problems().getFirst();
    assertThat(problem.question()).isEqualTo(prompt.replace("\\n", "\n"));
    assertThat(problem.gold()).isEqualTo(gold);
    assertThat(problem.solution())
        .isEqualTo(solution == null ? null : solution.replace("\\n", "\n"));
  }

  @Test
  void shareGptIsAConversationForSft() throws IOException {
    Demonstration read =
        files(
                Map.of(),
                "{'conversations':[{'from':'system','value':'s'},{'from':'human','value':'a'},"
                    + "{'from':'gpt','value':'b'},{'from':'human','value':'c'},"
                    + "{'from':'gpt','value':'d'}]}")
            .demonstrations()
            .getFirst();
    assertThat(read.messages())
        .containsExactly(
            ChatMessage.system("s"),
            ChatMessage.user("a"),
            ChatMessage.assistant("b"),
            ChatMessage.user("c"),
            ChatMessage.assistant("d"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'problem':'p','solution':'s'} | no column \"prompt\" or \"messages\" or \"text\"; found:"
            + " problem, solution. If it has another name, say so in the recipe: columns: {"
            + " prompt: problem }.",
        "{'prompt':'p','info':{'answer':'s'}} | no column \"gold\"; found: prompt, info. If it has"
            + " another name, say so in the recipe: columns: { gold: info.answer }.",
        "{'prompt':'p','gold':null} | no column \"gold\"; found: prompt, gold. It needs a value.",
        "{'instruction':'a','output':'b','history':[['c','d']]} | has a \"history\"",
        "{'conversations':[{'from':'human','value':'a'},{'from':'tool','value':'b'}]} | found roles"
            + " [user, tool].",
        "{'prompt':[{'role':'user','content':'a'},{'role':'system','content':'b'}],'gold':1} |"
            + " found roles [user, system].",
        "{'messages':[{'role':'system','content':'a'},{'role':'user','content':'b'}],'system':'c',"
            + "'gold':1} | has a system message and a column",
      })
  void whatIsMissingIsSaid(String line, String message) throws IOException {
    UserFiles files = files(Map.of(), line);
    assertThatThrownBy(files::problems)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("d.jsonl:1: ")
        .hasMessageContaining(message);
  }

  @Test
  void turnsBeforeThePromptAreKeptForProblems() throws IOException {
    Problem problem =
        files(
                Map.of(),
                "{'messages':[{'role':'system','content':'s'},{'role':'user','content':'a'},"
                    + "{'role':'assistant','content':'b'},{'role':'user','content':'c'}],'gold':1}")
            .problems()
            .getFirst();
    assertThat(problem.turns())
        .containsExactly(
            ChatMessage.system("s"),
            ChatMessage.user("a"),
            ChatMessage.assistant("b"),
            ChatMessage.user("c"));
    assertThat(problem.question()).isEqualTo("c");
    assertThat(problem.userTurns()).containsExactly("a", "c");
  }
}
