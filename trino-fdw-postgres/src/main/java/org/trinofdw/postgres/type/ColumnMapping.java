package org.trinofdw.postgres.type;

import io.airlift.slice.Slice;
import io.trino.spi.type.CharType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;
import org.trinofdw.postgres.copy.CopyColumn;
import org.trinofdw.postgres.copy.CopyTarget;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Everything that is known about a remote column type under a Trino type: one row of the table of types.
 *
 * @param write empty if the column is read-only
 * @param comparisonType PostgreSQL type of literals that the column is compared with
 */
public record ColumnMapping(
        PostgresType remoteType,
        Type type,
        ReadForm read,
        Optional<WriteForm> write,
        PushdownRule pushdown,
        String comparisonType)
{
    public ColumnMapping
    {
        requireNonNull(remoteType, "remoteType is null");
        requireNonNull(type, "type is null");
        requireNonNull(read, "read is null");
        requireNonNull(write, "write is null");
        requireNonNull(pushdown, "pushdown is null");
        requireNonNull(comparisonType, "comparisonType is null");
    }

    /**
     * SQL expression of the value as Trino sees it.
     *
     * @param column the column, quoted and qualified
     */
    public String selectExpression(String column)
    {
        return read.cast().map(cast -> cast.of(column)).orElse(column);
    }

    /**
     * SQL condition that the column is null. Of a row, PostgreSQL's {@code IS NULL} asks whether all its fields are.
     *
     * @param column the column, quoted and qualified
     */
    public String isNull(String column)
    {
        return column + (isRow() ? " IS NOT DISTINCT FROM NULL" : " IS NULL");
    }

    /**
     * SQL condition that the column is not null. Of a row, PostgreSQL's {@code IS NOT NULL} asks whether none of its fields is.
     *
     * @param column the column, quoted and qualified
     */
    public String isNotNull(String column)
    {
        return column + (isRow() ? " IS DISTINCT FROM NULL" : " IS NOT NULL");
    }

    private boolean isRow()
    {
        return remoteType.kind() == PostgresType.Kind.COMPOSITE;
    }

    /**
     * Whether the database is certain to have the characters of a value, if that is text. Such as it has not are an error of PostgreSQL's, and that no row has
     * them is not certain either.
     */
    public boolean hasCharacters(Object value)
    {
        // the labels of an enum are those of the database
        return pushdown == PushdownRule.ENUM || !isText() || remoteType.encoding().holds((Slice) value);
    }

    /** Whether the values are text in Trino. */
    public boolean isText()
    {
        return type instanceof VarcharType || type instanceof CharType;
    }

    public CopyColumn copyColumn(String name)
    {
        return new CopyColumn(name, type, read.decoder());
    }

    /**
     * @return empty if the column is read-only
     */
    public Optional<CopyTarget> copyTarget(String name)
    {
        return write.map(form -> new CopyTarget(name, form.encoder()));
    }
}
