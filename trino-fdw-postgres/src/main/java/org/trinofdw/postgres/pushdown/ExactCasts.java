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
import static org.trinofdw.postgres.pushdown.WideningCasts.isInteger;

/**
 * Casts that give the same value on both sides and have room for every value of the type. PostgreSQL evaluates the cheaper one of two conditions first, so that
 * a cast that may fail would do so for rows that Trino never casts since another condition leaves them out. Floating-point numbers are cast to wider ones only:
 * PostgreSQL rounds their halves to even, and has no infinity for what does not fit. A date beyond the year 294276 is the only value
 * that PostgreSQL refuses; Trino has no timestamp for it either.
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
        if (from instanceof DecimalType source && hasRoomForRounded(source, to)) {
            // halves go away from zero
            return to instanceof DecimalType target ?
                    Optional.of("CAST(%s AS numeric(%s, %s))".formatted(value.sql(), target.getPrecision(), target.getScale())) :
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

    private static boolean hasRoomForRounded(DecimalType from, Type to)
    {
        int integerDigits = from.getPrecision() - from.getScale();
        if (to instanceof DecimalType target) {
            // more digits after the point are a widening cast; rounding may bring a further one before it
            return target.getScale() < from.getScale() && target.getPrecision() - target.getScale() > integerDigits;
        }
        // 9.9 becomes 10, which is no greater than the greatest of the integers, whose digits are one more
        return isInteger(to) && integerDigits < WideningCasts.digits(to);
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
