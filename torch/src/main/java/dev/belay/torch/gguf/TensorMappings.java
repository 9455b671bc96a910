package dev.belay.torch.gguf;

import dev.belay.core.error.BadInputException;
import dev.belay.torch.model.DecoderConfig;
import dev.belay.torch.model.LayerWeightShapes;
import dev.belay.torch.model.WeightShape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which GGUF tensor becomes which Hugging Face tensor, and in what order of rows. */
final class TensorMappings {

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
  private final DecoderConfig config;
  private final GgufFamily family;

  TensorMappings(GgufFile file, DecoderConfig config) {
    this.file = file;
    this.config = config;
    this.family = GgufFamily.of(config.family());
  }

  /**
   * The mappings by Hugging Face name: one for each weight that the architecture demands.
   *
   * @throws BadInputException if a tensor is missing, of another shape, of a type that cannot be
   *     read, or has no place in the model
   */
  Map<String, Mapping> mappings() {
    long needed = (long) config.layers() * new LayerWeightShapes(config, 0).all().size();
    if (needed > file.tensors().size()) {
      throw new BadInputException(
          "%s: %s: %d layers need %d tensors, the file has %d"
              .formatted(
                  file.path(),
                  family.key("block_count"),
                  config.layers(),
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
    TensorNames names = new TensorNames(config.family());
    Map<String, Mapping> all = new LinkedHashMap<>();
    for (WeightShape weight : WeightShape.all(config)) {
      String name = weight.name();
      all.put(
          name,
          new Mapping(
              names.of(name),
              weight.shape(),
              rotaryHeads(name),
              name.endsWith("norm.weight") ? family.normAddend() : 0));
    }
    return all;
  }

  private int rotaryHeads(String name) {
    if (!family.pairsRotaryRows()) {
      return 0;
    }
    if (name.endsWith("q_proj.weight")) {
      return config.attentionHeads();
    }
    return name.endsWith("k_proj.weight") ? config.keyValueHeads() : 0;
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
    used.addAll(GgufRope.tensors(family)); // Read with the shape.
    String reason = "has no place in a model of architecture " + family.prefix();
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
}
