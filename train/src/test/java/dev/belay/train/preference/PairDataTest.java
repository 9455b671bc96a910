package dev.belay.train.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import dev.belay.core.model.TokenPair;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairDataTest {

  /** Three pairs of each of eight prompts. */
  private static List<TokenPair> pairs() {
    List<TokenPair> pairs = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      pairs.add(new TokenPair("p" + i, new int[] {i % 8}, new int[] {i}, new int[] {i + 100}));
    }
    return pairs;
  }

  @Test
  void pairsOfAPromptStayOnOneSide() {
    PairData data = PairData.split(pairs(), 7, 5);
    assertThat(data.heldOut()).hasSize(6);
    assertThat(data.training()).hasSize(18);
    assertThat(data.heldOut().stream().map(pair -> pair.promptTokenIds()[0]))
        .doesNotContainAnyElementsOf(
            data.training().stream().map(pair -> pair.promptTokenIds()[0]).toList());
    List<Integer> order = data.training().stream().map(pair -> pair.chosenTokenIds()[0]).toList();
    assertThat(order).isSorted();
  }

  @Test
  void theSeedChooses() {
    List<String> one = ids(PairData.split(pairs(), 6, 1));
    assertThat(ids(PairData.split(pairs(), 6, 1))).isEqualTo(one);
    assertThat(
            List.of(
                ids(PairData.split(pairs(), 6, 2)),
                ids(PairData.split(pairs(), 6, 3)),
                ids(PairData.split(pairs(), 6, 4))))
        .anyMatch(other -> !other.equals(one));
  }

  private static List<String> ids(PairData data) {
    return data.heldOut().stream().map(TokenPair::id).toList();
  }

  @Test
  void nothingIsHeldOutUnlessAskedFor() {
    List<TokenPair> pairs = pairs();
    assertThat(PairData.split(pairs, 0, 5)).isEqualTo(new PairData(pairs, List.of()));
  }

  @Test
  void wholePromptsThatDoNotFitAreSaid() {
    assertThatThrownBy(() -> PairData.split(pairs(), 2, 5))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(
            "train.held_out.pairs: 2 of 24 pairs cannot be held out by whole prompts, of which"
                + " there are 8; hold out more");
    assertThatThrownBy(() -> PairData.split(pairs(), 24, 5)).hasMessageContaining("hold out fewer");
  }
}
