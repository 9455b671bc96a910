package dev.belay.torch.format.gguf;

import dev.belay.core.error.BadInputException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which GGUF tensor becomes which Hugging Face tensor, and in what order of rows. */
final class TensorMappings {

  static final String HEAD = "output.weight";
  private static final int MAX_ISSUES = 10;

  /**
   * One tensor to convert.
   *
   * @param source the tensor in the GGUF file
   * @param shape what it must have: {@code [rows, columns]} or {@code [columns]}
   * @param rotaryHeads heads whose rows are stored in the order of rotated pairs; 0 for none
   * @param addend what is added to each stored value
   */
  record Mapping(String source, List<Long> shape, int rotaryHeads, float addend) {

    /**
     * The stored row that becomes row {@code row}. The converter stores, within a head of d rows,
     * row i of the first half at 2i and row i of the second half at 2i + 1.
     */
    long sourceRow(long row) {
      if (rotaryHeads == 0) {
        return row;
      }
      long headSize = shape.getFirst() / rotaryHeads;
      long inHead = row % headSize;
      long half = headSize / 2;
      long stored = inHead < half ? 2 * inHead : 2 * (inHead - half) + 1;
      return row - inHead + stored;
    }
  }

  private final GgufFile file;
  private final ModelShape shape;

  TensorMappings(GgufFile file, ModelShape shape) {
    this.file = file;
    this.shape = shape;
  }

  /** Whether the head is the embedding: the file has no head of its own. */
  boolean tiedEmbeddings() {
    return file.tensor(HEAD).isEmpty();
  }

  /**
   * The mappings by Hugging Face name.
   *
   * @throws BadInputException if a tensor is missing, of another shape, of a type that cannot be
   *     read, or has no place in a Llama model
   */
  Map<String, Mapping> mappings() {
    long needed = (long) shape.layers() * shape.architecture().tensorsPerLayer();
    if (needed > file.tensors().size()) {
      throw new BadInputException(
          "%s: %s: %d layers need %d tensors, the file has %d"
              .formatted(
                  file.path(),
                  shape.architecture().key("block_count"),
                  shape.layers(),
                  needed,
                  file.tensors().size()));
    }
    Map<String, Mapping> mappings = build();
    List<String> issues = issues(mappings);
    if (!issues.isEmpty()) {
      throw new BadInputException(shortened(issues));
    }
    return mappings;
  }

  private Map<String, Mapping> build() {
    long hidden = shape.hiddenSize();
    long vocabulary = shape.vocabularySize();
    Map<String, Mapping> all = new LinkedHashMap<>();
    all.put("model.embed_tokens.weight", matrix("token_embd.weight", vocabulary, hidden));
    for (int i = 0; i < shape.layers(); i++) {
      addLayer(all, "model.layers." + i + ".", "blk." + i + ".");
    }
    all.put("model.norm.weight", norm("output_norm.weight", hidden));
    if (!tiedEmbeddings()) {
      all.put("lm_head.weight", matrix(HEAD, vocabulary, hidden));
    }
    return all;
  }

  private void addLayer(Map<String, Mapping> all, String to, String from) {
    addAttention(all, to + "self_attn.", from);
    addNorms(all, to, from);
    long hidden = shape.hiddenSize();
    long inner = shape.intermediateSize();
    all.put(to + "mlp.gate_proj.weight", matrix(from + "ffn_gate.weight", inner, hidden));
    all.put(to + "mlp.up_proj.weight", matrix(from + "ffn_up.weight", inner, hidden));
    all.put(to + "mlp.down_proj.weight", matrix(from + "ffn_down.weight", hidden, inner));
  }

  private void addAttention(Map<String, Mapping> all, String to, String from) {
    GgufArchitecture family = shape.architecture();
    long hidden = shape.hiddenSize();
    long queries = (long) shape.heads() * shape.headSize();
    long keys = (long) shape.keyValueHeads() * shape.headSize();
    all.put(to + "q_proj.weight", rotated(from + "attn_q.weight", queries, shape.heads()));
    all.put(to + "k_proj.weight", rotated(from + "attn_k.weight", keys, shape.keyValueHeads()));
    all.put(to + "v_proj.weight", matrix(from + "attn_v.weight", keys, hidden));
    all.put(to + "o_proj.weight", matrix(from + "attn_output.weight", hidden, queries));
    if (family.hasAttentionBiases()) {
      all.put(to + "q_proj.bias", vector(from + "attn_q.bias", queries));
      all.put(to + "k_proj.bias", vector(from + "attn_k.bias", keys));
      all.put(to + "v_proj.bias", vector(from + "attn_v.bias", keys));
    }
    if (family.normalisesHeads()) {
      all.put(to + "q_norm.weight", norm(from + "attn_q_norm.weight", shape.headSize()));
      all.put(to + "k_norm.weight", norm(from + "attn_k_norm.weight", shape.headSize()));
    }
  }

  /** The norm before the feed-forward layer has another name where outputs are normalised too. */
  private void addNorms(Map<String, Mapping> all, String to, String from) {
    long hidden = shape.hiddenSize();
    Mapping beforeFeedForward = norm(from + "ffn_norm.weight", hidden);
    all.put(to + "input_layernorm.weight", norm(from + "attn_norm.weight", hidden));
    if (shape.architecture().normalisesOutputs()) {
      all.put(
          to + "post_attention_layernorm.weight",
          norm(from + "post_attention_norm.weight", hidden));
      all.put(to + "pre_feedforward_layernorm.weight", beforeFeedForward);
      all.put(
          to + "post_feedforward_layernorm.weight", norm(from + "post_ffw_norm.weight", hidden));
    } else {
      all.put(to + "post_attention_layernorm.weight", beforeFeedForward);
    }
  }

  private List<String> issues(Map<String, Mapping> mappings) {
    List<String> issues = new ArrayList<>();
    Set<String> used = new HashSet<>();
    for (Mapping mapping : mappings.values()) {
      used.add(mapping.source());
      file.tensor(mapping.source())
          .ifPresentOrElse(
              tensor -> checkTensor(tensor, mapping, issues),
              () -> issues.add(issue(mapping.source(), "missing from the file")));
    }
    if (shape.architecture() == GgufArchitecture.LLAMA) {
      used.add(Llama3RopeFactors.TENSOR); // Read with the shape.
    }
    String reason = "has no place in a model of architecture " + shape.architecture().prefix();
    for (String name : file.tensors().keySet()) {
      if (!used.contains(name)) {
        issues.add(issue(name, reason));
      }
    }
    return issues;
  }

  private void checkTensor(GgufTensor tensor, Mapping mapping, List<String> issues) {
    if (!tensor.shape().equals(mapping.shape())) {
      issues.add(
          issue(
              tensor.name(),
              "found shape %s, expected %s from the metadata"
                  .formatted(tensor.shapeText(), mapping.shape())));
    }
    if (!tensor.type().supported()) {
      issues.add(
          issue(
              tensor.name(),
              "its type %s cannot be read; supported are %s: take or make a file of such a type"
                  .formatted(tensor.type(), GgmlType.supportedNames())));
    }
  }

  private String issue(String tensor, String what) {
    return file.path() + ": tensor " + tensor + ": " + what;
  }

  private static List<String> shortened(List<String> issues) {
    if (issues.size() <= MAX_ISSUES) {
      return issues;
    }
    List<String> first = new ArrayList<>(issues.subList(0, MAX_ISSUES));
    first.add("and " + (issues.size() - MAX_ISSUES) + " more of this kind");
    return first;
  }

  private Mapping rotated(String source, long rows, int heads) {
    int paired = shape.architecture().pairsRotaryRows() ? heads : 0;
    return new Mapping(source, List.of(rows, (long) shape.hiddenSize()), paired, 0);
  }

  private static Mapping matrix(String source, long rows, long columns) {
    return new Mapping(source, List.of(rows, columns), 0, 0);
  }

  private static Mapping vector(String source, long columns) {
    return new Mapping(source, List.of(columns), 0, 0);
  }

  private Mapping norm(String source, long columns) {
    float addend = shape.architecture().normsAddOne() ? -1 : 0;
    return new Mapping(source, List.of(columns), 0, addend);
  }
}
