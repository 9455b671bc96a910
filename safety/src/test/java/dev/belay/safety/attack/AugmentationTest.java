package dev.belay.safety.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class AugmentationTest {
  private static final Augmentation AUGMENTATION = new Augmentation(0.4);

  /** Draws the same share each time, 0 as every index and true as every coin. */
  private record Fixed(double share) implements RandomGenerator {
    @Override
    public long nextLong() {
      throw new AssertionError("nothing else is drawn");
    }

    @Override
    public double nextDouble() {
      return share;
    }

    @Override
    public int nextInt(int bound) {
      return 0;
    }

    @Override
    public boolean nextBoolean() {
      return true;
    }
  }

  @Test
  void lettersInsideLongWordsChangePlaces() {
    // Shuffling o c k with index 0 each time: k c o, then c k o.
    assertThat(AUGMENTATION.scrambled("pick  two locks", new Fixed(0)))
        .isEqualTo("pcik  two lckos");
    // e 😀 $ 1: 1 😀 $ e, then $ 😀 1 e, then 😀 $ 1 e.
    assertThat(AUGMENTATION.scrambled("ze\ud83d\ude00$1s", new Fixed(0)))
        .isEqualTo("z\ud83d\ude00$1es");
  }

  @Test
  void lettersChangeCaseAndNothingElseDoes() {
    assertThat(AUGMENTATION.capitalized("Hi, Zo\u00eb 9", new Fixed(0)))
        .isEqualTo("hI, zO\u00cb 9");
  }

  @Test
  void printableCharactersBecomeTheNextButNeverLeaveAscii() {
    assertThat(AUGMENTATION.noised("aZ 9~\u00eb\n", new Fixed(0))).isEqualTo("b[!:~\u00eb\n");
  }

  @Test
  void probabilitiesAreRootAndCubeOfTheStrength() {
    // √0.4 = 0.6325, 0.4³ = 0.064.
    assertThat(AUGMENTATION.scrambled("locks", new Fixed(0.632))).isEqualTo("lckos");
    assertThat(AUGMENTATION.scrambled("locks", new Fixed(0.633))).isEqualTo("locks");
    assertThat(AUGMENTATION.capitalized("a", new Fixed(0.632))).isEqualTo("A");
    assertThat(AUGMENTATION.capitalized("a", new Fixed(0.633))).isEqualTo("a");
    assertThat(AUGMENTATION.noised("a", new Fixed(0.0639))).isEqualTo("b");
    assertThat(AUGMENTATION.noised("a", new Fixed(0.0641))).isEqualTo("a");
  }

  @Test
  void allThreeTogetherAndNoneAtStrengthZero() {
    // Scrambled lckos, capitals LCKOS, noise MDLPT.
    assertThat(AUGMENTATION.of("locks", new Fixed(0))).isEqualTo("MDLPT");
    assertThat(new Augmentation(0).of("Pick a lock.", new SplittableRandom(1)))
        .isEqualTo("Pick a lock.");
  }
}
