package org.trinofdw.postgres.type;

import static java.util.Objects.requireNonNull;

/**
 * Collation of a column.
 *
 * @param deterministic whether only strings of the same bytes are equal
 * @param bytewise whether the order is that of the UTF-8 bytes
 */
public record PostgresCollation(String name, boolean deterministic, boolean bytewise)
{
    /** What {@code COLLATE "C"} gives an expression. */
    public static final PostgresCollation C = new PostgresCollation("C", true, true);

    public PostgresCollation
    {
        requireNonNull(name, "name is null");
    }
}
