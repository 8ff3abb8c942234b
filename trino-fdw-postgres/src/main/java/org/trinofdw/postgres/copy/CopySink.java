package org.trinofdw.postgres.copy;

import java.sql.SQLException;

/**
 * Takes the bytes of a {@code COPY … FROM STDIN} stream, as {@code CopyIn.writeToCopy} does. The array is reused after
 * the call returns.
 */
@FunctionalInterface
public interface CopySink
{
    void write(byte[] bytes, int offset, int length)
            throws SQLException;
}
