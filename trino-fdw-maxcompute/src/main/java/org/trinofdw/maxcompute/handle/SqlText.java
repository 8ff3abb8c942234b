package org.trinofdw.maxcompute.handle;

/**
 * Pieces of MaxCompute's SQL.
 */
public final class SqlText
{
    private SqlText() {}

    public static String quote(String identifier)
    {
        return "`" + identifier.replace("`", "``") + "`";
    }

    /**
     * A text literal of MaxCompute's SQL.
     */
    public static String literal(String text)
    {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r").replace("\0", "\\0") + "'";
    }
}
