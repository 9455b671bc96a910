package dev.belay.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.belay.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What tests read out of a page. */
final class PageReader {

  private static final Pattern SCRIPT =
      Pattern.compile("<script([^>]*)>(.*?)</script>", Pattern.DOTALL);
  private static final Pattern STYLE = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL);

  private final String page;

  PageReader(String page) {
    this.page = page;
  }

  /** Contents of the scripts that run. */
  List<String> scripts() {
    List<String> scripts = new ArrayList<>();
    for (Matcher script = SCRIPT.matcher(page); script.find(); ) {
      if (!script.group(1).contains("application/json")) {
        scripts.add(script.group(2));
      }
    }
    return scripts;
  }

  List<String> styles() {
    List<String> styles = new ArrayList<>();
    for (Matcher style = STYLE.matcher(page); style.find(); ) {
      styles.add(style.group(1));
    }
    return styles;
  }

  /** The data of an element. */
  JsonNode data(String id) throws JsonProcessingException {
    for (Matcher script = SCRIPT.matcher(page); script.find(); ) {
      if (script.group(1).contains("id=\"" + id + "\"")) {
        return Json.MAPPER.readTree(script.group(2));
      }
    }
    throw new AssertionError("no data " + id);
  }

  /** The samples of a model, by its number. */
  JsonNode samples(int model) throws JsonProcessingException {
    Matcher index = Pattern.compile("data-index=\"([\\w-]+)\"").matcher(page);
    assertThat(index.find()).isTrue();
    return data(data(index.group(1)).get(model).path("data").asText());
  }

  /** The page without scripts and styles: what a reader without scripts gets. */
  String markup() {
    return STYLE.matcher(SCRIPT.matcher(page).replaceAll("")).replaceAll("");
  }

  String policy() {
    Matcher policy =
        Pattern.compile("http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\"")
            .matcher(page);
    assertThat(policy.find()).isTrue();
    return policy.group(1);
  }
}
