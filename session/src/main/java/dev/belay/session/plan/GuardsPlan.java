package dev.belay.session.plan;

import java.util.Optional;

/**
 * What holds safety during training, found, read and checked.
 *
 * @param monitor what is asked during training
 */
public record GuardsPlan(Optional<MonitorPlan> monitor) {}
