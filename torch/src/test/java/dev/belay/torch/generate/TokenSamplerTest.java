package dev.belay.torch.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.belay.core.model.Sampling;
import dev.belay.torch.tensor.ComputeType;
import dev.belay.torch.tensor.NativeMemory;
import dev.belay.torch.tensor.NonFiniteException;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenSamplerTest {

  private final Arena arena = Arena.ofConfined();

  @AfterEach
  void close() {
    arena.close();
  }

  private static Sampling sampling(double temperature, int topK, double topP, double minP) {
    return new Sampling(temperature, topK, topP, minP, 1, List.of());
  }

  private TokenSampler sampler(Sampling sampling, double... logits) {
    long address = arena.allocate(logits.length * 4L, 64).address();
    for (int i = 0; i < logits.length; i++) {
      NativeMemory.setFloat(address + i * 4L, (float) logits[i]);
    }
    TokenSampler sampler = new TokenSampler(arena, logits.length, sampling);
    sampler.row().set(ComputeType.FLOAT32, address);
    return sampler;
  }

  /** Few tokens of every size, with ties, in a vocabulary that fills no whole block or vector. */
  private static double[] randomLogits(int size, double spread) {
    Random random = new Random(size);
    double[] logits = random.doubles(size).map(u -> (float) (spread * u)).toArray();
    for (int i = 0; i < size; i += 7) {
      logits[i] = (float) (spread * (1 - 0.1 * random.nextInt(5)));
    }
    return logits;
  }

  /** The law in double precision, filter after filter over sorted probabilities. */
  private static double[] law(double[] logits, Sampling sampling) {
    double[] scaled = Arrays.stream(logits).map(l -> l / sampling.temperature()).toArray();
    boolean[] kept = new boolean[logits.length];
    Arrays.fill(kept, true);
    if (sampling.topK() > 0 && sampling.topK() < logits.length) {
      double[] sorted = scaled.clone();
      Arrays.sort(sorted);
      double last = sorted[sorted.length - sampling.topK()];
      IntStream.range(0, kept.length).forEach(i -> kept[i] = scaled[i] >= last);
    }
    if (sampling.topP() < 1) {
      double[] p = softmax(scaled, kept);
      List<Integer> ascending =
          IntStream.range(0, p.length)
              .boxed()
              .sorted(
                  Comparator.<Integer>comparingDouble(i -> p[i])
                      .thenComparing(Comparator.reverseOrder()))
              .toList();
      double cumulative = 0;
      for (int i : ascending.subList(0, p.length - 1)) {
        cumulative += p[i];
        kept[i] &= cumulative > 1 - sampling.topP();
      }
    }
    double[] p = softmax(scaled, kept);
    double top = Arrays.stream(p).max().orElseThrow();
    IntStream.range(0, kept.length).forEach(i -> kept[i] &= p[i] >= sampling.minP() * top);
    return softmax(scaled, kept);
  }

  private static double[] softmax(double[] scaled, boolean[] kept) {
    double max = Arrays.stream(scaled).max().orElseThrow();
    double[] p =
        IntStream.range(0, scaled.length)
            .mapToDouble(i -> kept[i] ? Math.exp(scaled[i] - max) : 0)
            .toArray();
    double total = Arrays.stream(p).sum();
    return Arrays.stream(p).map(x -> x / total).toArray();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 1, 0",
    "0.7, 0, 1, 0",
    "1.5, 0, 1, 0",
    "1, 5, 1, 0",
    "1, 1, 1, 0",
    "1, 0, 0.9, 0",
    "1, 0, 0.3, 0",
    "1, 0, 1, 0.2",
    "0.8, 20, 0.8, 0.1",
    "2, 40, 0.95, 0.02",
    "1, 5000, 1, 0",
    "1, 0, 0.0001, 0",
    "1, 0, 1, 1",
    "3, 700, 0.99, 0",
  })
  void logProbsAndFrequenciesAreThoseOfTheLaw(
      double temperature, int topK, double topP, double minP) {
    Sampling sampling = sampling(temperature, topK, topP, minP);
    for (double spread : new double[] {3, 30}) {
      double[] logits = randomLogits(1003, spread);
      double[] law = law(logits, sampling);
      double[] untempered = law(logits, sampling(1, 0, 1, 0));
      TokenSampler sampler = sampler(sampling, logits);
      int draws = 20_000;
      int[] counts = new int[logits.length];
      for (int i = 0; i < draws; i++) {
        Draw draw = sampler.draw((i + 0.5) / draws);
        counts[draw.tokenId()]++;

        assertThat(law[draw.tokenId()]).isPositive();
        assertThat((double) draw.logProb()).isCloseTo(Math.log(law[draw.tokenId()]), offset(3e-6));
        assertThat((double) draw.untemperedLogProb())
            .isCloseTo(Math.log(untempered[draw.tokenId()]), offset(6e-6));
      }
      // Evenly spaced uniforms hit a token of probability p between np - 1 and np + 1 times.
      for (int i = 0; i < counts.length; i++) {
        assertThat((double) counts[i]).isCloseTo(law[i] * draws, offset(1.01));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 0, 1, 0", "0.7, 12, 0.9, 0.02", "1.3, 0, 0.8, 0", "1, 0, 1, 0.05"})
  void seededDrawsPassAChiSquareTest(double temperature, int topK, double topP, double minP) {
    Sampling sampling = sampling(temperature, topK, topP, minP);
    double[] logits = randomLogits(40, 4);
    double[] law = law(logits, sampling);
    TokenSampler sampler = sampler(sampling, logits);
    int draws = 40_000;
    int[] counts = new int[logits.length];
    for (int i = 0; i < draws; i++) {
      counts[sampler.draw(CounterRandom.uniform(i / 50, i % 50)).tokenId()]++;
    }
    double chiSquare = 0;
    int degrees = -1;
    for (int i = 0; i < law.length; i++) {
      if (law[i] > 0) {
        chiSquare += Math.pow(counts[i] - law[i] * draws, 2) / (law[i] * draws);
        degrees++;
      } else {
        assertThat(counts[i]).isZero();
      }
    }
    // Mean and variance of the statistic are n and 2n: five deviations above, and below.
    assertThat(chiSquare).isCloseTo(degrees, offset(5 * Math.sqrt(2.0 * degrees)));
  }

  @Test
  void greedyTakesTheLowestOfEqualIdsWithLogProbZero() {
    TokenSampler sampler = sampler(Sampling.greedy(1), 1, 3, 2, 3, 0, 3);
    for (double uniform : new double[] {0, 0.5, 0.999}) {
      Draw draw = sampler.draw(uniform);

      assertThat(draw.tokenId()).isEqualTo(1);
      assertThat(draw.logProb()).isZero();
      double total = Math.exp(-2) + 1 + Math.exp(-1) + 1 + Math.exp(-3) + 1;
      assertThat((double) draw.untemperedLogProb()).isCloseTo(-Math.log(total), offset(1e-6));
    }
  }

  @Test
  void temperatureOfTwoHalvesTheLogits() {
    TokenSampler sampler = sampler(sampling(2, 0, 1, 0), 2 * Math.log(3), 0);

    assertThat(sampler.draw(0.74).tokenId()).isZero();
    assertThat(sampler.draw(0.76).tokenId()).isEqualTo(1);
    assertThat((double) sampler.draw(0).logProb()).isCloseTo(Math.log(0.75), offset(1e-6));
    assertThat((double) sampler.draw(0).untemperedLogProb()).isCloseTo(Math.log(0.9), offset(1e-6));
  }

  @Test
  void topKKeepsAllThatAreAsLikelyAsTheLast() {
    TokenSampler sampler = sampler(sampling(1, 2, 1, 0), 0, 5, 4, 4, 4);

    assertThat((double) sampler.draw(0).logProb())
        .isCloseTo(-Math.log(1 + 3 * Math.exp(-1)), offset(1e-6));
    assertThat(sampler.draw(0.9999).tokenId()).isEqualTo(4);
  }

  @Test
  void topPKeepsTheTokenThatCrossesTheMassAndNoMore() {
    double[] logits = {Math.log(0.5), Math.log(0.3), Math.log(0.2)};

    assertThat(sampler(sampling(1, 0, 0.6, 0), logits).draw(0.9999).tokenId()).isEqualTo(1);
    assertThat(sampler(sampling(1, 0, 0.45, 0), logits).draw(0.9999).tokenId()).isZero();
    assertThat(sampler(sampling(1, 0, 0.85, 0), logits).draw(0.9999).tokenId()).isEqualTo(2);
  }

  @Test
  void veryUnequalAndMaskedLogitsAreFine() {
    TokenSampler sampler =
        sampler(sampling(1, 0, 1, 0), Double.NEGATIVE_INFINITY, 0, 90, Double.NEGATIVE_INFINITY);

    assertThat(sampler.draw(0).tokenId()).isEqualTo(2);
    assertThat(sampler.draw(Math.nextDown(1.0)).tokenId()).isEqualTo(2);
    assertThat(sampler.draw(0.5).logProb()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"NaN", "Infinity"})
  void logitsThatAreNotFiniteAreAnError(double bad) {
    double[] logits = new double[50];
    for (int position : new int[] {0, 3, 31, 49}) {
      logits[position] = bad;
      TokenSampler sampler = sampler(sampling(1, 0, 1, 0), logits);

      assertThatThrownBy(() -> sampler.draw(0.5)).isInstanceOf(NonFiniteException.class);
      logits[position] = 0;
    }
  }
}
