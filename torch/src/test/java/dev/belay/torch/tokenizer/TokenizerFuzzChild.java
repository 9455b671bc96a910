package dev.belay.torch.tokenizer;

import dev.belay.core.error.BadInputException;
import dev.belay.testkit.Fuzz;
import dev.belay.testkit.Mutations;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A process that opens damaged tokenizers: the native library may end it. */
final class TokenizerFuzzChild {

  private static final List<String> WORDS =
      List.of(
          "\"Regex\"",
          "\"String\"",
          "\"type\":\"Split\"",
          "\"type\":\"Replace\"",
          "\"content\"",
          "\"pattern\"",
          "\"normalizers\"",
          "\"merges\"",
          "\"special\":true",
          "\\\\p{L}+",
          "\\\\s+(?!\\\\S)",
          "(a+)+",
          "{1,3}",
          "[^\\\\r\\\\n]?",
          "(?i:'s)",
          "a*b",
          "|",
          "NFKC");
  private static final List<String> TEXTS =
      List.of("Hello w\u00f6rld <|im_end|> 12", " ".repeat(3_000), "a".repeat(3_000) + "b", "");

  private TokenizerFuzzChild() {}

  /** Runs with the tokenizer's file, the file to write inputs to, and a seed. */
  public static void main(String[] arguments) throws Exception {
    Path sound = Path.of(arguments[0]);
    Path file = Path.of(arguments[1]);
    Mutations mutations = new Mutations(settingsFirst(sound), WORDS, Long.parseLong(arguments[2]));
    Fuzz.Outcome outcome =
        Fuzz.run(
            "tokenizer.json",
            mutations,
            BadInputException.class,
            input -> {
              Files.write(file, input);
              try (HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.open(file, 512)) {
                for (String text : TEXTS) {
                  tokenizer.decode(tokenizer.encode(text));
                }
              }
            });
    System.exit(outcome.faults().isEmpty() ? 0 : 3);
  }

  /** Small tokenizers of every set-up that is allowed; large tables would hide their settings. */
  private static List<byte[]> settingsFirst(Path sound) throws Exception {
    String tail =
        ",\"model\":{\"type\":\"BPE\",\"dropout\":null,\"unk_token\":null,\"fuse_unk\":false,"
            + "\"byte_fallback\":false,\"ignore_merges\":false,"
            + "\"vocab\":{\"a\":0,\"b\":1,\"aa\":2,\"\u0120\":3},\"merges\":[\"a a\"]}}";
    String added =
        "{\"version\":\"1.0\",\"truncation\":null,\"padding\":null,\"added_tokens\":[{\"id\":4,"
            + "\"content\":\"<|im_end|>\",\"single_word\":false,\"lstrip\":false,\"rstrip\":false,"
            + "\"normalized\":false,\"special\":true}],";
    String byteLevel =
        "\"normalizer\":{\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"NFC\"},"
            + "{\"type\":\"Replace\",\"pattern\":{\"String\":\" \"},\"content\":\"aa\"}]},"
            + "\"pre_tokenizer\":{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"Split\","
            + "\"pattern\":{\"Regex\":\"'s| ?\\\\p{L}+|\\\\p{N}{1,3}|\\\\s+(?!\\\\S)|\\\\s+\"},"
            + "\"behavior\":\"Isolated\",\"invert\":false},{\"type\":\"ByteLevel\","
            + "\"add_prefix_space\":false,\"trim_offsets\":true,\"use_regex\":false}]},"
            + "\"post_processor\":{\"type\":\"ByteLevel\",\"add_prefix_space\":true,"
            + "\"trim_offsets\":false,\"use_regex\":true},\"decoder\":{\"type\":\"ByteLevel\","
            + "\"add_prefix_space\":true,\"trim_offsets\":true,\"use_regex\":true}";
    String pieces =
        "\"normalizer\":{\"type\":\"Prepend\",\"prepend\":\"\u2581\"},"
            + "\"pre_tokenizer\":{\"type\":\"Metaspace\",\"replacement\":\"\u2581\","
            + "\"prepend_scheme\":\"first\",\"split\":false},\"post_processor\":null,"
            + "\"decoder\":{\"type\":\"Sequence\",\"decoders\":[{\"type\":\"Replace\",\"pattern\":"
            + "{\"String\":\"\u2581\"},\"content\":\" \"},{\"type\":\"ByteFallback\"},"
            + "{\"type\":\"Fuse\"},{\"type\":\"Strip\",\"content\":\" \",\"start\":1,\"stop\":0}]}";
    return List.of(
        (added + byteLevel + tail).getBytes(StandardCharsets.UTF_8),
        (added + pieces + tail).getBytes(StandardCharsets.UTF_8),
        Files.readAllBytes(sound));
  }
}
