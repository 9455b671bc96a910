package dev.belay.core.plot;

import java.util.ArrayList;
import java.util.List;

/**
 * Draws a {@link LineChart}. Colours are of middle lightness on no ground, so that a page of any
 * theme can show the chart; series differ in dash and mark too, for eyes and printers that do not
 * tell the colours apart.
 */
final class ChartDrawing {

  private static final int WIDTH = 720;
  private static final int PLOT_HEIGHT = 300;
  private static final int LEFT = 76;
  private static final int RIGHT = 18;
  private static final int BELOW = 52;
  private static final int ROW = 20;
  private static final int SWATCH = 30;
  private static final double LETTER = 7.2;
  private static final String INK = "#7a7a7a";
  private static final List<String> COLOURS =
      List.of("#2f81d6", "#dd7a24", "#2e9d72", "#b05fc4", "#d8505a", "#8d7a3a");

  private final LineChart chart;
  private final List<List<Integer>> legend;
  private final Scaling x;
  private final Scaling y;
  private final int top;
  private final SvgText svg = new SvgText();

  ChartDrawing(LineChart chart) {
    this.chart = chart;
    this.legend = legendRows();
    this.top = 34 + ROW * legend.size() + 8;
    this.x = new Scaling(chart.x().scale(), chart.rangeOfX(), LEFT, WIDTH - RIGHT);
    this.y = new Scaling(chart.y().scale(), chart.rangeOfY(), top + PLOT_HEIGHT, top);
  }

  String svg() {
    int height = top + PLOT_HEIGHT + BELOW;
    svg.line(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" width=\"{}\" height=\"{}\""
            + " role=\"img\" font-family=\"system-ui, 'DejaVu Sans', sans-serif\""
            + " font-size=\"13\" fill=\"{}\">",
        WIDTH,
        height,
        WIDTH,
        height,
        INK);
    svg.element("title", "", chart.title());
    svg.element("text", "x=\"12\" y=\"22\" font-size=\"16\" font-weight=\"600\"", chart.title());
    drawLegend();
    drawAxes();
    drawSeries();
    svg.line("</svg>");
    return svg.toString();
  }

  private List<List<Integer>> legendRows() {
    List<List<Integer>> rows = new ArrayList<>();
    double used = WIDTH;
    for (int i = 0; i < chart.series().size(); i++) {
      if (chart.series().get(i).name().isEmpty()) {
        continue;
      }
      double wide = legendWidth(i);
      if (used + wide > WIDTH - RIGHT) {
        rows.add(new ArrayList<>());
        used = LEFT;
      }
      rows.getLast().add(i);
      used += wide;
    }
    return rows;
  }

  private double legendWidth(int index) {
    return SWATCH + 24 + LETTER * chart.series().get(index).name().length();
  }

  private void drawLegend() {
    for (int row = 0; row < legend.size(); row++) {
      double at = LEFT;
      double middle = 42 + ROW * row;
      for (int index : legend.get(row)) {
        Series series = chart.series().get(index);
        if (series.joined()) {
          svg.line(
              "<path d=\"M{} {}h{}\" {}/>",
              SvgText.number(at),
              SvgText.number(middle),
              SWATCH - 6,
              stroke(index));
        }
        if (series.marked()) {
          drawMark(index, at + (SWATCH - 6) / 2.0, middle);
        }
        svg.element("text", place(at + SWATCH, middle + 4.5), series.name());
        at += legendWidth(index);
      }
    }
  }

  private void drawAxes() {
    double bottom = top + PLOT_HEIGHT;
    double right = WIDTH - RIGHT;
    for (double tick : Ticks.of(chart.x().scale(), x.range())) {
      String at = SvgText.number(x.place(tick));
      svg.line(
          "<path d=\"M{} {}V{}\" stroke=\"{}\" stroke-opacity=\".22\"/>",
          at,
          top,
          SvgText.number(bottom),
          INK);
      svg.element(
          "text", place(x.place(tick), bottom + 19) + " text-anchor=\"middle\"", Ticks.label(tick));
    }
    for (double tick : Ticks.of(chart.y().scale(), y.range())) {
      String at = SvgText.number(y.place(tick));
      svg.line(
          "<path d=\"M{} {}H{}\" stroke=\"{}\" stroke-opacity=\".22\"/>",
          LEFT,
          at,
          SvgText.number(right),
          INK);
      svg.element(
          "text", place(LEFT - 8, y.place(tick) + 4.5) + " text-anchor=\"end\"", Ticks.label(tick));
    }
    svg.line(
        "<path d=\"M{} {}V{}H{}\" fill=\"none\" stroke=\"{}\"/>",
        LEFT,
        top,
        SvgText.number(bottom),
        SvgText.number(right),
        INK);
    double middle = (LEFT + right) / 2;
    svg.element("text", place(middle, bottom + 42) + " text-anchor=\"middle\"", chart.x().label());
    double centre = top + PLOT_HEIGHT / 2.0;
    svg.element(
        "text",
        place(18, centre)
            + " text-anchor=\"middle\" transform=\"rotate(-90 18 "
            + SvgText.number(centre)
            + ")\"",
        chart.y().label());
  }

  private void drawSeries() {
    // A nested document cuts off what lies outside the axes, without a name that another chart on
    // the same page could have too.
    svg.line(
        "<svg x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" viewBox=\"{} {} {} {}\""
            + " overflow=\"hidden\">",
        LEFT - 5,
        top - 5,
        plotWidth() + 10,
        PLOT_HEIGHT + 10,
        LEFT - 5,
        top - 5,
        plotWidth() + 10,
        PLOT_HEIGHT + 10);
    for (int index = 0; index < chart.series().size(); index++) {
      for (List<Point> run : runs(chart.series().get(index))) {
        drawRun(index, run);
      }
    }
    svg.line("</svg>");
  }

  private static int plotWidth() {
    return WIDTH - RIGHT - LEFT;
  }

  /** The points without gaps between them. */
  private List<List<Point>> runs(Series series) {
    List<List<Point>> runs = new ArrayList<>();
    boolean open = false;
    for (Point point : series.points()) {
      if (!chart.draws(point)) {
        open = false;
        continue;
      }
      if (!open) {
        runs.add(new ArrayList<>());
        open = true;
      }
      runs.getLast().add(point);
    }
    return runs;
  }

  private void drawRun(int index, List<Point> run) {
    Series series = chart.series().get(index);
    if (!series.marked() && run.stream().anyMatch(Point::hasInterval)) {
      drawBand(index, run);
    }
    if (series.joined() && run.size() > 1) {
      svg.line("<path d=\"{}\" {}/>", path(run, 0), stroke(index));
    }
    for (Point point : run) {
      if (series.marked() && point.hasInterval()) {
        svg.line(
            "<path d=\"M{} {}V{}\" stroke=\"{}\" stroke-width=\"1.3\" stroke-opacity=\".7\"/>",
            SvgText.number(x.place(point.x())),
            SvgText.number(y.place(lowEnd(point))),
            SvgText.number(y.place(point.high())),
            colour(index));
      }
      if (series.marked() || run.size() == 1) {
        drawMark(index, x.place(point.x()), y.place(point.y()));
      }
    }
  }

  private void drawBand(int index, List<Point> run) {
    StringBuilder band = new StringBuilder(path(run, 1));
    for (Point point : run.reversed()) {
      band.append('L').append(SvgText.number(x.place(point.x()))).append(' ');
      band.append(SvgText.number(y.place(lowEnd(point))));
    }
    svg.line("<path d=\"{}Z\" fill=\"{}\" fill-opacity=\".18\"/>", band, colour(index));
  }

  /** On a logarithmic axis an interval that reaches 0 goes as far down as the axis does. */
  private double lowEnd(Point point) {
    return chart.y().shows(point.low()) ? point.low() : y.range().low();
  }

  private String path(List<Point> run, int ofHigh) {
    StringBuilder path = new StringBuilder();
    for (Point point : run) {
      path.append(path.isEmpty() ? 'M' : 'L').append(SvgText.number(x.place(point.x())));
      double height = ofHigh == 1 ? point.high() : point.y();
      path.append(' ').append(SvgText.number(y.place(height)));
    }
    return path.toString();
  }

  private void drawMark(int index, double atX, double atY) {
    String fill = " fill=\"" + colour(index) + "\"";
    switch (index % 3) {
      case 0 ->
          svg.line(
              "<circle cx=\"{}\" cy=\"{}\" r=\"3.6\"{}/>",
              SvgText.number(atX),
              SvgText.number(atY),
              fill);
      case 1 ->
          svg.line(
              "<path d=\"M{} {}h6.6v6.6h-6.6Z\"{}/>",
              SvgText.number(atX - 3.3),
              SvgText.number(atY - 3.3),
              fill);
      default ->
          svg.line(
              "<path d=\"M{} {}l4.4 7.6h-8.8Z\"{}/>",
              SvgText.number(atX),
              SvgText.number(atY - 4.8),
              fill);
    }
  }

  private String stroke(int index) {
    String dash =
        chart.series().get(index).mark() == Series.Mark.DASHED
            ? " stroke-dasharray=\"" + List.of("6 4", "2 3", "9 3 2 3").get(index % 3) + "\""
            : "";
    return "fill=\"none\" stroke=\""
        + colour(index)
        + "\" stroke-width=\"2\" stroke-linejoin=\"round\""
        + dash;
  }

  private static String colour(int index) {
    return COLOURS.get(index % COLOURS.size());
  }

  private static String place(double atX, double atY) {
    return "x=\"" + SvgText.number(atX) + "\" y=\"" + SvgText.number(atY) + "\"";
  }

  /** From numbers to places on the page. */
  private record Scaling(Axis.Scale scale, Axis.Range range, double first, double last) {

    double place(double value) {
      double share =
          scale == Axis.Scale.LOG
              ? Math.log(value / range.low()) / Math.log(range.high() / range.low())
              : (value - range.low()) / (range.high() - range.low());
      // Far outside, the exact place does not matter, and some viewers draw huge numbers wrongly.
      return first + (last - first) * Math.clamp(share, -10, 11);
    }
  }
}
