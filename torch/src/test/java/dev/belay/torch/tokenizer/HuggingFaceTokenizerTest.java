package dev.belay.torch.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.util.Utils;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.error.BadInputException;
import dev.belay.testkit.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected ids and offsets were printed by {@code transformers} on the same tokenizer.json. */
class HuggingFaceTokenizerTest {

  private static Path file;
  private static HuggingFaceTokenizer tokenizer;

  @TempDir Path directory;

  @BeforeAll
  static void open() {
    file = TinyModel.LLAMA.directory().resolve("tokenizer.json");
    tokenizer = HuggingFaceTokenizer.open(file, 512);
  }

  @AfterAll
  static void close() {
    tokenizer.close();
  }

  @Test
  void encodesAsTransformersDoes() {
    assertThat(tokenizer.encode("Hello wörld 😀!"))
        .containsExactly(42, 374, 78, 81, 272, 130, 117, 84, 78, 70, 223, 175, 256, 249, 225, 3);
    assertThat(tokenizer.encode("  two  spaces\n\n\tdef f(x):"))
        .containsExactly(223, 488, 223, 262, 82, 67, 371, 201, 201, 200, 471, 286, 10, 90, 356);
    assertThat(tokenizer.encode("e\u0301 <|endoftext|>x"))
        .containsExactly(71, 139, 226, 223, 0, 90);
    assertThat(tokenizer.encode("a\u0000b")).containsExactly(67, 191, 68);
    assertThat(tokenizer.encode("")).isEmpty();
  }

  @Test
  void specialTokensInTheTextBecomeTheirIdsAndNoneAreAdded() {
    int[] ids = tokenizer.encode("<|im_start|>user\nWhat is 12 + 345?<|im_end|>\n");
    assertThat(ids)
        .containsExactly(1, 331, 201, 361, 293, 267, 223, 19, 20, 422, 223, 21, 22, 23, 33, 2, 201);
    assertThat(tokenizer.decode(ids)).isEqualTo("user\nWhat is 12 + 345?\n");
    assertThat(tokenizer.decodeWithSpecialTokens(ids))
        .isEqualTo("<|im_start|>user\nWhat is 12 + 345?<|im_end|>\n");
  }

  @Test
  void decodingCleansNothingUpAndMarksBrokenCharacters() {
    assertThat(tokenizer.decode(tokenizer.encode("Hello , world . I 'm")))
        .isEqualTo("Hello , world . I 'm");
    assertThat(tokenizer.decodeWithSpecialTokens(new int[] {100, 300, 5, 1, 2}))
        .isEqualTo("\uFFFDtan#<|im_start|><|im_end|>");
    assertThat(tokenizer.decode(new int[0])).isEmpty();
  }

  @Test
  void spansCountUtf16Units() {
    String text = "Hello wörld 😀!";
    EncodedText encoded = tokenizer.encodeWithSpans(text);
    assertThat(encoded.tokenIds()).isEqualTo(tokenizer.encode(text));
    assertThat(encoded.starts())
        .containsExactly(0, 1, 3, 4, 5, 7, 7, 8, 9, 10, 11, 12, 12, 12, 12, 14);
    assertThat(encoded.ends())
        .containsExactly(1, 3, 4, 5, 7, 8, 8, 9, 10, 11, 12, 14, 14, 14, 14, 15);
    assertThat(encoded.length()).isEqualTo(16);
    assertThat(text.substring(encoded.starts()[11], encoded.ends()[11])).isEqualTo("😀");
  }

  @Test
  void anyTextComesBack() {
    Random random = new Random(3);
    for (int trial = 0; trial < 200; trial++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        int c = random.nextInt(random.nextBoolean() ? 0x80 : 0x11_0000);
        text.appendCodePoint(Character.isSurrogate((char) c) && c < 0x10000 ? 'x' : c);
      }
      String written = text.toString();
      int[] ids = tokenizer.encode(written);
      assertThat(tokenizer.decodeWithSpecialTokens(ids)).isEqualTo(written);
      EncodedText encoded = tokenizer.encodeWithSpans(written);
      assertThat(encoded.tokenIds()).isEqualTo(ids);
      if (ids.length > 0) {
        assertThat(encoded.starts()[0]).isZero();
        assertThat(encoded.ends()[ids.length - 1]).isEqualTo(written.length());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\uD83Db", "\uDE00", "x\uD83D", "\uDE00\uD83D"})
  void loneSurrogatesBecomeTheReplacementCharacter(String text) {
    String expected = text.replaceAll("[\uD800-\uDFFF]", "\uFFFD");
    assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(expected);
    assertThat(tokenizer.encodeWithSpans(text).tokenIds()).isEqualTo(tokenizer.encode(text));
  }

  @Test
  void idsBeyondTheVocabularyDecodeToNothing() {
    assertThat(tokenizer.decode(new int[] {300, 512, 1_000_000, Integer.MAX_VALUE, 300}))
        .isEqualTo("tantan");
  }

  @Test
  void refusesATokenizerOfAModelWithMoreTokens() {
    try (HuggingFaceTokenizer foreign = HuggingFaceTokenizer.open(file, 300)) {
      assertThat(foreign.encode("!")).containsExactly(3);
      assertThatThrownBy(() -> foreign.encode("user"))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("tokenizer.json")
          .hasMessageContaining("331")
          .hasMessageContaining("300");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "null",
        "not json",
        "{\"model\":{}}",
        "{\"model\":{\"type\":\"BPE\"}}",
        "{\"model\":{\"type\":\"Unheard\",\"vocab\":{}}}",
        "{\"version\":\"1.0\",\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[\"a"
            + " b\"]}}",
        "{\"version\":\"1.0\",\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":-1},\"merges\":[]}}",
      })
  void refusesAFileThatIsNoTokenizer(String content) throws IOException {
    Path broken = Files.writeString(directory.resolve("tokenizer.json"), content);
    assertThatThrownBy(() -> HuggingFaceTokenizer.open(broken, 512))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(broken + ": ");
  }

  /** The native library would abort the process on most of these. */
  @Test
  void damageAnywhereIsAnErrorOrHarmlessButNeverACrash() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    Path damaged = directory.resolve("tokenizer.json");
    Random random = new Random(5);
    int refused = 0;
    for (int trial = 0; trial < 150; trial++) {
      byte[] bytes = whole.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        int reach = random.nextBoolean() ? 2500 : bytes.length; // The settings come first.
        bytes[random.nextInt(reach)] = (byte) (32 + random.nextInt(95));
      }
      Files.write(damaged, bytes);
      try (HuggingFaceTokenizer open = HuggingFaceTokenizer.open(damaged, 512)) {
        assertThat(open.decode(open.encode("Hello wörld <|im_end|> 12"))).isNotNull();
      } catch (BadInputException e) {
        assertThat(e).hasMessageStartingWith(damaged + ": ");
        refused++;
      }
    }
    assertThat(refused).isBetween(50, 149);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "normalizer | {'type':'Precompiled','precompiled_charsmap':'AAAA'}",
        "normalizer | {'type':'Prepend','prepend':''}",
        "normalizer | {'type':'Replace','pattern':{'Regex':'a*'},'content':'b'}",
        "normalizer | {'type':'Sequence','normalizers':[{'type':'NFC'},{'type':'Nmt'}]}",
        "normalizer | 3",
        "pre_tokenizer | {'type':'Metaspace','replacement':'','prepend_scheme':'always'}",
        "pre_tokenizer | {'type':'FixedLength','length':0}",
        "post_processor | {'type':'TemplateProcessing','single':[{'Sequence':{'id':'B'}}]}",
        "post_processor | {'type':'TemplateProcessing','single':[{'SpecialToken':{'id':'[X]'}},"
            + "{'Sequence':{'id':'A'}}],'pair':[],'special_tokens':{}}",
        "post_processor | {'type':'TemplateProcessing','single':[{'Sequence':{'id':'A'}}],"
            + "'pair':[{'SpecialToken':{'id':'[X]'}}],'special_tokens':{}}",
        "post_processor | {'type':'TemplateProcessing','single':[{'SpecialToken':{'id':'[X]'}},"
            + "{'Sequence':{'id':'A'}}],'pair':[],'special_tokens':"
            + "{'[X]':{'id':'[X]','ids':[1,2],'tokens':['[X]']}}}",
        "decoder | {'type':'Strip','content':' ','start':0,'stop':9}",
        "decoder | {}",
        "pre_tokenizer | {'type':'Split','pattern':{'Regex':'(a+)+$'},'behavior':'Isolated',"
            + "'invert':false}",
        "pre_tokenizer | {'type':'Split','pattern':{},'behavior':'Isolated','invert':false}",
        "padding | {'strategy':{'Fixed':99999999999},'direction':'Right','pad_id':0,"
            + "'pad_type_id':0,'pad_token':'a','pad_to_multiple_of':null}",
        "version | 1e999",
        "version | '\\ud83d'",
        "model | 7",
        "model | {'type':'Unigram','vocab':[],'unk_id':0}",
        "model | {'type':'BPE','vocab':{'a':0},'merges':[],'dropout':0.5}",
        "model | {'type':'BPE','vocab':{},'merges':[],'continuing_subword_prefix':'##'}",
      })
  void whatTheNativeLibraryWouldDieOfIsRefusedBefore(String key, String value) throws IOException {
    Path broken = with(key, value);
    assertThatThrownBy(() -> HuggingFaceTokenizer.open(broken, 512))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(broken + ": ");
  }

  @ParameterizedTest
  @CsvSource({"normalizer,normalizers", "decoder,decoders"})
  void replacementsThatGrowWithoutEndAreRefused(String section, String children)
      throws IOException {
    String replace = "{'type':'Replace','pattern':{'String':'a'},'content':'aa'}";
    String parts = String.join(",", Collections.nCopies(7, replace));
    String value = "{'type':'Sequence','" + children + "':[" + parts + "]}";
    assertThatThrownBy(() -> HuggingFaceTokenizer.open(with(section, value), 512))
        .hasMessageContaining(section + " make a text 128 times as long");
  }

  @Test
  void addedTokensAreLimited() throws IOException {
    String token = "{'id':9,'content':'%s','special':true}";
    String many = String.join(",", Collections.nCopies(16_385, token.formatted("a")));
    assertThatThrownBy(() -> HuggingFaceTokenizer.open(with("added_tokens", "[" + many + "]"), 512))
        .hasMessageContaining("16,385 added_tokens; at most 16,384");
    String one = "[" + token.formatted("a".repeat(5_000)) + "]";
    assertThatThrownBy(() -> HuggingFaceTokenizer.open(with("added_tokens", one), 512))
        .hasMessageContaining("5,000 characters");
  }

  @Test
  void longTextsAreRefusedBeforeTheLibrarySeesThem() throws IOException {
    assertThatThrownBy(() -> tokenizer.encode(" ".repeat(4_000_001)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("4,000,001 characters at once; at most 4,000,000");
    String digits =
        "{'type':'Split','pattern':{'Regex':'[0-9]{1,3}(?=(?:[0-9]{3})*$)'},"
            + "'behavior':'Isolated','invert':false}";
    try (HuggingFaceTokenizer slow =
        HuggingFaceTokenizer.open(with("pre_tokenizer", digits), 512)) {
      assertThat(slow.encode("12")).isNotEmpty();
      assertThatThrownBy(() -> slow.encode("1".repeat(50_001)))
          .hasMessageContaining("at most 50,000");
    }
  }

  /** What a normalizer adds is there when the text is cut. */
  @Test
  void textsThatGrowBeforeTheyAreCutAreShorter() throws IOException {
    try (HuggingFaceTokenizer composing =
        HuggingFaceTokenizer.open(with("normalizer", "{'type':'NFKC'}"), 512)) {
      assertThatThrownBy(() -> composing.encode(" ".repeat(300_000)))
          .hasMessageContaining("at most 222,222");
    }
  }

  /** The tokenizer with another value at a key. */
  private Path with(String key, String value) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = (ObjectNode) mapper.readTree(file.toFile());
    root.put(key, "PLACE");
    String json = mapper.writeValueAsString(root).replace("\"PLACE\"", value.replace('\'', '"'));
    return Files.writeString(directory.resolve("tokenizer.json"), json);
  }

  @Test
  void aTextThatCannotBeEncodedIsAnError() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = (ObjectNode) mapper.readTree(file.toFile());
    ObjectNode model = (ObjectNode) root.path("model");
    model.put("unk_token", "nowhere");
    ((ObjectNode) model.path("vocab")).remove("!");
    Path path = directory.resolve("tokenizer.json");
    mapper.writeValue(path.toFile(), root);
    try (HuggingFaceTokenizer open = HuggingFaceTokenizer.open(path, 512)) {
      assertThat(open.encode("Hello")).isNotEmpty();
      assertThatThrownBy(() -> open.encode("Hello!"))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("nowhere");
    }
  }

  @Test
  void nothingIsEverFetched() {
    assertThat(Utils.isOfflineMode()).isTrue();
  }

  @Test
  void refusesATruncatedFileAndAMissingOne() throws IOException {
    String whole = Files.readString(file);
    Path cut = directory.resolve("tokenizer.json");
    for (int length : new int[] {10, 500, whole.length() / 2, whole.length() - 3}) {
      Files.writeString(cut, whole.substring(0, length));
      assertThatThrownBy(() -> HuggingFaceTokenizer.open(cut, 512))
          .isInstanceOf(BadInputException.class);
    }
    assertThatThrownBy(() -> HuggingFaceTokenizer.open(directory.resolve("none.json"), 512))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no such file");
  }
}
