package dev.belay.torch.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.model.FinishReason;
import dev.belay.core.model.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StopScannerTest {

  /** A byte a token: characters are split over tokens. */
  private static final Tokenizer BYTES =
      new Tokenizer() {
        @Override
        public int[] encode(String text) {
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          int[] ids = new int[bytes.length];
          Arrays.setAll(ids, i -> bytes[i] & 0xff);
          return ids;
        }

        @Override
        public String decode(int[] tokenIds) {
          byte[] bytes = new byte[tokenIds.length];
          for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) tokenIds[i];
          }
          return new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public String decodeWithSpecialTokens(int[] tokenIds) {
          return decode(tokenIds);
        }
      };

  /** How many tokens of a text are read until a stop string appears; -1 if none does. */
  private static int tokensUntilStop(String text, String... stops) {
    StopScanner scanner = new StopScanner(BYTES, List.of(stops));
    int[] ids = BYTES.encode(text);
    for (int length = 1; length <= ids.length; length++) {
      if (scanner.appears(ids, length)) {
        return length;
      }
    }
    return -1;
  }

  @Test
  void findsAStringSplitOverTokens() {
    assertThat(tokensUntilStop("one. two. three", ". t")).isEqualTo(6);
    assertThat(tokensUntilStop("one", "e")).isEqualTo(3);
    assertThat(tokensUntilStop("one two", "two!")).isEqualTo(-1);
  }

  @Test
  void endsAtTheFirstOfSeveral() {
    assertThat(tokensUntilStop("question answer", "answer", "stion")).isEqualTo(8);
  }

  @Test
  void readsCharactersOfSeveralTokensWhole() {
    assertThat(tokensUntilStop("né à l'été", "été"))
        .isEqualTo("né à l'été".getBytes(StandardCharsets.UTF_8).length);
    assertThat(tokensUntilStop("日本語です", "語で"))
        .isEqualTo("日本語で".getBytes(StandardCharsets.UTF_8).length);
    assertThat(tokensUntilStop("🙂🚀.", "🚀")).isEqualTo(8);
  }

  @Test
  void goesOnAfterBytesThatAreNoCharacter() {
    StopScanner scanner = new StopScanner(BYTES, List.of("END"));
    int[] ids = {'a', 0xff, 0xfe, 'E', 'N', 'D'};
    for (int length = 1; length < ids.length; length++) {
      assertThat(scanner.appears(ids, length)).isFalse();
    }
    assertThat(scanner.appears(ids, ids.length)).isTrue();
  }

  @Test
  void textEndsBeforeTheFirstStopStringAndWithoutEndOfSequence() {
    StopConditions conditions = new StopConditions(BYTES, Set.of(0, 7), List.of("##", "user"));
    int[] ids = BYTES.encode("yes user ##");

    assertThat(conditions.end(FinishReason.STOP, ids, ids.length, "yes user"))
        .isEqualTo(new StopConditions.Ending(FinishReason.STOP, "yes "));
    assertThat(conditions.end(FinishReason.LENGTH, ids, 3, "yes"))
        .isEqualTo(new StopConditions.Ending(FinishReason.LENGTH, "yes"));
    assertThat(conditions.end(FinishReason.EOS, new int[] {'n', 'o', 7}, 3, "no"))
        .isEqualTo(new StopConditions.Ending(FinishReason.EOS, "no"));
    assertThat(conditions.isEos(7)).isTrue();
    assertThat(conditions.isEos(1)).isFalse();
  }
}
