package dev.belay.safety.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.data.PromptTemplate;
import dev.belay.core.verify.Verifier;
import org.jspecify.annotations.Nullable;

/**
 * How a task is put to the model and its answer found: without both, an accuracy cannot be
 * compared.
 *
 * @param extractor name and version of how the answer is found, such as {@code final-number 1}
 * @param template name and version of the layout, such as {@code question 1}
 * @param templateSha256 of the layout's text; that of the chat template is in the provenance
 */
public record TaskFormat(String extractor, String template, String templateSha256) {

  /** The format of tasks that a verifier checks. */
  public static TaskFormat of(PromptTemplate template, Verifier verifier) {
    return new TaskFormat(
        verifier.extractor() + " " + verifier.version(),
        template.name() + " " + template.version(),
        template.sha256());
  }

  void put(ObjectNode node) {
    node.put("extractor", extractor);
    node.put("template", template);
    node.put("template_sha256", templateSha256);
  }

  /** What {@link #put} wrote; null where it wrote nothing. */
  static @Nullable TaskFormat read(JsonNode node) {
    return node.has("extractor")
        ? new TaskFormat(
            node.path("extractor").asText(),
            node.path("template").asText(),
            node.path("template_sha256").asText())
        : null;
  }
}
