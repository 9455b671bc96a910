package dev.belay.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts a page together: one file with its styles, scripts and data inside, and nothing outside. */
public final class Document {

  private static final List<Asset> LIBRARIES = List.of(Libraries.D3, Libraries.PLOT);

  private static final List<Asset> SCRIPTS =
      List.of(
          Asset.own("text.js"),
          Asset.own("charts.js"),
          Asset.own("plane.js"),
          Asset.own("samples.js"),
          Asset.own("report.js"));

  private static final Asset STYLE = Asset.own("report.css");

  private Document() {}

  /** The whole file. */
  public static String of(String title, Page body) {
    Html html = new Html();
    html.open("html", "lang", "en").line().open("head").line();
    html.empty("meta", "charset", "utf-8").line();
    html.empty("meta", "http-equiv", "Content-Security-Policy", "content", policy()).line();
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1").line();
    html.empty("meta", "name", "color-scheme", "content", "light dark").line();
    html.empty("meta", "name", "referrer", "content", "no-referrer").line();
    html.empty("link", "rel", "icon", "href", "data:,").line();
    html.element("title", title + " – Belay report").line();
    html.raw("style", STYLE.content()).line().close().line();
    html.open("body").line();
    html.element("a", "To the verdict", "href", "#verdict", "class", "skip");
    html.open("header").element("h1", title);
    html.element(
        "p", "Belay report: what training did to capability and to safety", "class", "sub");
    contents(html, body);
    html.close().line();
    html.open("main").line();
    html.element(
        "noscript",
        "Charts and samples need scripts, which are switched off. Every number stands in the"
            + " tables.");
    html.verbatim(body.html()).close().line();
    notices(html);
    data(html, body);
    scripts(html);
    return "<!doctype html>\n" + html.close().line().close().line().page();
  }

  private static void contents(Html html, Page body) {
    html.open("nav", "aria-label", "Contents").open("ul");
    for (Map.Entry<String, String> entry : body.contents()) {
      html.open("li").element("a", entry.getValue(), "href", "#" + entry.getKey()).close();
    }
    html.close().close();
  }

  private static void notices(Html html) {
    html.open("footer").open("details");
    html.element("summary", "Made by Belay; charts by Observable Plot and D3");
    for (Libraries.Notice notice : Libraries.NOTICES) {
      html.element("p", notice.library() + ". " + notice.text(), "class", "note");
    }
    html.close().close().line();
  }

  private static void data(Html html, Page body) {
    json(html, "charts", body.charts());
    List<JsonNode> data = body.data();
    for (int i = 0; i < data.size(); i++) {
      json(html, "data-" + i, data.get(i));
    }
  }

  private static void json(Html html, String id, JsonNode node) {
    html.raw("script", JsonInHtml.of(node), "type", "application/json", "id", id).line();
  }

  private static void scripts(Html html) {
    LIBRARIES.forEach(script -> html.raw("script", script.content()).line());
    SCRIPTS.forEach(script -> html.raw("script", script.content()).line());
  }

  private static String policy() {
    List<Asset> scripts = new ArrayList<>(LIBRARIES);
    scripts.addAll(SCRIPTS);
    return ContentPolicy.of(scripts, List.of(STYLE, Libraries.plotStyle()));
  }
}
