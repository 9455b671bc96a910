package dev.belay.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.chat.ChatMessage;
import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreferenceRowsTest {

  @TempDir private Path folder;

  private List<PreferencePair> read(String... lines) {
    try {
      Path file = Files.writeString(folder.resolve("pairs.jsonl"), String.join("\n", lines));
      return DatasetCatalog.standard(DataLocations.of()).pairs(DatasetSpec.file(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private PreferencePair one(String line) {
    List<PreferencePair> pairs = read(line);
    assertThat(pairs).hasSize(1);
    return pairs.getFirst();
  }

  @Test
  void aTranscriptIsSplitBeforeItsLastTurn() {
    PreferencePair pair =
        one(
            """
            {"chosen": "\\n\\nHuman: Hi.\\n\\nAssistant: Yes?\\n\\nHuman: A joke, please\\n\\nAssistant: No.", \
            "rejected": "\\n\\nHuman: Hi.\\n\\nAssistant: Yes?\\n\\nHuman: A joke, please\\n\\nAssistant: Two men\\n\\nwalk in."}\
            """);
    assertThat(pair.turns())
        .containsExactly(
            ChatMessage.user("Hi."),
            ChatMessage.assistant("Yes?"),
            ChatMessage.user("A joke, please"));
    assertThat(pair.chosen()).isEqualTo("No.");
    assertThat(pair.rejected()).isEqualTo("Two men\n\nwalk in.");
    assertThat(pair.id()).isEqualTo("line-1");
    assertThat(pair.prompt()).isEqualTo("A joke, please");
    assertThat(pair.userTurns()).containsExactly("Hi.", "A joke, please");
  }

  /** A model that went on for the other side: the marker of whoever speaks belongs to the text. */
  @Test
  void aMarkerOfTheSameSpeakerBeginsNoTurn() {
    PreferencePair pair =
        one(
            """
            {"chosen": "\\n\\nHuman: Kings?\\n\\nAssistant: Men.  Human: Why?\\n\\nAssistant:  Because", \
            "rejected": "\\n\\nHuman: Kings?\\n\\nAssistant: Women."}\
            """);
    assertThat(pair.turns()).containsExactly(ChatMessage.user("Kings?"));
    assertThat(pair.chosen()).isEqualTo("Men.  Human: Why?\n\nAssistant:  Because");
  }

  /** TRL's four forms: prompt explicit or implicit, conversational or plain. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'prompt': 'The sky is', 'chosen': ' blue.', 'rejected': ' green.'} |' blue.'|' green.'",
        "{'chosen': 'The sky is blue.', 'rejected': 'The sky is black.'} | blue. | black.",
        "{'prompt': [{'role': 'user', 'content': 'The sky is'}], 'chosen': [{'role': 'assistant',"
            + " 'content': 'blue'}], 'rejected': [{'role': 'assistant', 'content': 'green'}]}"
            + " | blue | green",
        "{'chosen': [{'role': 'user', 'content': 'The sky is'}, {'role': 'assistant', 'content':"
            + " 'blue'}], 'rejected': [{'role': 'user', 'content': 'The sky is'}, {'role':"
            + " 'assistant', 'content': 'green'}]} | blue | green",
        "{'prompt': 'The sky is', 'chosen': [{'role': 'user', 'content': 'The sky is'}, {'role':"
            + " 'assistant', 'content': 'blue'}], 'rejected': [{'role': 'user', 'content': 'The sky"
            + " is'}, {'role': 'assistant', 'content': 'green'}]} | blue | green",
        "{'prompt': '_H: The sky is_A:', 'chosen': ' blue', 'rejected': ' green'} |' blue'|' green'"
      })
  void formsOfAPair(String line, String chosen, String rejected) {
    PreferencePair pair =
        one(
            line.replace('\'', '"')
                .replace("_H:", "\\n\\nHuman:")
                .replace("_A:", "\\n\\nAssistant:"));
    assertThat(pair.turns()).containsExactly(ChatMessage.user("The sky is"));
    assertThat(pair.chosen()).isEqualTo(chosen);
    assertThat(pair.rejected()).isEqualTo(rejected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'prompt': 'p', 'chosen': 'a', 'rejected': 'a'} | \"chosen\" and \"rejected\" are the"
            + " same",
        "{'chosen': 'a b', 'rejected': 'a b'} | \"chosen\" and \"rejected\" are the same",
        "{'prompt': 'p', 'chosen': 'a', 'rejected': ' '} | column \"rejected\" is empty",
        "{'prompt': 'p', 'rejected': 'a'} | no column \"chosen\"; found: prompt, rejected",
        "{'chosen': 'a', 'rejected': 'b'} | there is no column \"prompt\"",
        "{'prompt': 'p', 'chosen': [], 'rejected': []} | must end with a turn of the assistant",
        "{'prompt': 'p', 'chosen': ['a'], 'rejected': ['b']} | chosen[0] must have the texts",
        "{'chosen': '_H: a_A: b', 'rejected': '_H: c_A: d'} | must be the same but for what",
        "{'chosen': '_H: a_A: b', 'rejected': '_H: a_A:'} | has an empty completion",
        "{'chosen': '_H: a_A: b', 'rejected': '_H: a'} | must end with a turn of the assistant",
        "{'prompt': 'q', 'chosen': '_H: a_A: b', 'rejected': '_H: a_A: c'} | is not what",
        "{'prompt': [{'role': 'system', 'content': 's'}, {'role': 'user', 'content': 'u'}],"
            + " 'system': 't', 'chosen': 'a', 'rejected': 'b'} | has a system message and",
        "{'prompt': [{'role': 'assistant', 'content': 'u'}], 'chosen': 'a', 'rejected': 'b'} |"
            + " must go user, assistant",
        "{'prompt': [{'role': 'user', 'content': 'u'}, {'role': 'assistant', 'content': 'v'}],"
            + " 'chosen': 'a', 'rejected': 'b'} | must end with a turn of the user"
      })
  void whatIsNoPairIsRefusedByItsLine(String line, String message) {
    String json =
        line.replace('\'', '"').replace("_H:", "\\n\\nHuman:").replace("_A:", "\\n\\nAssistant:");
    assertThatThrownBy(
            () -> read("{\"prompt\": \"p\", \"chosen\": \"a\", \"rejected\": \"b\"}", json))
        .isInstanceOfSatisfying(
            BadInputException.class,
            e ->
                assertThat(e.issues())
                    .singleElement()
                    .asString()
                    .contains("pairs.jsonl:2: ")
                    .contains(message));
  }

  @Test
  void aDatasetWithoutPairsSaysSo() {
    DatasetCatalog catalog = DatasetCatalog.standard(DataLocations.of());
    assertThatThrownBy(() -> catalog.pairs(DatasetSpec.named("arithmetic", "train")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("dataset \"arithmetic\" has no pairs of completions");
  }

  @Test
  void thePublishedFormatLosesItsEmptyCompletions() throws IOException {
    Path file = folder.resolve("harmless-base/test.jsonl.gz");
    Files.createDirectories(file.getParent());
    try (java.io.OutputStream out =
        new java.util.zip.GZIPOutputStream(Files.newOutputStream(file))) {
      String two =
          """
          {"chosen": "\\n\\nHuman: a\\n\\nAssistant: ", "rejected": "\\n\\nHuman: a\\n\\nAssistant: b"}
          {"chosen": "\\n\\nHuman: a\\n\\nAssistant: c", "rejected": "\\n\\nHuman: a\\n\\nAssistant: b"}
          """;
      out.write(two.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    List<PreferencePair> pairs =
        DatasetCatalog.standard(DataLocations.of(folder))
            .pairs(DatasetSpec.named("hh-harmless", "test"));
    assertThat(pairs).hasSize(1);
    assertThat(pairs.getFirst().id()).isEqualTo("hh-harmless-test-2");
    assertThat(pairs.getFirst().chosen()).isEqualTo("c");
  }

  @Test
  void everyTurnOfTheUserIsKeptApartFromWhatIsMeasured() {
    PreferencePair pair =
        new PreferencePair(
            "1",
            List.of(
                ChatMessage.user("Tell me a JOKE"),
                ChatMessage.assistant("No."),
                ChatMessage.user("Why?")),
            "a",
            "b",
            new SourceLine("x", 1));
    assertThat(
            OverlapCheck.find(
                List.of(pair),
                List.of(
                    new Instruction("e", "tell me a joke!", new SourceLine("y", 1)),
                    new Instruction("f", "why", new SourceLine("y", 2)),
                    new Instruction("g", "no", new SourceLine("y", 3)))))
        .hasSize(2);
  }

  @Test
  void theHashIsOfBothCompletionsAndOfEveryTurn() {
    SourceLine source = new SourceLine("x", 1);
    PreferencePair pair = new PreferencePair("1", "p", "a", "b", source);
    String hash = SamplesHash.of(List.of(pair));
    List<ChatMessage> longer =
        List.of(ChatMessage.user("q"), ChatMessage.assistant("r"), ChatMessage.user("p"));
    assertThat(
            List.of(
                SamplesHash.of(List.of(new PreferencePair("1", "p", "b", "a", source))),
                SamplesHash.of(List.of(new PreferencePair("1", "p", "a", "c", source))),
                SamplesHash.of(List.of(new PreferencePair("1", longer, "a", "b", source)))))
        .doesNotContain(hash)
        .doesNotHaveDuplicates();
    assertThat(
            SamplesHash.of(List.of(new PreferencePair("1", "p", "a", "b", new SourceLine("y", 9)))))
        .isEqualTo(hash);
  }
}
