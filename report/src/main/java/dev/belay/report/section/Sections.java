package dev.belay.report.section;

import dev.belay.report.data.ReportData;
import dev.belay.report.page.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All sections in the order of reading: the verdict first, what it was made of last. */
public final class Sections {

  private static final List<Section> ALL =
      List.of(
          new VerdictSection(),
          new PlaneSection(),
          new ArmsSection(),
          new SweepSection(),
          new ChangesSection(),
          new RefusalSection(),
          new DriftSection(),
          new TrainingSection(),
          new SamplesSection(),
          new JudgesSection(),
          new ProvenanceSection());

  private Sections() {}

  /** The body of the page; what cannot be shown is named at its end. */
  public static Page write(ReportData data) {
    Page page = new Page(data.names());
    List<String> missing = new ArrayList<>();
    for (Section section : ALL) {
      Optional<String> why = section.missing(data);
      why.ifPresent(missing::add);
      if (why.isEmpty()) {
        section.write(data, page);
        page.html().close();
      }
    }
    MissingSection.write(data, missing, page);
    return page;
  }
}
