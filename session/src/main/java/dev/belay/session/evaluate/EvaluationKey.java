package dev.belay.session.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.hash.Sha256;
import dev.belay.core.json.Json;
import dev.belay.core.run.Provenance;
import dev.belay.session.model.ModelSession;
import dev.belay.torch.kernel.Lanes;
import java.util.Arrays;
import java.util.List;

/**
 * What decides the records of an evaluation, and the SHA-256 by which it is found again. In it go:
 *
 * <ul>
 *   <li>{@code evaluation.json}: the hash of the weights, completions a prompt, size of a batch,
 *       the seed where something is drawn by it, and of each suite its version, kind, judges or
 *       verifier with their versions, attack, answer format, limit, law and longest length of
 *       completions, the hash of what the model reads with the seed of each completion that is
 *       drawn, and that of prompts with references;
 *   <li>what reads and ends completions: hashes of tokenizer and chat template, the ids that end a
 *       turn;
 *   <li>the arithmetic: type, kernel, width of vectors, processor, and the variables by which
 *       libraries choose kernels. The number of threads does not change a bit ({@code
 *       docs/decisions/0010-the-bits-of-a-row.md}) and is not in it;
 *   <li>the code that decodes ({@link CodeFingerprint}).
 * </ul>
 *
 * @param sha256 over the text of {@code decides}
 */
record EvaluationKey(String sha256, ObjectNode decides) {

  /** Rises when something else decides. */
  private static final int FORMAT = 2;

  /** By these libtorch's libraries choose kernels, and fp32 sums come out in other bits. */
  private static final List<String> KERNEL_VARIABLES =
      List.of("OPENBLAS_CORETYPE", "ONEDNN_MAX_CPU_ISA");

  /**
   * The key of an evaluation that a session's engine would make.
   *
   * @param decisive what decides its records beside the engine, as JSON
   */
  static EvaluationKey of(String decisive, ModelSession session) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("format", FORMAT);
    try {
      node.set("evaluation", Json.MAPPER.readTree(decisive));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a manifest is JSON", e);
    }
    node.put("tokenizer_sha256", session.model().tokenizer().sha256());
    node.put("chat_template_sha256", session.prompts().templateHash().orElse(null));
    node.put("end_ids", Arrays.toString(endIds(session)));
    node.put("type", session.type().name());
    node.put("kernel", session.engine().kernel());
    node.put("vector_lanes", Lanes.WIDTH);
    node.put("processor", Provenance.processor());
    node.put("architecture", System.getProperty("os.arch"));
    for (String variable : KERNEL_VARIABLES) {
      node.put(variable, System.getenv().getOrDefault(variable, ""));
    }
    node.put("code_sha256", CodeFingerprint.current());
    return new EvaluationKey(Sha256.of(node.toString()), node);
  }

  private static int[] endIds(ModelSession session) {
    return session.prompts().endIds().stream().mapToInt(Integer::intValue).sorted().toArray();
  }
}
