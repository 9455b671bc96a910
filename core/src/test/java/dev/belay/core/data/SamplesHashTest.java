package dev.belay.core.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.chat.ChatMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesHashTest {

  @Test
  void earlierTurnsCount() {
    SourceLine source = new SourceLine("f", 1);
    Demonstration single = new Demonstration("1", "p", "c", source);
    Demonstration later =
        new Demonstration("1", List.of(ChatMessage.system("s")), "p", "c", source);
    assertThat(SamplesHash.of(List.of(later))).isNotEqualTo(SamplesHash.of(List.of(single)));
  }

  private static String hash(Sample... samples) {
    return SamplesHash.of(List.of(samples));
  }

  private static Demonstration demonstration(String prompt, String completion, String file) {
    return new Demonstration("1", prompt, completion, new SourceLine(file, 1));
  }

  @Test
  void isOfWhatIsSaidAndNotOfWhereItStands() {
    String one = hash(demonstration("a", "b", "x.jsonl"));
    assertThat(hash(demonstration("a", "b", "y.jsonl"))).isEqualTo(one);
    assertThat(hash(demonstration("a", "c", "x.jsonl"))).isNotEqualTo(one);
    assertThat(hash(demonstration("ab", "", "x.jsonl"))).isNotEqualTo(one);
    assertThat(hash(new Problem("1", "a", "b", new SourceLine("x.jsonl", 1)))).isNotEqualTo(one);
  }

  @Test
  void theOrderCounts() {
    Demonstration a = demonstration("a", "b", "x");
    Demonstration b = demonstration("b", "b", "x");
    assertThat(hash(a, b)).isNotEqualTo(hash(b, a));
    assertThat(hash(a)).isNotEqualTo(hash(a, a));
  }
}
