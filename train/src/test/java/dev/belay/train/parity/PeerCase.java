package dev.belay.train.parity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.belay.train.fixture.TinyPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a peer's trainer made of the tiny model, as a script of {@code bench/peers} wrote it down.
 *
 * @param data what it was given, and its loss
 */
record PeerCase(String name, JsonNode data) {

  /** A deviation from the peer that is more than rounding in fp32. */
  static final double TOLERANCE = 1e-4;

  private static final int FOLDS = 16;

  /** The cases of a file beside this class. */
  static List<PeerCase> read(String file) {
    try (InputStream in = PeerCase.class.getResourceAsStream(file)) {
      List<PeerCase> cases = new ArrayList<>();
      for (JsonNode node : new ObjectMapper().readTree(in).path("cases")) {
        cases.add(new PeerCase(node.path("name").asText(), node));
      }
      return List.copyOf(cases);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How far a loss is from the peer's, as a share of it, or of 1 where it is smaller. */
  double lossDeviation(double loss) {
    double theirs = data.path("loss").doubleValue();
    return Math.abs(loss - theirs) / Math.max(1, Math.abs(theirs));
  }

  /**
   * How far the gradient of the last update is from the peer's: the largest deviation of a
   * parameter's norm and of its folds, the sums over every 16th element, as shares of the norm.
   */
  double gradientDeviation(TinyPolicy policy) {
    Map<String, float[]> own = policy.lastGradients();
    JsonNode theirs = data.path("gradients");
    if (theirs.size() != own.size()) {
      throw new IllegalStateException(
          "%d parameters, but the peer has %d".formatted(own.size(), theirs.size()));
    }
    double worst = 0;
    for (Map.Entry<String, float[]> parameter : own.entrySet()) {
      worst = Math.max(worst, deviation(parameter.getValue(), theirs.path(parameter.getKey())));
    }
    return worst;
  }

  private static double deviation(float[] gradient, JsonNode theirs) {
    double norm = theirs.path("norm").doubleValue();
    double[] folds = new double[FOLDS];
    double squares = 0;
    for (int i = 0; i < gradient.length; i++) {
      folds[i % FOLDS] += gradient[i];
      squares += (double) gradient[i] * gradient[i];
    }
    double worst = Math.abs(Math.sqrt(squares) - norm);
    for (int fold = 0; fold < FOLDS; fold++) {
      worst = Math.max(worst, Math.abs(folds[fold] - theirs.path("folds").path(fold).asDouble()));
    }
    return worst / norm;
  }

  /** Rows of whole numbers, as token ids are. */
  int[][] ints(String key) {
    int[][] rows = new int[data.path(key).size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = ints(data.path(key).path(i));
    }
    return rows;
  }

  static int[] ints(JsonNode array) {
    int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.path(i).intValue();
    }
    return values;
  }

  static double[] doubles(JsonNode array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.path(i).doubleValue();
    }
    return values;
  }

  /** Rows of numbers one after another, such as log-probs. */
  double[] flat(String key) {
    List<Double> all = new ArrayList<>();
    for (JsonNode row : data.path(key)) {
      row.forEach(value -> all.add(value.doubleValue()));
    }
    return all.stream().mapToDouble(Double::doubleValue).toArray();
  }

  boolean has(String key) {
    return data.has(key);
  }

  @Override
  public String toString() {
    return name;
  }
}
