package dev.belay.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import dev.belay.core.text.TextFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataReaderTest {

  @TempDir private Path folder;

  @Test
  void csvRecordsKnowTheLineTheyStartOn() throws IOException {
    Path file =
        write("a.csv", "id,prompt\n1,\"two\nlines, and a comma\"\n\n2,\"a \"\"quote\"\"\"\n");
    List<DataRow> rows = DataReader.read(file);
    assertThat(rows)
        .extracting(row -> row.text("prompt"))
        .containsExactly("two\nlines, and a comma", "a \"quote\"");
    assertThat(rows).extracting(row -> row.source().line()).containsExactly(2L, 5L);
    assertThat(rows.getFirst().source()).hasToString(file + ":2");
  }

  @Test
  void csvWithoutHeaderTakesTheNamesGiven() throws IOException {
    Path file = write("a.csv", "what?,1\nwhy?,2\n");
    List<DataRow> rows = DataReader.readCsv(file, List.of("question", "gold"));
    assertThat(rows).extracting(row -> row.text("gold")).containsExactly("1", "2");
    assertThat(rows.getFirst().source().line()).isEqualTo(1);
  }

  @Test
  void csvRecordWithTooManyFieldsIsNamed() throws IOException {
    Path file = write("a.csv", "id,prompt\n1,fine\n2,has, a comma\n");
    assertIssue(file, ":3: has 3 fields, the header 2");
  }

  @Test
  void csvWithAnOpenQuoteIsNamed() throws IOException {
    Path file = write("a.csv", "id,prompt\n1,fine\n2,\"never closed\n3,x\n");
    assertIssue(file, ":3: broken record");
  }

  @Test
  void csvHeaderNeedsDistinctNames() throws IOException {
    assertIssue(write("a.csv", "id,id\n1,2\n"), ":1: bad header");
    assertIssue(write("b.csv", ""), ":1: has no header");
  }

  @Test
  void csvHeadersAreRefusedInWordsOfTheirWriter() throws IOException {
    assertIssue(
        write("a.csv", "id,prompt,id\n1,2,3\n"),
        ":1: bad header: two columns have the name \"id\"; rename one. Found: id, prompt, id.");
    assertIssue(write("b.csv", "\n,prompt\n0,x\n"), ":2: bad header: column 1 has no name");
    assertIssue(
        write("c.csv", "prompt|gold\nx,y|1\n"),
        "c.csv:1: bad header: one column is named, \"prompt|gold\", with \"|\" in it; fields are"
            + " separated by commas here. Write it with those, or begin it with a line that says"
            + " so: sep=|");
    assertIssue(write("d.csv", "prompt\tgold\nx\t1\n"), "a name that ends in .tsv, or begin it");
    assertIssue(
        write("e.tsv", "prompt;gold\nx;1\n"), "semicolons in it; fields are separated by tabs");
    assertIssue(
        write("f.csv", "a,b\n1,\"x\"y\n"), ":2: broken record: text follows a closing quote");
    assertIssue(write("g.csv", "a,\"b\n1,x\n"), ":1: broken record: a quote is opened");
    for (String name : List.of("a", "b", "c", "d", "f", "g")) {
      assertThatThrownBy(() -> DataReader.read(folder.resolve(name + ".csv")))
          .message()
          .doesNotContain("CSVFormat", "Exception", "EOF", "token");
    }
  }

  @Test
  void csvMayBeginWithALineThatNamesItsSeparator() throws IOException {
    for (String begin : List.of("sep=;\r\n", "\"sep=;\"\n", "\ufeffSEP=;\n")) {
      List<DataRow> rows = DataReader.read(write("a.csv", begin + "id;prompt\n1;a, b\n"));
      assertThat(rows).extracting(row -> row.text("prompt")).containsExactly("a, b");
      assertThat(rows.getFirst().source().line()).isEqualTo(3);
    }
    assertThat(DataReader.read(write("b.csv", "sep=,\nid,prompt\n1,x\n"))).hasSize(1);
  }

  @Test
  void jsonLinesKeepTheirNumbersAndSkipEmptyLines() throws IOException {
    Path file = write("a.jsonl", "{\"n\": 1.50}\r\n\n  \n{\"n\": 12345678901234567890}\n");
    List<DataRow> rows = DataReader.read(file);
    assertThat(rows)
        .extracting(row -> row.textOrNumber("n"))
        .containsExactly("1.50", "12345678901234567890");
    assertThat(rows).extracting(row -> row.source().line()).containsExactly(1L, 4L);
  }

  @Test
  void brokenJsonLinesAreReportedTogether() throws IOException {
    Path file = write("a.jsonl", "{\"a\": 1}\n{\"a\": \n[1]\n{\"a\":1,\"a\":2}\n{\"a\":1} x\n");
    assertThatThrownBy(() -> DataReader.read(file))
        .isInstanceOfSatisfying(
            BadInputException.class,
            e -> {
              assertThat(e.issues()).hasSize(4);
              assertThat(e.issues().get(0)).contains("a.jsonl:2: broken JSON");
              assertThat(e.issues().get(1))
                  .contains(":3: each line must be a JSON object, found [1]");
              assertThat(e.issues().get(2))
                  .contains(":4: broken JSON")
                  .contains("\"a\" is given twice");
              assertThat(e.issues().get(3)).contains(":5: broken JSON");
            });
  }

  @Test
  void brokenJsonIsNamedInWordsOfItsWriter() throws IOException {
    assertIssue(write("a.jsonl", "{\n  \"a\": 1\n}\n"), ":1: broken JSON: it ends in the middle");
    assertIssue(write("b.jsonl", "{\"a\": NaN}\n"), "NaN is no number in JSON");
    assertIssue(write("c.jsonl", "{\"a\": True}\n"), "'True' is no value");
    assertIssue(write("d.jsonl", "{\"a\": 1e99999999999}\n"), ":1: has a number that is too large");
    for (String broken :
        List.of("{\n", "{\"a\": NaN}", "{\"a\": -Infinity}", "{a: 1}", "{\"a\" 1}")) {
      assertThatThrownBy(() -> DataReader.read(write("e.jsonl", broken)))
          .isInstanceOf(BadInputException.class)
          .message()
          .doesNotContain("`", "Feature", "Source", "start marker");
    }
  }

  @Test
  void brokenJsonIsNamedWithoutWordsOfALibrary() throws IOException {
    assertIssue(
        write("a.json", "[".repeat(1200)),
        ":1: broken JSON: it is nested more than 1000 levels deep");
    assertIssue(
        write("b.jsonl", "{\"a\": %s}".formatted("1".repeat(1500))),
        "it has a number of more than 1000 digits; put one as long as that in quotes");
    assertIssue(
        write("c.jsonl", "{\"a\": \"\0\"}"), "a text holds the control character of code 0");
    assertIssue(write("d.jsonl", "\0{}"), "the control character of code 0 between values");
    for (String broken :
        List.of(
            "1,2",
            "{a:1}",
            "{\"a\":1,}",
            "{\"a\":'x'}",
            "{\"a\":01}",
            "{\"a\":+1}",
            "{\"a\":1.}",
            "{\"a\":\"\\x\"}",
            "{\"a\":\"\\u12g4\"}",
            "{\"a\":1]",
            "}",
            "//x",
            "<a>",
            "{\"a\":\u201cx\u201d}",
            "\u001e{}",
            "{\"a\":" + "x".repeat(300) + "}")) {
      assertThatThrownBy(() -> DataReader.read(write("e.jsonl", broken)))
          .isInstanceOf(BadInputException.class)
          .message()
          .doesNotContain("code 1", "(", "Feature", "root-level", "token", "expect", "`")
          .hasSizeLessThan(folder.toString().length() + 160);
    }
  }

  @Test
  void utf16WithAMarkIsRead() throws IOException {
    String line = "{\"a\": \"Zürich 東京 😀\"}\n";
    for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      Path file = folder.resolve(charset + ".jsonl");
      Files.write(file, ("\uFEFF" + line).getBytes(charset));
      assertThat(DataReader.read(file).getFirst().text("a")).isEqualTo("Zürich 東京 😀");
    }
    assertThat(TextFile.read(folder.resolve("UTF-16LE.jsonl"))).isEqualTo(line);
    Files.write(folder.resolve("odd.jsonl"), new byte[] {(byte) 0xff, (byte) 0xfe, 65});
    assertIssue(folder.resolve("odd.jsonl"), "is broken UTF-16");
  }

  @Test
  void halvesOfCharactersAreMended() throws IOException {
    Path file = write("a.jsonl", "{\"a\": \"x\\ud83d\", \"b\": [\"\\udc00\"]}\n");
    DataRow row = DataReader.read(file).getFirst();
    assertThat(row.text("a")).isEqualTo("x\uFFFD");
    assertThat(row.fields().at("/b/0").textValue()).isEqualTo("\uFFFD");
  }

  @Test
  void recordsNeedNoNameThatSaysTheirFormat() throws IOException {
    assertThat(DataReader.readRecords(write("answers", "{\"a\": \"x\"}\n"))).hasSize(1);
    assertThat(DataReader.readRecords(write("l.json", "{\"a\": \"x\"}\n{\"a\": \"y\"}")))
        .hasSize(2);
    assertThat(DataReader.readRecords(write("r.json", " [{\"a\": \"x\"}]"))).hasSize(1);
    assertThat(DataReader.readRecords(write("c.csv", "a\nx\ny\n"))).hasSize(2);
  }

  @Test
  void manyBrokenLinesAreCounted() throws IOException {
    String text =
        IntStream.range(0, 30).mapToObj(i -> "nonsense").collect(Collectors.joining("\n"));
    Path file = write("a.jsonl", text);
    assertThatThrownBy(() -> DataReader.read(file))
        .isInstanceOfSatisfying(
            BadInputException.class,
            e -> assertThat(e.issues()).hasSize(11).last().asString().contains("and 20 more"));
  }

  @Test
  void jsonArrayElementsKnowTheirLines() throws IOException {
    Path file = write("a.json", "[\n {\"a\": \"x\"},\n\n {\"a\": \"y\"}, \"plain\"]\n");
    List<DataRow> rows = DataReader.read(file);
    assertThat(rows).extracting(row -> row.source().line()).containsExactly(2L, 4L, 4L);
    assertThat(rows.getLast().text("text")).isEqualTo("plain");
  }

  @Test
  void jsonArrayInsideAnObject() throws IOException {
    Path file = write("a.json", "{\"x\": {\"list\": [0]},\n \"y\": {\"list\": [\"p\", \"q\"]}}");
    assertThat(DataReader.readArray(file, "y", "list"))
        .extracting(row -> row.text("text"))
        .containsExactly("p", "q");
    assertThatThrownBy(() -> DataReader.readArray(file, "z"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no field \"z\"");
    assertIssue(file, ":1: needs an array, found an object");
  }

  @Test
  void brokenJsonArrays() throws IOException {
    assertIssue(write("a.json", "[{\"a\": 1},\n {\"a\" 2}]"), ":2: broken JSON");
    assertIssue(write("b.json", "[{\"a\": 1},\n"), ":2: broken JSON");
    assertIssue(write("c.json", "[1]"), "each element must be an object or a text, found 1");
    assertIssue(write("d.json", ""), ":1: needs an array, found nothing");
  }

  @Test
  void deepNestingIsAnErrorNotAnOverflow() throws IOException {
    assertIssue(write("a.json", "[".repeat(100_000)), "broken JSON");
    assertIssue(write("a.jsonl", "{\"a\":".repeat(100_000)), ":1: broken JSON");
  }

  @Test
  void packedFilesAreReadWhateverTheyAreCalled() throws IOException {
    byte[] packed = gzip("{\"a\": \"x\"}\n");
    Path file = folder.resolve("a.jsonl.gz");
    Files.write(file, packed);
    Path disguised = folder.resolve("b.jsonl");
    Files.write(disguised, packed);
    assertThat(DataReader.read(file)).hasSize(1);
    assertThat(DataReader.read(disguised)).hasSize(1);
    Path truncated = folder.resolve("c.jsonl.gz");
    Files.write(truncated, Arrays.copyOf(packed, packed.length - 6));
    assertIssue(truncated, "gzip data are broken");
  }

  @Test
  void bytesThatAreNotUtf8AreNamedByLine() throws IOException {
    byte[] bytes = "[\n\"ok\",\n\"\u00ff\"]".getBytes(StandardCharsets.ISO_8859_1);
    Path json = folder.resolve("a.json");
    Files.write(json, bytes);
    assertIssue(json, ":3: has bytes that are not UTF-8");
    Path lines = folder.resolve("a.txt");
    Files.write(lines, bytes);
    assertIssue(lines, ":3: has bytes that are not UTF-8");
  }

  @Test
  void byteOrderMarkIsNotPartOfTheFirstColumn() throws IOException {
    assertThat(DataReader.read(write("a.csv", "\ufeffid\n7\n")).getFirst().text("id"))
        .isEqualTo("7");
  }

  @Test
  void plainTextIsALineARecord() throws IOException {
    List<DataRow> rows = DataReader.read(write("a.txt", "one\n\n two \n"));
    assertThat(rows).extracting(row -> row.text("text")).containsExactly("one", "two");
    assertThat(rows.getLast().source().line()).isEqualTo(3);
  }

  @Test
  void missingFilesFoldersAndUnknownFormats() throws IOException {
    assertIssue(folder.resolve("none.csv"), "there is no such file");
    Path inner = Files.createDirectory(folder.resolve("sub.json"));
    assertIssue(inner, "is a folder");
    assertIssue(write("a.xlsx", "x"), "must end in .csv, .tsv, .jsonl");
  }

  @Test
  void columnsAreCheckedWithFileAndLine() throws IOException {
    Path file = write("a.jsonl", "{\"q\": \"x\", \"n\": null}\n{\"q\": 7}\n{\"q\": \" \"}\n");
    List<DataRow> rows = DataReader.read(file);
    assertThatThrownBy(() -> DataReader.map(rows, row -> row.text("q")))
        .isInstanceOfSatisfying(
            BadInputException.class,
            e ->
                assertThat(e.issues())
                    .containsExactly(
                        file + ":2: column \"q\" must be text, found 7.",
                        file + ":3: column \"q\" is empty; it needs text."));
    assertThatThrownBy(() -> rows.getFirst().text("n"))
        .hasMessage(file + ":1: no column \"n\"; found: q, n.");
    assertThatThrownBy(() -> rows.getFirst().oneOf(List.of("a", "b")))
        .hasMessage(file + ":1: no column \"a\" or \"b\"; found: q, n.");
    assertThat(rows.getFirst().optionalText("n")).isEmpty();
    assertThat(rows.get(1).optionalText("q")).contains("7");
  }

  private void assertIssue(Path file, String expected) {
    assertThatThrownBy(() -> DataReader.read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(expected);
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text);
    return file;
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
