package dev.belay.core.data;

import dev.belay.core.error.BadInputException;
import dev.belay.jinja.JinjaTemplate;
import dev.belay.jinja.value.JinjaException;
import dev.belay.jinja.value.Limits;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeSet;

/**
 * A template over the columns of a record, as lm-evaluation-harness has them: {@code Question:
 * {{question}}\nAnswer:}. A variable that the record lacks is an error, and a newline at the end
 * stays. Only what people wrote is rendered: values are never read as templates.
 */
public final class TaskTemplate {

  /** No template of a task depends on when it is rendered. */
  private static final Clock NO_TIME = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

  private final String key;
  private final String source;
  private final JinjaTemplate template;

  private TaskTemplate(String key, String source, JinjaTemplate template) {
    this.key = key;
    this.source = source;
    this.template = template;
  }

  /**
   * Reads a template.
   *
   * @param key under which it was given, for messages
   * @throws BadInputException when it is no template
   */
  public static TaskTemplate of(String key, String source) {
    try {
      // One newline at the end is not part of a Jinja template; this one stands in for it.
      return new TaskTemplate(key, source, JinjaTemplate.parse(source + "\n"));
    } catch (JinjaException e) {
      throw new BadInputException(
          "%s: not a template, line %d: %s.".formatted(key, Math.max(1, e.line()), e.problem()), e);
    }
  }

  /** The template as it was given. */
  public String source() {
    return source;
  }

  /**
   * The text for one record.
   *
   * @param where the record, for messages
   * @throws BadInputException when it names a variable that is not there, or the text is blank
   */
  public String render(Map<String, String> variables, Object where) {
    String text;
    try {
      text = template.renderStrictly(variables, Limits.DEFAULT, NO_TIME).text();
    } catch (JinjaException e) {
      throw new BadInputException(
          "%s: %s: %s; there are: %s."
              .formatted(
                  where, key, e.problem(), String.join(", ", new TreeSet<>(variables.keySet()))),
          e);
    }
    if (text.isBlank()) {
      throw new BadInputException("%s: %s gives an empty text.".formatted(where, key));
    }
    return text;
  }
}
