package org.trinofdw.partition;

import io.trino.spi.type.CharType;
import io.trino.spi.type.VarcharType;
import org.trinofdw.definition.DeclaredType;
import org.trinofdw.definition.ForeignColumn;

import java.util.Optional;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * A column that decides about the partition of a row.
 *
 * @param collation the name in the COLLATE clause, in SQL form
 */
public record PartitionKey(String column, DeclaredType type, Optional<String> collation)
{
    private static final Set<String> CODE_POINT_COLLATIONS = Set.of("\"C\"", "C", "\"POSIX\"", "POSIX", "ucs_basic", "\"ucs_basic\"", "pg_catalog.\"C\"");

    public PartitionKey
    {
        requireNonNull(column, "column is null");
        requireNonNull(type, "type is null");
        requireNonNull(collation, "collation is null");
    }

    static PartitionKey of(ForeignColumn column)
    {
        return new PartitionKey(column.name(), column.type(), column.collation());
    }

    /** Whether Trino and PostgreSQL agree which of two values is greater. */
    boolean isOrderedAlike()
    {
        return switch (type.trinoType()) {
            case VarcharType _ -> hasCodePointCollation();
            // blanks at the end count differently
            case CharType _ -> false;
            default -> true;
        };
    }

    /** Whether text is equal only if its bytes are; a collation of the user's own may say otherwise. */
    boolean hasBytewiseEquality()
    {
        return collation.isEmpty() || hasCodePointCollation();
    }

    boolean hasCodePointCollation()
    {
        return collation.map(CODE_POINT_COLLATIONS::contains).orElse(false);
    }
}
