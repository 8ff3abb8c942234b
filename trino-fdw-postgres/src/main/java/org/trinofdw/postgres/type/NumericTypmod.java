package org.trinofdw.postgres.type;

import java.util.Optional;

import static org.trinofdw.postgres.type.BuiltinType.TYPMOD_OFFSET;

/**
 * Precision and scale of {@code numeric(p, s)}. The scale may be negative or above the precision since PostgreSQL 15.
 */
record NumericTypmod(int precision, int scale)
{
    private static final int SCALE_BITS = 11;

    /** Empty for {@code numeric} without limits. */
    static Optional<NumericTypmod> from(PostgresType type)
    {
        if (type.typmod() < TYPMOD_OFFSET) {
            return Optional.empty();
        }
        int packed = type.typmod() - TYPMOD_OFFSET;
        int shift = Integer.SIZE - SCALE_BITS;
        return Optional.of(new NumericTypmod((packed >>> 16) & 0xFFFF, packed << shift >> shift));
    }

    int toTypmod()
    {
        return ((precision << 16) | (scale & ((1 << SCALE_BITS) - 1))) + TYPMOD_OFFSET;
    }
}
