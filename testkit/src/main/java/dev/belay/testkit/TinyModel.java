package dev.belay.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Random models of up to 95 thousand parameters, as Hugging Face directories, with what {@code
 * transformers} computes from them. {@code make_tiny_models.py} makes them and says how.
 */
public enum TinyModel {
  /**
   * Tied head, bf16 weights, vocabulary 512, hidden size 64, 4 query and 2 key-value heads of 16,
   * ChatML tokenizer and template; end-of-sequence ids 2 and 0.
   */
  LLAMA("tiny-llama"),
  /**
   * Own head, fp32 weights, vocabulary 320, hidden size 48, 3 query heads and 1 key-value head of
   * 16, {@code config.json} in the manner of transformers 4, no tokenizer.
   */
  LLAMA_UNTIED("tiny-llama-untied"),
  /**
   * Rotary frequencies scaled as Llama 3.1 does. Like the following: bf16 weights, vocabulary 96,
   * hidden size 32, 4 query and 2 key-value heads, no tokenizer.
   */
  LLAMA3("tiny-llama3"),
  /** Biases on queries, keys and values; own head. */
  QWEN2("tiny-qwen2"),
  /** Normalised queries and keys; heads of 16. */
  QWEN3("tiny-qwen3"),
  /**
   * Four layers, of which all but the third see 8 tokens; 1 key-value head; everything else that
   * Gemma has.
   */
  GEMMA3("tiny-gemma3"),
  /**
   * Every layer sees 8 tokens; heads of 8. Like the following, which {@code make_tiny_families.py}
   * makes: bf16 weights, vocabulary 64, hidden size 16, 4 query and 2 key-value heads, no
   * tokenizer.
   */
  MISTRAL("tiny-mistral"),
  /**
   * Fused projections, 6 of 8 elements of a head turned, longrope scaling with other factors beyond
   * 24 tokens; hidden size 32.
   */
  PHI3("tiny-phi3"),
  /** Three layers, of which the second turns nothing. */
  SMOLLM3("tiny-smollm3"),
  /** Norms after the branches alone, and of all queries and all keys together; own head. */
  OLMO2("tiny-olmo2"),
  /** Multipliers of embeddings, scores, branches and logits. */
  GRANITE("tiny-granite"),
  /** A Llama with yarn scaling. */
  YARN("tiny-yarn");

  private static final String GOLDEN_JSON = "goldens.json";
  private static final String GOLDEN_TENSORS = "goldens.safetensors";

  private final String name;

  TinyModel(String name) {
    this.name = name;
  }

  private List<String> files() {
    return switch (this) {
      case LLAMA ->
          List.of(
              "config.json",
              "generation_config.json",
              "model.safetensors",
              "tokenizer.json",
              "tokenizer_config.json",
              "chat_template.jinja");
      default -> List.of("config.json", "model.safetensors");
    };
  }

  /**
   * One sequence that the goldens were computed on.
   *
   * @param tokenIds prompt and completion, shape {@code [T]}
   * @param promptLength how many of them are the prompt
   * @param greedy the 24 likeliest tokens after the prompt, in fp32, end-of-sequence ids included
   */
  @SuppressWarnings("ArrayRecordComponent") // Read by index, never compared.
  public record Sequence(int[] tokenIds, int promptLength, int[] greedy) {}

  /**
   * What {@code transformers} computed; {@link #tensors} holds, for sequence {@code i} of length
   * {@code T}, {@code logits.i} and {@code logits_bf16.i} of shape {@code [T, V]}, and for each
   * parameter {@code grad.NAME} and {@code grad_bf16.NAME}.
   *
   * @param sequences ragged, all in one batch
   * @param loss mean cross-entropy of all completion tokens, in nats, fp32
   * @param lossBf16 the same of the model in bf16
   * @param tensors a safetensors file
   */
  public record Goldens(List<Sequence> sequences, double loss, double lossBf16, Path tensors) {}

  /** A fresh copy of the model in a temporary directory, deleted when the JVM ends. */
  public Path directory() {
    return copy(files());
  }

  /** What {@code transformers} computes with the model. */
  public Goldens goldens() {
    Path directory = copy(List.of(GOLDEN_JSON, GOLDEN_TENSORS));
    try {
      JsonNode root = new ObjectMapper().readTree(directory.resolve(GOLDEN_JSON).toFile());
      List<Sequence> sequences = new ArrayList<>();
      for (JsonNode node : root.path("sequences")) {
        sequences.add(
            new Sequence(
                ints(node.path("token_ids")),
                node.path("prompt_length").intValue(),
                ints(node.path("greedy"))));
      }
      return new Goldens(
          List.copyOf(sequences),
          root.path("loss").doubleValue(),
          root.path("loss_bf16").doubleValue(),
          directory.resolve(GOLDEN_TENSORS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int[] ints(JsonNode array) {
    int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).intValue();
    }
    return values;
  }

  private Path copy(List<String> names) {
    try {
      Path directory = Files.createTempDirectory(name + "-");
      directory.toFile().deleteOnExit(); // Registered first, so deleted after its files.
      for (String file : names) {
        Path target = directory.resolve(file);
        target.toFile().deleteOnExit();
        try (InputStream in = TinyModel.class.getResourceAsStream(name + "/" + file)) {
          if (in == null) {
            throw new IllegalStateException("the test kit lacks " + name + "/" + file);
          }
          Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
