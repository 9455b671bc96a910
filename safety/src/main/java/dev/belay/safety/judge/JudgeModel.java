package dev.belay.safety.judge;

/**
 * The classifiers of the embedded judge.
 *
 * @param refusal compliance, partial refusal or refusal; its last two together say how likely a
 *     completion refuses
 * @param extent of completions that refuse: in part, or wholly
 */
record JudgeModel(SoftmaxRegression refusal, SoftmaxRegression extent) {}
