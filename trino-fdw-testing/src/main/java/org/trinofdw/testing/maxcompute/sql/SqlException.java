package org.trinofdw.testing.maxcompute.sql;

/**
 * A statement failed; the message begins with an error code of MaxCompute, such as {@code ODPS-0130161}.
 */
public final class SqlException
        extends RuntimeException
{
    public SqlException(String message)
    {
        super(message);
    }
}
