package dev.belay.jinja.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class NeedleTest {

  @Test
  void findsWhatJavaFinds() {
    Random random = new Random(3);
    for (int round = 0; round < 20_000; round++) {
      String text = letters(random, random.nextInt(120));
      String needle =
          random.nextBoolean() || text.isEmpty()
              ? letters(random, random.nextInt(40))
              : text.substring(random.nextInt(text.length()));
      int from = random.nextInt(text.length() + 1);
      assertThat(Needle.forward(needle).next(text, from)).isEqualTo(text.indexOf(needle, from));
      assertThat(Needle.backward(needle).next(text, from))
          .isEqualTo(text.lastIndexOf(needle, from - needle.length()));
    }
  }

  private static String letters(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(random.nextInt(20) == 0 ? 'b' : 'a');
    }
    return text.toString();
  }

  @Test
  void aNeedleThatAlmostMatchesEverywhereIsNoTrouble() {
    String text = "a".repeat(16_000_000);
    String needle = "a".repeat(8_000_000);
    assertThat(Needle.forward(needle + "b").next(text, 0)).isEqualTo(-1);
    assertThat(Needle.backward("b" + needle).next(text, text.length())).isEqualTo(-1);
    assertThat(Needle.backward(needle).next(text, text.length())).isEqualTo(8_000_000);
  }
}
