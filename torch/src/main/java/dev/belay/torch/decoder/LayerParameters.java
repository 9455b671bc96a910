package dev.belay.torch.decoder;

import dev.belay.torch.optim.Parameter;
import java.util.List;

/**
 * The parameters of one decoder layer; shapes as in {@link LayerWeights}.
 *
 * @param inputNorm {@code [H]}
 * @param queryKeyValue {@code [(heads + 2 keyValueHeads) D, H]}
 * @param output {@code [H, heads D]}
 * @param feedForwardNorm {@code [H]}
 * @param gateUp {@code [2I, H]}
 * @param down {@code [H, I]}
 */
record LayerParameters(
    Parameter inputNorm,
    Parameter queryKeyValue,
    Parameter output,
    Parameter feedForwardNorm,
    Parameter gateUp,
    Parameter down) {

  List<Parameter> all() {
    return List.of(inputNorm, queryKeyValue, output, feedForwardNorm, gateUp, down);
  }

  LayerWeights weights() {
    return new LayerWeights(
        inputNorm.value(),
        queryKeyValue.value(),
        output.value(),
        feedForwardNorm.value(),
        gateUp.value(),
        down.value());
  }
}
