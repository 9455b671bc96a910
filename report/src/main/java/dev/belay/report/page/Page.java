package dev.belay.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.belay.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What sections write into: the body's HTML, and the data that the page's scripts draw. */
public final class Page {

  private final List<String> names;
  private final Html html = new Html();
  private final List<ObjectNode> charts = new ArrayList<>();
  private final List<JsonNode> data = new ArrayList<>();
  private final List<Map.Entry<String, String>> contents = new ArrayList<>();

  /**
   * An empty page.
   *
   * @param names of models in the order of their colours, which are the same in every chart
   */
  public Page(List<String> names) {
    this.names = List.copyOf(names);
  }

  /** The body. */
  public Html html() {
    return html;
  }

  /** Begins a section, which the contents list. */
  public Html section(String id, String title) {
    contents.add(Map.entry(id, title));
    html.line().open("section", "id", id, "aria-labelledby", id + "-title");
    return html.element("h2", title, "id", id + "-title");
  }

  /**
   * A place for a chart, which a script fills. Whoever cannot see it reads the description, and the
   * numbers in the table that must follow.
   *
   * @param type what the script knows to draw
   * @param description what is to be seen, in a sentence or two
   * @param content a record or a map that becomes the chart's JSON
   */
  public void chart(String type, String description, Object content) {
    ObjectNode node = Json.MAPPER.valueToTree(content);
    node.put("type", type);
    String id = "chart-" + charts.size();
    charts.add(node);
    html.open("figure", "class", "chart");
    html.open("div", "id", id, "class", "plot", "role", "img", "aria-label", description).close();
    html.element("figcaption", description).close().line();
  }

  /** A table that is folded away beside its chart. */
  public void numbers(String caption, List<String> header, List<List<String>> rows) {
    html.open("details", "class", "numbers").element("summary", "The numbers: " + caption);
    html.table(caption, header, rows).close().line();
  }

  /** Data of its own, read by a script when it is wanted; the id of its element. */
  public String data(JsonNode node) {
    data.add(node);
    return "data-" + (data.size() - 1);
  }

  /** Ids and titles of the sections so far. */
  List<Map.Entry<String, String>> contents() {
    return List.copyOf(contents);
  }

  /** All charts, and the names that have colours. */
  JsonNode charts() {
    ObjectNode node = Json.MAPPER.createObjectNode();
    names.forEach(node.putArray("names")::add);
    node.putArray("charts").addAll(charts);
    return node;
  }

  /** The data, in the order of their ids. */
  List<JsonNode> data() {
    return List.copyOf(data);
  }
}
