package org.trinofdw.postgres.pushdown;

import io.trino.spi.type.DecimalType;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;

import java.util.Optional;

import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.DateType.DATE;
import static io.trino.spi.type.RealType.REAL;
import static org.trinofdw.postgres.pushdown.Arithmetic.exactNumber;
import static org.trinofdw.postgres.pushdown.WideningCasts.isInteger;

/**
 * Casts that give the same value on both sides, and an error for the same values. Floating-point numbers are cast to wider ones only: PostgreSQL rounds their
 * halves to even, and has no infinity for what does not fit.
 */
final class ExactCasts
{
    private ExactCasts() {}

    /**
     * @return empty if PostgreSQL's cast is another one
     */
    static Optional<String> sql(RemoteValue value, Type to)
    {
        Type from = value.mapping().type();
        if (to instanceof VarcharType target) {
            return text(value, from, target);
        }
        if (WideningCasts.keepsValue(from, to)) {
            return cast(value.sql(), to);
        }
        if (exactNumber(from) && exactNumber(to)) {
            // halves away from zero, and what does not fit is an error
            return to instanceof DecimalType decimal ?
                    Optional.of("CAST(%s AS numeric(%s, %s))".formatted(value.sql(), decimal.getPrecision(), decimal.getScale())) :
                    cast(value.sql(), to);
        }
        if (isInteger(from) && to == REAL) {
            return cast(value.sql(), to);
        }
        if (from == BOOLEAN && isInteger(to)) {
            return cast("CAST(" + value.sql() + " AS int4)", to);
        }
        if (to == DATE && from instanceof TimestampType) {
            return cast(value.sql(), to);
        }
        if (to == DATE && from instanceof TimestampWithTimeZoneType) {
            return cast("(" + value.sql() + " AT TIME ZONE 'UTC')", to);
        }
        return keepsMoment(from, to) ? cast(value.sql(), to) : Optional.empty();
    }

    private static boolean keepsMoment(Type from, Type to)
    {
        if (from instanceof TimestampWithTimeZoneType source) {
            return to instanceof TimestampWithTimeZoneType target && target.getPrecision() >= source.getPrecision();
        }
        return to instanceof TimestampType target && (from == DATE || (from instanceof TimestampType source && target.getPrecision() >= source.getPrecision()));
    }

    private static Optional<String> text(RemoteValue value, Type from, VarcharType target)
    {
        if (from instanceof VarcharType) {
            return Optional.of(target.isUnbounded() ? value.sql() : "left(%s, %s)".formatted(value.sql(), target.getBoundedLength()));
        }
        boolean fits = (isInteger(from) && (target.isUnbounded() || target.getBoundedLength() >= "-9223372036854775808".length())) ||
                (from == BOOLEAN && (target.isUnbounded() || target.getBoundedLength() >= "false".length()));
        return fits ? cast(value.sql(), target) : Optional.empty();
    }

    private static Optional<String> cast(String sql, Type to)
    {
        return RemoteTypes.name(to).map(type -> "CAST(" + sql + " AS " + type + ")");
    }
}
