package org.trinofdw.postgres.handle;

import com.google.common.collect.ImmutableList;
import io.trino.spi.type.Type;
import org.trinofdw.handle.FdwColumnHandle;
import org.trinofdw.postgres.type.PostgresType;
import org.trinofdw.postgres.type.TextEncoding;

import java.util.Optional;

import static io.trino.spi.type.VarbinaryType.VARBINARY;
import static java.util.Objects.requireNonNull;

/**
 * A column of a PostgreSQL table.
 *
 * @param name local name, in lower case
 * @param remoteName name as PostgreSQL spells it
 * @param type Trino type, natural or declared by a definition
 * @param generated true if PostgreSQL computes the value and refuses one that is given
 */
public record PostgresColumnHandle(
        String name,
        String remoteName,
        Type type,
        PostgresType remoteType,
        boolean nullable,
        boolean generated,
        Optional<String> comment)
        implements FdwColumnHandle
{
    private static final String ROW_ID_NAME = "$row_id";
    private static final long RECORD_OID = 2249;

    public PostgresColumnHandle
    {
        requireNonNull(name, "name is null");
        requireNonNull(remoteName, "remoteName is null");
        requireNonNull(type, "type is null");
        requireNonNull(remoteType, "remoteType is null");
        requireNonNull(comment, "comment is null");
    }

    /** What names a version of a row, for changing it; not a column of the remote table. */
    public static PostgresColumnHandle rowId()
    {
        PostgresType type = new PostgresType(RECORD_OID, "pg_catalog", "record", PostgresType.Kind.PSEUDO, PostgresType.NO_TYPMOD, "record", Optional.empty(), ImmutableList.of(), Optional.empty());
        return new PostgresColumnHandle(ROW_ID_NAME, ROW_ID_NAME, VARBINARY, type, false, true, Optional.empty());
    }

    /** The column in a database of that encoding. */
    public PostgresColumnHandle inEncoding(TextEncoding encoding)
    {
        return new PostgresColumnHandle(name, remoteName, type, remoteType.withEncoding(encoding), nullable, generated, comment);
    }

    /** Whether this is {@link #rowId}, which is read by an expression of its own. */
    public boolean isRowId()
    {
        return remoteType.isBuiltin("record");
    }

    @Override
    public boolean hidden()
    {
        return isRowId();
    }

    @Override
    public boolean generatedRemotely()
    {
        return generated;
    }

    @Override
    public String toString()
    {
        return name + ":" + type.getDisplayName();
    }
}
