package dev.belay.safety.judge;

/**
 * What a judge is shown.
 *
 * @param prompt what the model was asked, the user's turn alone
 * @param completion what it wrote
 */
public record Exchange(String prompt, String completion) {}
