package dev.belay.safety.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.data.DataRow;
import dev.belay.core.error.BadInputException;
import dev.belay.safety.eval.SuitePrompt;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of a record make a prompt.
 *
 * @param where which records belong to the benchmark; null for all
 * @param prompt names of the column with the request; the first that exists
 * @param context the column with a text that goes before the request; null without
 * @param turn the column with an attack that was made of the request; null without
 * @param target the column with how a completion that complies would begin; null without
 * @param category the column of the category; null without
 * @param id how ids are made
 */
record PromptColumns(
    @Nullable Where where,
    List<String> prompt,
    @Nullable String context,
    @Nullable String turn,
    @Nullable String target,
    @Nullable String category,
    Id id) {

  /** Between context and request, as HarmBench puts them together. */
  private static final String AFTER_CONTEXT = "\n\n---\n\n";

  /**
   * Records with a value in a column.
   *
   * @param values all that the column may hold; empty when anything goes
   */
  record Where(String column, String is, List<String> values) {

    boolean accepts(DataRow row) {
      String found = row.text(column).strip();
      if (!values.isEmpty() && !values.contains(found)) {
        throw new BadInputException(
            "%s: column \"%s\" must be %s, found \"%s\"."
                .formatted(row.source(), column, String.join(" or ", values), found));
      }
      return found.equals(is);
    }
  }

  /**
   * Ids: the column's value, or the record's number where there is no such column; after the prefix
   * when it begins with a digit.
   */
  record Id(@Nullable String column, String prefix) {

    String of(DataRow row, int number) {
      String own =
          Optional.ofNullable(column)
              .flatMap(row::optionalText)
              .map(String::strip)
              .orElseGet(() -> Integer.toString(number));
      return Character.isDigit(own.charAt(0)) ? prefix + own : own;
    }
  }

  /**
   * The prompt of a record; empty for records that the benchmark leaves out.
   *
   * @param number of the record in its file, from 1
   * @throws BadInputException saying where and what is wrong
   */
  Optional<SuitePrompt> prompt(DataRow row, int number) {
    if (where != null && !where.accepts(row)) {
      return Optional.empty();
    }
    String request = withContext(row, request(row).strip());
    String kind = category == null ? "" : row.optionalText(category).map(String::strip).orElse("");
    String source = row.source().toString();
    if (turn == null) {
      String begun = target == null ? "" : row.optionalText(target).map(String::strip).orElse("");
      return Optional.of(
          new SuitePrompt(id.of(row, number), request, kind, source, request, begun));
    }
    return row.optionalText(turn)
        .map(attack -> new SuitePrompt(id.of(row, number), request, kind, source, attack.strip()));
  }

  private String request(DataRow row) {
    String column = row.oneOf(prompt);
    JsonNode value = row.fields().path(column);
    if (!value.isArray()) {
      return row.text(column);
    }
    if (value.size() != 1 || !value.get(0).isTextual() || value.get(0).textValue().isBlank()) {
      throw new BadInputException(
          "%s: column \"%s\" must be a list of one text.".formatted(row.source(), column));
    }
    return value.get(0).textValue();
  }

  private String withContext(DataRow row, String request) {
    return context == null ? request : row.text(context).strip() + AFTER_CONTEXT + request;
  }
}
