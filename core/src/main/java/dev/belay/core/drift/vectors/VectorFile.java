package dev.belay.core.drift.vectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.belay.core.error.BadInputException;
import dev.belay.core.error.DidYouMean;
import dev.belay.core.error.IssueList;
import dev.belay.core.json.JsonErrors;
import dev.belay.core.text.TextFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a file of vectors: {@code {"formulas": [{"id": …, "cases": [{"in": {…}, "out": {…}} or
 * {"in": {…}, "error": "OUT_OF_RANGE"}]}]}}. {@code meta.compare} may state the tolerance.
 *
 * @param tolerance of every case
 * @param formulas in the file's order
 */
public record VectorFile(Tolerance tolerance, List<CasesOfFormula> formulas) {

  /** A formula with its cases. */
  record CasesOfFormula(VectorFormula formula, List<VectorCase> cases) {}

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  public VectorFile {
    formulas = List.copyOf(formulas);
  }

  /**
   * Reads and checks the whole file.
   *
   * @throws BadInputException with everything that is wrong, each with its place
   */
  public static VectorFile read(Path file) {
    return parse(TextFile.read(file), file.toString());
  }

  /** The same from text; {@code source} is what errors call it. */
  static VectorFile parse(String text, String source) {
    JsonNode root;
    try {
      root = MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new BadInputException(
          "%s:%d: not valid JSON: %s."
              .formatted(
                  source,
                  e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                  JsonErrors.words(e)),
          e);
    }
    JsonNode formulas = root.path("formulas");
    if (!formulas.isArray() || formulas.isEmpty()) {
      throw new BadInputException(
          source + ": has no list \"formulas\" with at least one formula. Is it a vectors file?");
    }
    Reader reader = new Reader(source);
    List<CasesOfFormula> read = new ArrayList<>();
    for (int i = 0; i < formulas.size(); i++) {
      reader.formula(formulas.get(i), i, read);
    }
    reader.issues.throwIfAny();
    return new VectorFile(Tolerance.stated(root.path("meta").path("compare").asText("")), read);
  }

  /** Collects what is wrong while it reads. */
  private static final class Reader {
    private final String source;
    private final IssueList issues = new IssueList();
    private final Set<String> seen = new HashSet<>();

    Reader(String source) {
      this.source = source;
    }

    void formula(JsonNode node, int index, List<CasesOfFormula> into) {
      String place = "formulas[" + index + "]";
      JsonNode name = node.path("id");
      if (!name.isTextual()) {
        issue(place + ".id", "must be the id of a formula, was " + found(name) + ".");
        return;
      }
      String id = name.textValue();
      Map<String, VectorFormula> known = VectorFormulas.byId();
      VectorFormula formula = known.get(id);
      if (formula == null) {
        issue(
            place + ".id",
            "unknown formula \"%s\".%s Known: %s."
                .formatted(
                    id, DidYouMean.hint(id, known.keySet()), String.join(", ", known.keySet())));
        return;
      }
      if (!seen.add(id)) {
        issue(place + ".id", "formula \"" + id + "\" stands there twice.");
        return;
      }
      JsonNode cases = node.path("cases");
      if (!cases.isArray() || cases.isEmpty()) {
        issue(place + " (" + id + ")", "needs a list \"cases\" with at least one case.");
        return;
      }
      List<VectorCase> read = new ArrayList<>();
      for (int i = 0; i < cases.size(); i++) {
        CaseReader reader =
            new CaseReader(formula, "%s (%s).cases[%d]".formatted(place, id, i), this::issue);
        reader.read(cases.get(i), i).ifPresent(read::add);
      }
      into.add(new CasesOfFormula(formula, read));
    }

    private void issue(String place, String what) {
      issues.add(place, source + ": " + place + ": " + what);
    }
  }

  /** A short name for what was found. */
  static String found(JsonNode node) {
    if (node.isMissingNode()) {
      return "missing";
    }
    String text = node.toString();
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }
}
