package dev.belay.report.page;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What draws the charts: D3 from its WebJar, and Observable Plot, which no WebJar has. */
final class Libraries {

  static final Asset D3 = Asset.library("d3/7.9.0/dist/d3.min.js");

  /** As it is published; {@code dev/report/plot} compares it with that, or fetches another. */
  static final Asset PLOT = Asset.own("plot.umd.min.js");

  /** What must stand in every copy of them. */
  static final List<Notice> NOTICES =
      List.of(
          new Notice("D3 7.9.0", Asset.library("d3/7.9.0/LICENSE").content()),
          new Notice("Observable Plot 0.6.17", Asset.own("plot.LICENSE.txt").content()));

  /** The class of every chart, as charts.js gives it to Plot. */
  private static final String CHART_CLASS = "plot-chart";

  /** The template of the style that Plot puts into every chart, with the class left open. */
  private static final Pattern STYLE_TEMPLATE =
      Pattern.compile("`(:where\\(\\.\\$\\{\\w+\\}\\) \\{[^`]*)`");

  private Libraries() {}

  /** A library and its licence. */
  record Notice(String library, String text) {}

  /**
   * The style element of every chart, word for word, so that the policy can allow it by its hash;
   * taken from Plot itself, so that a new version of it needs no change here.
   */
  static Asset plotStyle() {
    Matcher template = STYLE_TEMPLATE.matcher(PLOT.content());
    if (!template.find()) {
      throw new IllegalStateException("Plot's style was not found; look how plot() writes it");
    }
    return new Asset(
        template.group(1).replaceAll("\\$\\{\\w+\\}", CHART_CLASS).replace("\\n", "\n"));
  }
}
