package org.trinofdw.trace;

import static java.lang.Math.min;

/**
 * Statements as spans and lines of the log have them.
 */
public final class StatementText
{
    /** Lists of values may be long; the beginning of a statement tells which it is. */
    private static final int MAX_LENGTH = 4000;

    private StatementText() {}

    /** In one line of at most 4000 characters, and an ellipsis for what was cut off. */
    public static String shortened(String statement)
    {
        // of a long one only the beginning is looked at
        String beginning = statement.substring(0, min(statement.length(), 4 * MAX_LENGTH));
        String line = beginning.strip().replaceAll("\\s+", " ");
        return line.length() <= MAX_LENGTH && beginning.length() == statement.length() ? line : line.substring(0, min(line.length(), MAX_LENGTH)) + "…";
    }
}
