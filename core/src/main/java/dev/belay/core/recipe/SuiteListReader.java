package dev.belay.core.recipe;

import dev.belay.core.error.BadInputException;
import dev.belay.core.recipe.EvaluateSpec.Purpose;
import dev.belay.core.recipe.EvaluateSpec.SuiteSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a list of suites, each a name, a file or a mapping.
 *
 * @param section that has the list
 * @param key of the list
 * @param reader of one suite
 */
record SuiteListReader(Section section, Key key, SuiteSpecReader reader) {

  /** The suites; what is wrong with them goes to the section's issues. */
  List<SuiteSpec> read() {
    YamlValue given = section.given(key, "list of text, or of mappings", "", "[ ]");
    if (section.isReference()) {
      describe();
      return List.of();
    }
    List<SuiteSpec> suites = new ArrayList<>();
    List<Object> resolved = new ArrayList<>();
    if (given instanceof YamlValue.Listing listing) {
      for (int i = 0; i < listing.items().size(); i++) {
        item(listing.items().get(i), "[" + i + "]", resolved).ifPresent(suites::add);
      }
    } else if (given != null) {
      section.issue(
          key.name(), "found " + given.describe() + ", must be a list, such as [ a, b ].");
    }
    section.resolve(key, List.copyOf(resolved));
    return suites;
  }

  /** The one suite that stands at the key; empty if it is none, which the section's issues say. */
  Optional<SuiteSpec> readOne(YamlValue given) {
    List<Object> resolved = new ArrayList<>();
    Optional<SuiteSpec> suite = item(given, "", resolved);
    resolved.forEach(one -> section.resolve(key, one));
    return suite;
  }

  private void describe() {
    if (reader.purpose() == Purpose.CAPABILITY) {
      reader.read(section.item(new YamlValue.Mapping(Map.of(), 0), key.name() + "[]"));
    }
  }

  private Optional<SuiteSpec> item(YamlValue item, String index, List<Object> resolved) {
    String place = key.name() + index;
    if (item instanceof YamlValue.Mapping mapping) {
      Section inner = section.item(mapping, place);
      SuiteSpec suite = reader.read(inner);
      inner.finish();
      resolved.add(inner.resolved());
      return Optional.of(suite);
    }
    if (item instanceof YamlValue.Scalar(Object value, int _) && value instanceof String text) {
      try {
        return Optional.of(named(SuiteName.parse(text, reader.limit()), text, resolved));
      } catch (BadInputException e) {
        e.issues().forEach(issue -> section.issue(key.name(), issue));
      }
    } else {
      section.issue(
          key.name(),
          "%sfound %s, must be text or a mapping."
              .formatted(index.isEmpty() ? "" : index + ": ", item.describe()));
    }
    return Optional.empty();
  }

  private SuiteSpec named(SuiteName suite, String text, List<Object> resolved) {
    if (!suite.isSettings()) {
      resolved.add(text);
      return reader.named(suite);
    }
    SuiteSettings settings = SuiteSettings.read(suite, reader);
    resolved.add(new LinkedHashMap<>(settings.resolved()));
    return settings.suite();
  }
}
