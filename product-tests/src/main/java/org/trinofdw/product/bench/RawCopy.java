package org.trinofdw.product.bench;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What PostgreSQL does by itself: one stream of binary COPY, drained or fed without looking at it.
 */
final class RawCopy
{
    private static final int BUFFER_BYTES = 64 * 1024;

    private RawCopy() {}

    /**
     * @param source a table, or a query in parentheses
     * @return the number of bytes
     */
    static long read(Connection connection, String source)
            throws SQLException
    {
        CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY %s TO STDOUT (FORMAT binary)".formatted(source));
        long bytes = 0;
        for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
            bytes += row.length;
        }
        return bytes;
    }

    /**
     * @return the number of bytes
     */
    static long readToFile(Connection connection, String table, Path file)
            throws SQLException, IOException
    {
        try (OutputStream output = Files.newOutputStream(file)) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY %s TO STDOUT (FORMAT binary)".formatted(table), output);
        }
        return Files.size(file);
    }

    /**
     * @return the number of rows
     */
    static long write(Connection connection, String table, Path file)
            throws SQLException, IOException
    {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY %s FROM STDIN (FORMAT binary)".formatted(table));
        try (InputStream input = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int length = input.read(buffer); length >= 0; length = input.read(buffer)) {
                copy.writeToCopy(buffer, 0, length);
            }
            return copy.endCopy();
        }
        finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }
}
