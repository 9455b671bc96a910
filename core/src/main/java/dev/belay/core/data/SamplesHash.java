package dev.belay.core.data;

import dev.belay.core.chat.ChatMessage;
import dev.belay.core.hash.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** What identifies samples: all that they say, in their order, wherever it was read. */
public final class SamplesHash {

  private SamplesHash() {}

  /** SHA-256 over every sample's kind and texts. */
  public static String of(Collection<? extends Sample> samples) {
    MessageDigest digest = Sha256.newDigest();
    samples.forEach(sample -> update(digest, texts(sample)));
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Feeds texts to a digest, each after its length, so that no two lists are taken for one. */
  public static void update(MessageDigest digest, List<String> texts) {
    digest.update(ByteBuffer.allocate(4).putInt(texts.size()).array());
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
      digest.update(bytes);
    }
  }

  private static List<String> texts(Sample sample) {
    return switch (sample) {
      case Demonstration one -> texts(one);
      case Instruction one -> withEarlier(List.of("instruction", one.id(), one.prompt()), one);
      case SafetyPrompt one ->
          List.of(
              "request",
              one.id(),
              one.prompt(),
              one.label().snakeCase(),
              Objects.requireNonNullElse(one.completion(), ""));
      case PreferencePair one -> texts(one);
      case Problem one -> texts(one);
    };
  }

  private static List<String> texts(PreferencePair pair) {
    List<String> texts =
        new ArrayList<>(List.of("pair", pair.id(), pair.chosen(), pair.rejected()));
    return withMessages(texts, pair.turns());
  }

  private static List<String> withEarlier(List<String> texts, Sample sample) {
    return withMessages(texts, sample.earlier());
  }

  private static List<String> withMessages(List<String> texts, List<ChatMessage> messages) {
    List<String> all = new ArrayList<>(texts);
    for (ChatMessage message : messages) {
      all.add(message.role());
      all.add(message.content());
    }
    return all;
  }

  private static List<String> texts(Demonstration demonstration) {
    List<String> texts =
        new ArrayList<>(
            List.of(
                "demonstration",
                demonstration.id(),
                demonstration.prompt(),
                demonstration.completion()));
    return withEarlier(texts, demonstration);
  }

  private static List<String> texts(Problem problem) {
    List<String> texts =
        new ArrayList<>(
            List.of(
                "problem",
                problem.id(),
                problem.question(),
                problem.gold(),
                Objects.requireNonNullElse(problem.solution(), "")));
    texts.addAll(problem.reference().details());
    return withEarlier(texts, problem);
  }
}
