package dev.belay.safety.judge;

import dev.belay.core.error.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The classifiers' weights as text: a line a feature, its name and one number a class, the
 * intercepts last; the first classifier, then the second. Rounded to fp32, which is what the
 * shortest decimal form writes.
 */
final class JudgeWeights {
  private static final String RESOURCE = "embedded-judge-weights.txt";
  private static final String INTERCEPT = "intercept";

  private JudgeWeights() {}

  /**
   * One classifier's features and classes.
   *
   * @param features their names, in order
   * @param classes how many
   */
  record Shape(List<String> features, int classes) {
    int lines() {
      return features.size() + 1;
    }
  }

  /** The weights that ship with Belay. */
  static JudgeModel load(Shape refusal, Shape extent) {
    try (@Nullable InputStream in = JudgeWeights.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("resource missing: " + RESOURCE);
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), refusal, extent);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads weights.
   *
   * @throws BadInputException when they are for other features
   */
  static JudgeModel parse(String text, Shape refusal, Shape extent) {
    List<String> lines = text.lines().filter(line -> !line.startsWith("#")).toList();
    if (lines.size() != refusal.lines() + extent.lines()) {
      throw new BadInputException(
          "judge weights: %d lines where %d features and two intercepts are needed; train them anew."
              .formatted(lines.size(), refusal.features().size() + extent.features().size()));
    }
    return new JudgeModel(
        regression(lines.subList(0, refusal.lines()), refusal),
        regression(lines.subList(refusal.lines(), lines.size()), extent));
  }

  private static SoftmaxRegression regression(List<String> lines, Shape shape) {
    double[][] weights = new double[shape.classes()][lines.size()];
    for (int i = 0; i < lines.size(); i++) {
      String name = i < shape.features().size() ? shape.features().get(i) : INTERCEPT;
      String[] parts = lines.get(i).split(" ", -1);
      if (!parts[0].equals(name) || parts.length != weights.length + 1) {
        throw new BadInputException(
            "judge weights: found \"%s\" where feature %s was due; train them anew."
                .formatted(parts[0], name));
      }
      for (int k = 0; k < weights.length; k++) {
        weights[k][i] = Float.parseFloat(parts[k + 1]);
      }
    }
    return new SoftmaxRegression(weights);
  }

  /** The weights as text, after lines that say what they are. */
  static String text(JudgeModel model, Shape refusal, Shape extent, String about) {
    StringBuilder text = new StringBuilder();
    about.lines().forEach(line -> text.append("# ").append(line).append('\n'));
    append(text, model.refusal(), refusal.features());
    append(text, model.extent(), extent.features());
    return text.toString();
  }

  private static void append(
      StringBuilder text, SoftmaxRegression regression, List<String> features) {
    for (int i = 0; i <= features.size(); i++) {
      text.append(i < features.size() ? features.get(i) : INTERCEPT);
      for (double[] row : regression.weights()) {
        text.append(' ').append((float) row[i]);
      }
      text.append('\n');
    }
  }

  /** Writes a file. */
  static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
