package dev.belay.safety.gate;

import dev.belay.core.error.Printable;
import dev.belay.safety.compare.ComparisonTable;
import dev.belay.safety.compare.NonInferiority;
import java.io.StringWriter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A gate's answer as JUnit XML, which build servers read: a test case a suite that decides. What
 * was shown to be beyond its margin, and what could not be shown, are failures; bad input is an
 * error.
 */
public final class GateJUnit {

  private static final String NAME = "belay gate";
  private static final String CLASS = "belay.gate";

  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter xml;

  private GateJUnit() throws XMLStreamException {
    this.xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
  }

  /** The file's text. */
  public static String write(GateResult result) {
    try {
      GateJUnit junit = new GateJUnit();
      junit.result(result);
      return junit.text.toString();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e); // It writes into memory.
    }
  }

  /** The file's text for input that could not be judged. */
  public static String badInput(List<String> issues) {
    try {
      GateJUnit junit = new GateJUnit();
      junit.errors(issues);
      return junit.text.toString();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  private void result(GateResult result) throws XMLStreamException {
    List<SuiteGate> deciding = result.deciding();
    long failures =
        deciding.stream().filter(suite -> suite.outcome() != NonInferiority.HELD).count();
    open(deciding.size(), failures, 0);
    for (SuiteGate suite : deciding) {
      testCase(suite.suite().info().name());
      if (suite.outcome() != NonInferiority.HELD) {
        problem("failure", suite.outcome().snakeCase(), suite.sentence());
      }
      element("system-out", ComparisonTable.sentence(suite.suite()));
      end();
    }
    element("system-out", GateText.print(result));
    close();
  }

  private void errors(List<String> issues) throws XMLStreamException {
    open(issues.size(), 0, issues.size());
    for (int i = 0; i < issues.size(); i++) {
      testCase("input " + (i + 1));
      problem("error", "bad_input", issues.get(i));
      end();
    }
    close();
  }

  private void open(long tests, long failures, long errors) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    line();
    xml.writeStartElement("testsuites");
    counts(tests, failures, errors);
    line();
    xml.writeStartElement("testsuite");
    counts(tests, failures, errors);
    xml.writeAttribute("skipped", "0");
    line();
  }

  /** The order of attributes is the same in both elements; no time is measured. */
  private void counts(long tests, long failures, long errors) throws XMLStreamException {
    xml.writeAttribute("name", NAME);
    xml.writeAttribute("time", "0");
    xml.writeAttribute("tests", Long.toString(tests));
    xml.writeAttribute("failures", Long.toString(failures));
    xml.writeAttribute("errors", Long.toString(errors));
  }

  private void testCase(String name) throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("name", clean(name));
    xml.writeAttribute("classname", CLASS);
    xml.writeAttribute("time", "0");
    line();
  }

  private void problem(String element, String type, String message) throws XMLStreamException {
    xml.writeStartElement(element);
    xml.writeAttribute("message", clean(message).replace('\n', ' '));
    xml.writeAttribute("type", type);
    xml.writeCharacters(clean(message));
    end();
  }

  private void element(String name, String content) throws XMLStreamException {
    xml.writeStartElement(name);
    xml.writeCharacters(clean(content));
    end();
  }

  private void end() throws XMLStreamException {
    xml.writeEndElement();
    line();
  }

  private void close() throws XMLStreamException {
    end();
    end();
    xml.writeEndDocument();
    xml.flush();
  }

  private void line() throws XMLStreamException {
    xml.writeCharacters("\n");
  }

  /** What XML 1.0 can hold, without what a terminal would obey. */
  static String clean(String text) {
    StringBuilder clean = new StringBuilder();
    Printable.of(text)
        .codePoints()
        .map(c -> isAllowed(c) ? c : '\uFFFD')
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  private static boolean isAllowed(int c) {
    return c == '\n'
        || c == '\t'
        || (c >= 0x20 && c < Character.MIN_SURROGATE)
        || (c > Character.MAX_SURROGATE && c < 0xFFFE)
        || c > 0xFFFF;
  }
}
