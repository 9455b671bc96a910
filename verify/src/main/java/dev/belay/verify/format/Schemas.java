package dev.belay.verify.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.google.re2j.Pattern;
import com.networknt.schema.Error;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.regex.RegularExpression;
import dev.belay.core.error.BadInputException;
import dev.belay.core.error.DidYouMean;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compiles JSON Schemas: nothing is fetched, patterns go to an engine whose time is bounded, and
 * what a schema says and nobody would look at is an error.
 */
final class Schemas {

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder ->
              builder
                  .schemaCacheEnabled(false)
                  .schemaRegistryConfig(
                      SchemaRegistryConfig.builder()
                          .regularExpressionFactory(Schemas::expression)
                          .formatAssertionsEnabled(false)
                          .failFast(true)
                          .build()));

  /** The keywords of all drafts that take a place of their own. */
  private static final Set<String> KEYWORDS =
      new LinkedHashSet<>(
          List.of(
              "type",
              "enum",
              "const",
              "multipleOf",
              "maximum",
              "exclusiveMaximum",
              "minimum",
              "exclusiveMinimum",
              "maxLength",
              "minLength",
              "pattern",
              "maxItems",
              "minItems",
              "uniqueItems",
              "maxContains",
              "minContains",
              "maxProperties",
              "minProperties",
              "required",
              "dependentRequired",
              "allOf",
              "anyOf",
              "oneOf",
              "not",
              "if",
              "then",
              "else",
              "dependentSchemas",
              "prefixItems",
              "items",
              "contains",
              "properties",
              "patternProperties",
              "additionalProperties",
              "propertyNames",
              "unevaluatedItems",
              "unevaluatedProperties",
              "additionalItems",
              "dependencies",
              "definitions",
              "id",
              "title",
              "description",
              "default",
              "examples",
              "deprecated",
              "readOnly",
              "writeOnly",
              "format",
              "contentEncoding",
              "contentMediaType",
              "contentSchema"));

  private Schemas() {}

  private static RegularExpression expression(String pattern) {
    Pattern compiled = PatternFormat.compile(pattern, 0);
    return text -> compiled.matcher(text).find();
  }

  static Schema compile(JsonNode node) {
    if (!node.isObject() && !node.isBoolean()) {
      throw new BadInputException(
          "found the JSON schema %s, must be an object, such as { type: object, required: [ answer ] }."
              .formatted(FormatVerifier.shortened(node.toString())));
    }
    SchemaNumbers.require(node);
    requireKnown(node);
    try {
      requireSchema(node);
      Schema schema = REGISTRY.getSchema(node);
      schema.initializeValidators();
      List<Error> _ = validate(schema, NullNode.getInstance()); // A reference to itself runs away.
      return schema;
    } catch (SchemaException e) {
      if (e.getCause() instanceof BadInputException bad) {
        throw bad;
      }
      throw new BadInputException("the JSON schema cannot be used: %s.".formatted(message(e)), e);
    } catch (BoundedContext.TooManyStepsException e) {
      throw new BadInputException("the JSON schema cannot be used: " + e.getMessage() + ".", e);
    } catch (StackOverflowError e) {
      throw new BadInputException("the JSON schema refers to itself without an end.", e);
    }
  }

  /**
   * What a schema has against a value.
   *
   * @throws BoundedContext.TooManyStepsException when that cannot be told in bounded work
   */
  static List<Error> validate(Schema schema, JsonNode value) {
    return schema.validate(new BoundedContext(schema), value, OutputFormat.DEFAULT);
  }

  private static String message(SchemaException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("FileNotFoundException")
        ? "it refers to "
            + message.substring(message.indexOf(':') + 1).strip()
            + ", and nothing is fetched; put it into $defs"
        : message;
  }

  /** By the schema of schemas of its own draft. */
  private static void requireSchema(JsonNode node) {
    String dialect =
        Optional.ofNullable(node.get("$schema"))
            .map(JsonNode::asText)
            .orElse(SpecificationVersion.DRAFT_2020_12.getDialectId());
    List<Error> errors = REGISTRY.getSchema(SchemaLocation.of(dialect)).validate(node);
    if (!errors.isEmpty()) {
      Error first = errors.getFirst();
      throw new BadInputException(
          "the JSON schema is none: %s: %s."
              .formatted(first.getInstanceLocation(), first.getMessage()));
    }
  }

  /** A misspelt keyword would ask for nothing. */
  private static void requireKnown(JsonNode node) {
    if (!node.isObject()) {
      return;
    }
    node.propertyStream()
        .map(entry -> entry.getKey())
        .filter(key -> !KEYWORDS.contains(key) && !key.startsWith("$") && !key.startsWith("x-"))
        .findFirst()
        .ifPresent(
            key -> {
              throw new BadInputException(
                  "the JSON schema has \"%s\", which is no keyword.%s Names that begin with x- are left to you."
                      .formatted(FormatVerifier.shortened(key), DidYouMean.hint(key, KEYWORDS)));
            });
    for (String inner : List.of("properties", "patternProperties", "$defs", "definitions")) {
      node.path(inner).forEach(Schemas::requireKnown);
    }
    for (String inner : List.of("items", "additionalProperties", "not", "contains")) {
      requireKnown(node.path(inner));
    }
  }
}
