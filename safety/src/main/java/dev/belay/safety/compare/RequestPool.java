package dev.belay.safety.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Prompts of several suites taken together. The same text asked under several attacks, or in
 * several benchmarks, is one request: its verdicts are alike, so the request is the unit, and
 * counts once with the mean of its verdicts. Requests in other words are taken for other requests.
 *
 * @param requests the prompts of each distinct request
 * @param binary whether every prompt has one verdict on either side, yes or no
 */
record RequestPool(List<List<PairedPrompt>> requests, boolean binary) {

  /** Those prompts of the suites that are selected. */
  static RequestPool of(List<PairedSuite> suites, Predicate<PairedPrompt> selected) {
    Map<String, List<PairedPrompt>> byText = new LinkedHashMap<>();
    for (PairedSuite suite : suites) {
      suite.prompts().stream()
          .filter(selected)
          .forEach(
              prompt ->
                  byText.computeIfAbsent(prompt.request(), text -> new ArrayList<>()).add(prompt));
    }
    return new RequestPool(
        List.copyOf(byText.values()), suites.stream().allMatch(PairedSuite::binary));
  }

  /** How many prompts those are, a request counted as often as it was asked. */
  long asked() {
    return requests.stream().mapToLong(List::size).sum();
  }

  /**
   * How the requests changed, each counted once. Where each was asked once this is the change of
   * independent prompts; else interval and test are of the requests' mean scores, and only requests
   * need be independent.
   */
  SuiteChange change(double confidence) {
    List<PromptScores> all =
        requests.stream().flatMap(List::stream).map(PairedPrompt::scores).toList();
    if (all.size() == requests.size()) {
      return PromptScores.change(all, binary, confidence);
    }
    List<PromptScores> means =
        requests.stream()
            .map(prompts -> PromptScores.mean(prompts.stream().map(PairedPrompt::scores).toList()))
            .toList();
    SuiteChange.Undecided verdicts = PromptScores.undecided(all);
    SuiteChange.Undecided bounds = PromptScores.undecided(means);
    SuiteChange.Undecided undecided =
        new SuiteChange.Undecided(
            verdicts.before(), verdicts.after(), bounds.rateBefore(), bounds.rateAfter());
    List<PromptScores> decided = means.stream().filter(PromptScores::decided).toList();
    if (decided.isEmpty()) {
      return new SuiteChange.NothingDecided(undecided);
    }
    return SuiteChange.Means.ofRequests(
        decided.stream().mapToDouble(scores -> scores.before().orElseThrow()).toArray(),
        decided.stream().mapToDouble(scores -> scores.after().orElseThrow()).toArray(),
        undecided,
        confidence);
  }
}
