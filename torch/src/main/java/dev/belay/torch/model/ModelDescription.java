package dev.belay.torch.model;

import dev.belay.torch.format.ElementType;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/**
 * What a model directory holds, for people and for provenance.
 *
 * @param family {@code model_type}, such as {@code llama}
 * @param config the model's shape
 * @param parameters number of parameters, tied weights counted once
 * @param types types of the weights, most often one
 * @param eosTokenIds ids that end a completion
 * @param hasChatTemplate whether messages can be turned into a prompt
 * @param hasTokenizer whether there is a {@code tokenizer.json}
 * @param weightBytes size of the weight files
 * @param weightsSha256 SHA-256 of {@code model.safetensors}; of shards, that of the lines {@code
 *     SHA256␣␣NAME} that {@code sha256sum} prints for them in order of name
 */
public record ModelDescription(
    String family,
    DecoderConfig config,
    long parameters,
    List<ElementType> types,
    SequencedSet<Integer> eosTokenIds,
    boolean hasChatTemplate,
    boolean hasTokenizer,
    long weightBytes,
    String weightsSha256) {

  public ModelDescription {
    types = List.copyOf(types);
    eosTokenIds = Collections.unmodifiableSequencedSet(new LinkedHashSet<>(eosTokenIds));
  }
}
