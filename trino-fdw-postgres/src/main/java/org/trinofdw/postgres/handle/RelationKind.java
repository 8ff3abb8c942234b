package org.trinofdw.postgres.handle;

import java.util.Arrays;
import java.util.Optional;

/**
 * Kinds of PostgreSQL relations that hold rows, by their {@code pg_class.relkind}.
 */
public enum RelationKind
{
    TABLE('r'),
    PARTITIONED_TABLE('p'),
    VIEW('v'),
    MATERIALIZED_VIEW('m'),
    FOREIGN_TABLE('f');

    private final char code;

    RelationKind(char code)
    {
        this.code = code;
    }

    public static Optional<RelationKind> fromCode(char code)
    {
        return Arrays.stream(values())
                .filter(kind -> kind.code == code)
                .findFirst();
    }

    /** True if rows have a ctid that says in which page they are; in a partitioned table it does within each leaf. */
    public boolean hasPages()
    {
        return switch (this) {
            case TABLE, PARTITIONED_TABLE, MATERIALIZED_VIEW -> true;
            case VIEW, FOREIGN_TABLE -> false;
        };
    }
}
