package dev.belay.verify.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import dev.belay.core.error.BadInputException;
import dev.belay.core.json.JsonErrors;
import dev.belay.core.model.Answer;
import java.util.List;
import java.util.Optional;

/**
 * One JSON value that a JSON Schema accepts, and nothing round it. Names given twice, nesting
 * deeper than {@value #DEEPEST}, numbers of more than {@value #LONGEST_NUMBER} digits and those
 * that {@link NumberRange} does not hold are refused.
 */
public final class JsonSchemaFormat implements FormatVerifier {

  private static final int DEEPEST = 100;
  private static final int LONGEST_NUMBER = 300;

  private static final ObjectReader READER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxNumberLength(LONGEST_NUMBER)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .build()
          .reader()
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private final Schema schema;

  /**
   * A form.
   *
   * @param schema draft 4, 6, 7, 2019-09 or 2020-12, as its {@code $schema} says; 2020-12 without
   * @throws BadInputException when it is no schema
   */
  public JsonSchemaFormat(JsonNode schema) {
    this.schema = Schemas.compile(schema);
  }

  @Override
  public String name() {
    return "json_schema";
  }

  @Override
  public Optional<String> fault(Answer answer) {
    JsonNode value;
    try {
      value = READER.readTree(answer.text().strip());
    } catch (JsonProcessingException e) {
      return Optional.of("no JSON: " + JsonErrors.words(e));
    }
    if (value == null || value.isMissingNode()) {
      return Optional.of("no JSON: nothing was said");
    }
    Optional<String> outside = NumberRange.outside(value);
    if (outside.isPresent()) {
      return Optional.of("the number " + outside.get() + " is beyond what is judged");
    }
    try {
      List<Error> errors = Schemas.validate(schema, value);
      return errors.stream().findFirst().map(JsonSchemaFormat::words);
    } catch (BoundedContext.TooManyStepsException e) {
      // No error, which is left out of the baseline: a policy could hide there.
      return Optional.ofNullable(e.getMessage());
    }
  }

  private static String words(Error error) {
    String place = String.valueOf(error.getInstanceLocation());
    return FormatVerifier.shortened(place.isEmpty() ? "the whole" : place)
        + ": "
        + error.getMessage();
  }

  @Override
  public Answer dressed(Answer answer) {
    return answer;
  }
}
