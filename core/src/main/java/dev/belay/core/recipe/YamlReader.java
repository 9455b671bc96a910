package dev.belay.core.recipe;

import dev.belay.core.error.BadInputException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.constructor.BaseConstructor;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Parses YAML 1.2 into {@link YamlValue}s. Aliases are refused: they can grow without bound. */
public final class YamlReader {

  private YamlReader() {}

  /**
   * Parses a document.
   *
   * @param file its name in messages
   * @throws BadInputException with the line, when it is not valid
   */
  public static YamlValue read(String yaml, String file) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setMaxAliasesForCollections(0)
            .setAllowDuplicateKeys(false)
            .build();
    try {
      return convert(composed(yaml, settings, file), new Scalars(settings), file);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      throw new BadInputException(
          file + ":" + line + ": not valid YAML: " + e.getProblem() + ".", e);
    } catch (StackOverflowError e) {
      throw new BadInputException(file + ": not valid YAML here: it is nested too deeply.", e);
    } catch (YamlEngineException e) {
      throw new BadInputException(file + ": not valid YAML: " + e.getMessage(), e);
    }
  }

  private static Node composed(String yaml, LoadSettings settings, String file) {
    try {
      return new Compose(settings)
          .composeReader(new StringReader(yaml))
          .orElseThrow(() -> new BadInputException(file + ": the file is empty."));
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      // The library lets some through: of texts that end too early, and of numbers in escapes.
      throw new BadInputException(
          file + ": not valid YAML: a text in it is not closed, or one of its escapes is none.", e);
    }
  }

  private static YamlValue convert(Node node, Scalars scalars, String file) {
    int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    return switch (node) {
      case MappingNode mapping -> new YamlValue.Mapping(entries(mapping, scalars, file), line);
      case SequenceNode sequence -> {
        List<YamlValue> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
          items.add(convert(item, scalars, file));
        }
        yield new YamlValue.Listing(List.copyOf(items), line);
      }
      case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> new YamlValue.Nothing(line);
      case ScalarNode scalar -> new YamlValue.Scalar(scalars.value(scalar, file, line), line);
      default ->
          throw new BadInputException(file + ":" + line + ": YAML aliases are not supported here.");
    };
  }

  private static Map<String, YamlValue> entries(MappingNode mapping, Scalars scalars, String file) {
    Map<String, YamlValue> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      int line = tuple.getKeyNode().getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw new BadInputException(file + ":" + line + ": a key must be plain text.");
      }
      if (entries.put(key.getValue(), convert(tuple.getValueNode(), scalars, file)) != null) {
        throw new BadInputException(
            file + ":" + line + ": " + key.getValue() + ": given twice; keep one of them.");
      }
    }
    return entries;
  }

  /** Scalars by the schema's own rules (numbers, truth values, text). */
  private static final class Scalars extends BaseConstructor {
    Scalars(LoadSettings settings) {
      super(settings);
      tagConstructors.putAll(settings.getSchema().getSchemaTagConstructors());
    }

    Object value(ScalarNode node, String file, int line) {
      ConstructNode constructor = tagConstructors.get(node.getTag());
      try {
        Object value = constructor == null ? node.getValue() : constructor.construct(node);
        return value == null ? node.getValue() : value;
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw new BadInputException(
            "%s:%d: not valid YAML: found '%s', which is not what its tag %s says."
                .formatted(file, line, node.getValue(), node.getTag()),
            e);
      }
    }
  }
}
