package dev.belay.core.drift.vectors;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A formula that a file of vectors can ask for.
 *
 * @param id as in the file
 * @param section of the drift specification, such as "3 B6"
 * @param inputs what a case must give
 * @param outputs names of what it computes
 * @param compute from inputs to outputs, each a Double or a double[]; refuses with {@link
 *     IllegalArgumentException}
 */
record VectorFormula(
    String id,
    String section,
    List<Field> inputs,
    List<String> outputs,
    Function<Inputs, Map<String, Object>> compute) {

  /** Computes from values that have the declared types. */
  Map<String, Object> of(Map<String, Object> values) {
    return compute.apply(new Inputs(values, section));
  }
}
