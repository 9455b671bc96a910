package dev.belay.core.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class LineChartTest {

  private static LineChart chart(Axis x, Axis y, Series... series) {
    return new LineChart("title", x, y, List.of(series));
  }

  private static Document parsed(LineChart chart) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(chart.svg())));
  }

  private static List<String> texts(LineChart chart) throws Exception {
    NodeList nodes = parsed(chart).getElementsByTagName("text");
    return IntStream.range(0, nodes.getLength())
        .mapToObj(i -> nodes.item(i).getTextContent())
        .toList();
  }

  @Test
  void aLineGoesFromCornerToCorner() {
    LineChart chart =
        chart(
            Axis.linear("x").from(0, 10),
            Axis.linear("y").from(0, 1),
            Series.line("diagonal", List.of(Point.of(0, 0), Point.of(10, 1))));
    // The plane is 626 wide from 76 and 300 high from 62 (title 34, one row of legend 20, 8).
    assertThat(chart.svg()).contains("d=\"M76 362L702 62\"");
  }

  @Test
  void halfWayOnALogarithmicAxisIsTheGeometricMean() {
    LineChart chart =
        chart(
            Axis.log("x").from(1, 100),
            Axis.linear("y").from(0, 1),
            Series.line("", List.of(Point.of(1, 0), Point.of(10, 0.5), Point.of(100, 1))));
    assertThat(chart.svg()).contains("d=\"M76 342L389 192L702 42\"");
  }

  @Test
  void everythingThatIsSaidIsInTheDocument() throws Exception {
    LineChart chart =
        chart(
            Axis.linear("coefficient").from(0, 1),
            Axis.linear("drop <of> \"safety\" & more").from(0, 1),
            Series.line("a <b> & \"c\"", List.of(Point.of(0, 0), Point.of(1, 1))),
            Series.dashed("", List.of(Point.of(0, 1), Point.of(1, 1))));
    assertThat(texts(chart))
        .contains("title", "coefficient", "drop <of> \"safety\" & more", "a <b> & \"c\"")
        .contains("0", "0.2", "1");
  }

  @Test
  void markupAndControlCharactersInTextStayText() throws Exception {
    String hostile = "</text><script>alert(1)</script>\u0000\u0007]]>%s'\n";
    LineChart chart =
        new LineChart(
            hostile,
            Axis.linear(hostile),
            Axis.linear(hostile),
            List.of(Series.points(hostile, List.of(Point.of(1, 1)))));
    assertThat(parsed(chart).getElementsByTagName("script").getLength()).isZero();
    assertThat(texts(chart)).contains("</text><script>alert(1)</script>]]>%s' ");
  }

  @Test
  void intervalsOfALineAreABandAndOfPointsAreWhiskers() {
    List<Point> points = List.of(new Point(0, 0.5, 0.25, 0.75), new Point(1, 0.5, 0, 1));
    Axis unit = Axis.linear("").from(0, 1);
    assertThat(chart(unit, unit, Series.line("", points)).svg())
        .contains("d=\"M76 117L702 42L702 342L76 267Z\"");
    assertThat(chart(unit, unit, Series.points("", points)).svg())
        .contains("d=\"M76 267V117\"")
        .contains("d=\"M702 342V42\"")
        .doesNotContain("fill-opacity");
  }

  @Test
  void aPointWithoutAPlaceLeavesAGap() {
    Series gap =
        Series.line(
            "",
            List.of(
                Point.of(0, 1),
                Point.of(1, 1),
                Point.of(2, Double.NaN),
                Point.of(3, 1),
                Point.of(4, 1)));
    String svg = chart(Axis.linear("").from(0, 4), Axis.linear("").from(0, 2), gap).svg();
    assertThat(svg).contains("d=\"M76 192L232.5 192\"").contains("d=\"M545.5 192L702 192\"");
    Series zero = Series.line("", List.of(Point.of(0, 1), Point.of(1, 0), Point.of(2, 1)));
    assertThat(chart(Axis.linear(""), Axis.log("").from(0.1, 10), zero).svg())
        .as("zero on a logarithmic axis: two points apart")
        .containsPattern("(?s)<circle.*<circle");
  }

  @Test
  void axesReachAsFarAsIntervalsDo() {
    Series series = Series.line("", List.of(new Point(2, 5, 1, 9), new Point(4, 6, 2, 11)));
    LineChart chart = chart(Axis.linear("").from(2, 4), Axis.linear(""), series);
    assertThat(chart.rangeOfY().low()).isLessThan(1).isGreaterThan(0);
    assertThat(chart.rangeOfY().high()).isGreaterThan(11).isLessThan(12);
    assertThat(chart(Axis.linear(""), Axis.linear(""), series).rangeOfX())
        .isEqualTo(new Axis.Range(2, 4));
  }

  @Test
  void anEmptyChartAndOneOfASinglePointAreDrawn() throws Exception {
    assertThat(texts(chart(Axis.linear("x"), Axis.log("y")))).contains("x", "y", "0.1", "1");
    assertThat(
            chart(Axis.linear("x"), Axis.log("y"), Series.line("", List.of(Point.of(3, 4)))).svg())
        .contains("<circle");
  }

  @Test
  void theSameChartIsTheSameText() {
    Series series = Series.line("s", List.of(Point.of(0, 1), Point.of(1, 3)));
    assertThat(chart(Axis.linear("x"), Axis.linear("y"), series).svg())
        .isEqualTo(chart(Axis.linear("x"), Axis.linear("y"), series).svg());
  }

  @Test
  void manyNamesTakeSeveralRows() {
    Series[] many =
        IntStream.range(0, 9)
            .mapToObj(i -> Series.line("a series with a long name", List.of(Point.of(0, i))))
            .toArray(Series[]::new);
    assertThat(chart(Axis.linear("x"), Axis.linear("y"), many).svg())
        // 234 of 720 − 76 − 18 each: two a row, five rows; 34 + 100 + 8 + 300 + 52.
        .contains("viewBox=\"0 0 720 494\"");
  }

  @Test
  void rangesThatAreNoneAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Axis.linear("").from(1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> Axis.linear("").from(0, Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> Axis.log("").from(0, 1));
  }
}
