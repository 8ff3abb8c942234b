package org.trinofdw.postgres.type;

import org.trinofdw.postgres.copy.ColumnDecoder;
import org.trinofdw.postgres.copy.ColumnEncoder;

import static java.util.Objects.requireNonNull;

/**
 * How values of one remote type travel as one Trino type in their own binary format, and how they compare.
 *
 * @param comparisonType PostgreSQL type of literals that the values are compared with
 */
record Codec(ColumnDecoder decoder, ColumnEncoder encoder, PushdownRule pushdown, String comparisonType)
{
    Codec
    {
        requireNonNull(decoder, "decoder is null");
        requireNonNull(encoder, "encoder is null");
        requireNonNull(pushdown, "pushdown is null");
        requireNonNull(comparisonType, "comparisonType is null");
    }
}
