package dev.belay.safety.judge;

/**
 * What one member of an ensemble said.
 *
 * @param judge its name
 * @param version its version
 * @param judgement its verdict
 */
public record Opinion(String judge, String version, Judgement judgement) {}
