package org.trinofdw.trace;

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
        String line = statement.strip().replaceAll("\\s+", " ");
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "…";
    }
}
