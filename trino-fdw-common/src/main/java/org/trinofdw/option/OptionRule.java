package org.trinofdw.option;

import java.util.Optional;

/**
 * A rule over several options of one object, such as "one of these two must be set".
 */
public interface OptionRule
{
    /**
     * The problem, as a complete message with the remedy and without secrets, or nothing.
     */
    Optional<String> problem(Options options);
}
