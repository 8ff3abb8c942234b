package org.trinofdw.postgres.pushdown;

import io.trino.spi.type.DecimalType;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;

import java.util.Optional;

import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.DateType.DATE;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static io.trino.spi.type.IntegerType.INTEGER;
import static io.trino.spi.type.RealType.REAL;
import static io.trino.spi.type.SmallintType.SMALLINT;

/**
 * The PostgreSQL types whose operators and functions have the range, overflow and results of those of a Trino type.
 */
final class RemoteTypes
{
    private static final int MAX_FRACTION_DIGITS = 6;

    private RemoteTypes() {}

    /** Name in {@code pg_type}; empty for types whose values are only compared. */
    static Optional<String> name(Type type)
    {
        if (type == BOOLEAN) {
            return Optional.of("bool");
        }
        if (type == SMALLINT) {
            return Optional.of("int2");
        }
        if (type == INTEGER) {
            return Optional.of("int4");
        }
        if (type == BIGINT) {
            return Optional.of("int8");
        }
        if (type == REAL) {
            return Optional.of("float4");
        }
        if (type == DOUBLE) {
            return Optional.of("float8");
        }
        if (type instanceof DecimalType) {
            return Optional.of("numeric");
        }
        if (type instanceof VarcharType) {
            return Optional.of("text");
        }
        if (type == DATE) {
            return Optional.of("date");
        }
        if (type instanceof TimestampType timestamp && timestamp.getPrecision() <= MAX_FRACTION_DIGITS) {
            return Optional.of("timestamp");
        }
        if (type instanceof TimestampWithTimeZoneType timestamp && timestamp.getPrecision() <= MAX_FRACTION_DIGITS) {
            return Optional.of("timestamptz");
        }
        return Optional.empty();
    }
}
