package dev.belay.safety.judge;

import dev.belay.safety.embedding.SentenceEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What follows a completion's first sentence, by meaning: whether a refusal goes on as a lecture or
 * as help, and whether that help is about what was asked.
 */
final class SentenceMeanings {
  /** Sentences looked at. */
  private static final int MOST_SENTENCES = 24;

  private static final Cues CUES = Cues.load();
  private static final List<String> NEARNESS =
      List.of("first", "rest.mean", "rest.most", "end.mean", "end.most");

  private final List<String> sentences;
  private final float[] rest;
  private final double[] nearness;

  private SentenceMeanings(List<String> sentences, float[] rest, double[] nearness) {
    this.sentences = sentences;
    this.rest = rest;
    this.nearness = nearness;
  }

  /**
   * Reads the sentences, at least one.
   *
   * @param prompt embedding of the prompt
   */
  static SentenceMeanings of(
      List<List<String>> sentences, float[] prompt, SentenceEncoder encoder) {
    List<String> plain =
        sentences.stream().limit(MOST_SENTENCES).map(words -> String.join(" ", words)).toList();
    List<float[]> embeddings = plain.stream().map(encoder::embed).toList();
    double[] similarity =
        embeddings.stream().mapToDouble(e -> Examination.cosine(e, prompt)).toArray();
    return new SentenceMeanings(
        plain, direction(embeddings.subList(1, plain.size())), nearness(similarity));
  }

  /** The names of {@link #values()}, in their order. */
  static List<String> names() {
    List<String> names = new ArrayList<>();
    for (String part : List.of("rest", "end")) {
      CUES.names().forEach(cue -> names.add("share." + part + "." + cue));
    }
    NEARNESS.forEach(name -> names.add("nearness." + name));
    return names;
  }

  /** Shares of cues among the words, and how near sentences are to the prompt; all in [−1, 1]. */
  List<Double> values() {
    List<Double> values = new ArrayList<>();
    for (int from : new int[] {1, sentences.size() / 2}) {
      List<String> part = sentences.subList(from, sentences.size());
      CUES.names().forEach(cue -> values.add(share(cue, part)));
    }
    for (double value : nearness) {
      values.add(value);
    }
    return values;
  }

  /** Where the sentences after the first point together, of length 1; zeros when there is none. */
  float[] rest() {
    return rest;
  }

  private static double share(String cue, List<String> part) {
    int all = part.stream().mapToInt(SentenceMeanings::words).sum();
    int with =
        part.stream()
            .filter(sentence -> CUES.found(cue, List.of(sentence)))
            .mapToInt(SentenceMeanings::words)
            .sum();
    return with / (double) Math.max(all, 1);
  }

  private static int words(String sentence) {
    return sentence.split(" ", -1).length;
  }

  private static double[] nearness(double[] similarity) {
    int half = similarity.length / 2;
    return new double[] {
      similarity[0],
      mean(similarity, 1),
      most(similarity, 1),
      mean(similarity, half),
      most(similarity, half)
    };
  }

  private static double mean(double[] values, int from) {
    return IntStream.range(from, values.length).mapToDouble(i -> values[i]).average().orElse(0);
  }

  private static double most(double[] values, int from) {
    return IntStream.range(from, values.length).mapToDouble(i -> values[i]).max().orElse(0);
  }

  private static float[] direction(List<float[]> embeddings) {
    double[] sum = new double[SentenceEncoder.WIDTH];
    for (float[] embedding : embeddings) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += embedding[i];
      }
    }
    double squares = 0;
    for (double value : sum) {
      squares += value * value;
    }
    float[] direction = new float[sum.length];
    for (int i = 0; i < sum.length && squares > 0; i++) {
      direction[i] = (float) (sum[i] / Math.sqrt(squares));
    }
    return direction;
  }
}
