package org.trinofdw.postgres.type;

import io.trino.spi.type.CharType;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.TimeType;
import io.trino.spi.type.TimeWithTimeZoneType;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;
import org.trinofdw.postgres.type.ValuePolicies.ExcessDigits;

import java.util.Optional;

import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.DateType.DATE;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static io.trino.spi.type.NumberType.NUMBER;
import static io.trino.spi.type.RealType.REAL;
import static io.trino.spi.type.UuidType.UUID;
import static java.lang.Math.min;
import static java.util.Objects.requireNonNull;

/**
 * The casts that make a remote value one of another type, for columns declared otherwise than their remote type would be,
 * and for remote types that Trino has not. Casts whose result depends on the session's time zone are not among them.
 */
final class RemoteCasts
{
    private static final int MAX_PRECISION = 6;

    /**
     * @param target type of the cast
     * @param sameBytes whether both types have the same binary format, so that writing needs no cast
     * @param mayFail whether the cast raises errors for some values; such an expression must not move into a predicate
     * @param through type between the two, if a cast from one to the other loses digits
     */
    record RemoteCast(PostgresType target, boolean sameBytes, boolean mayFail, Optional<PostgresType> through)
    {
        ReadCast read()
        {
            return new ReadCast(through.map(PostgresType::displayName), target.displayName());
        }
    }

    private enum Family
    {
        BOOLEAN, INTEGER, FLOAT, NUMERIC, MONEY, TEXT, DATE, TIME, TIMETZ, TIMESTAMP, TIMESTAMPTZ, CIDR, OTHER
    }

    private final TrinoTypes trinoTypes;
    private final ValuePolicies policies;

    RemoteCasts(TrinoTypes trinoTypes, ValuePolicies policies)
    {
        this.trinoTypes = requireNonNull(trinoTypes, "trinoTypes is null");
        this.policies = requireNonNull(policies, "policies is null");
    }

    Optional<RemoteCast> find(PostgresType remote, Type type)
    {
        boolean textBytes = isTextBytes(remote);
        if (type instanceof VarcharType) {
            // COPY pads and strips bpchar, so its bytes may be written as they are
            return cast(BuiltinType.TEXT.type().withCollation(remote.collation()), textBytes, false);
        }
        if (type instanceof CharType) {
            return cast(BuiltinType.BPCHAR.type(PostgresType.NO_TYPMOD, "bpchar").withCollation(remote.collation()), textBytes, false);
        }
        Family family = family(remote);
        if (family == Family.TEXT) {
            return parseTarget(type).flatMap(target -> cast(target, false, true));
        }
        return target(family, type).map(target -> new RemoteCast(target, false, false, through(remote, family, target)));
    }

    /**
     * PostgreSQL's cast of a floating-point number to numeric keeps 15 of up to 17 digits, and 6 of 9 of a real; its text has them all. Of oid it has casts to
     * integers alone.
     */
    private static Optional<PostgresType> through(PostgresType remote, Family family, PostgresType target)
    {
        if (remote.isBuiltin("oid")) {
            return Optional.of(BuiltinType.INT8.type());
        }
        return family == Family.FLOAT && target.isBuiltin("numeric") ? Optional.of(BuiltinType.TEXT.type()) : Optional.empty();
    }

    private Optional<PostgresType> target(Family family, Type type)
    {
        boolean number = family == Family.INTEGER || family == Family.FLOAT || family == Family.NUMERIC;
        if (type == REAL && number) {
            return Optional.of(BuiltinType.FLOAT4.type());
        }
        if (type == DOUBLE && number) {
            return Optional.of(BuiltinType.FLOAT8.type());
        }
        if ((type instanceof DecimalType || type == NUMBER) && (number || family == Family.MONEY)) {
            return Optional.of(numeric(type));
        }
        if (IntegerCodec.isInteger(type)) {
            return switch (family) {
                case FLOAT, MONEY -> Optional.of(BuiltinType.NUMERIC.type());
                case BOOLEAN -> Optional.of(BuiltinType.INT4.type());
                default -> Optional.empty();
            };
        }
        if (type == DATE && family == Family.TIMESTAMP) {
            return Optional.of(BuiltinType.DATE.type());
        }
        if (type instanceof TimeType time && family == Family.TIME) {
            return Optional.of(withPrecision(BuiltinType.TIME, time.getPrecision()));
        }
        if (type instanceof TimeWithTimeZoneType time && family == Family.TIMETZ) {
            return Optional.of(withPrecision(BuiltinType.TIMETZ, time.getPrecision()));
        }
        if (type instanceof TimestampType timestamp && (family == Family.TIMESTAMP || family == Family.DATE)) {
            return Optional.of(withPrecision(BuiltinType.TIMESTAMP, timestamp.getPrecision()));
        }
        if (type instanceof TimestampWithTimeZoneType timestamp && family == Family.TIMESTAMPTZ) {
            return Optional.of(withPrecision(BuiltinType.TIMESTAMPTZ, timestamp.getPrecision()));
        }
        if (type.equals(trinoTypes.ipAddress()) && family == Family.CIDR) {
            return Optional.of(BuiltinType.INET.type());
        }
        return Optional.empty();
    }

    /** Type that a remote text is parsed as. */
    private Optional<PostgresType> parseTarget(Type type)
    {
        if (type == BOOLEAN) {
            return Optional.of(BuiltinType.BOOL.type());
        }
        if (IntegerCodec.isInteger(type)) {
            return Optional.of(BuiltinType.INT8.type());
        }
        if (type == REAL) {
            return Optional.of(BuiltinType.FLOAT4.type());
        }
        if (type == DOUBLE) {
            return Optional.of(BuiltinType.FLOAT8.type());
        }
        if (type instanceof DecimalType || type == NUMBER) {
            return Optional.of(numeric(type));
        }
        if (type == DATE) {
            return Optional.of(BuiltinType.DATE.type());
        }
        if (type == UUID) {
            return Optional.of(BuiltinType.UUID.type());
        }
        if (type.equals(trinoTypes.json())) {
            return Optional.of(BuiltinType.JSONB.type());
        }
        if (type.equals(trinoTypes.ipAddress())) {
            return Optional.of(BuiltinType.INET.type());
        }
        if (type instanceof TimeType time) {
            return Optional.of(withPrecision(BuiltinType.TIME, time.getPrecision()));
        }
        if (type instanceof TimestampType timestamp) {
            return Optional.of(withPrecision(BuiltinType.TIMESTAMP, timestamp.getPrecision()));
        }
        return Optional.empty();
    }

    private PostgresType numeric(Type type)
    {
        if (type instanceof DecimalType decimal && policies.excessDigits() == ExcessDigits.ROUND) {
            int typmod = new NumericTypmod(decimal.getPrecision(), decimal.getScale()).toTypmod();
            return BuiltinType.NUMERIC.type(typmod, "numeric(%s,%s)".formatted(decimal.getPrecision(), decimal.getScale()));
        }
        return BuiltinType.NUMERIC.type();
    }

    static PostgresType withPrecision(BuiltinType type, int precision)
    {
        int remotePrecision = min(precision, MAX_PRECISION);
        String name = switch (type) {
            case TIME -> "time(%s) without time zone";
            case TIMETZ -> "time(%s) with time zone";
            case TIMESTAMP -> "timestamp(%s) without time zone";
            case TIMESTAMPTZ -> "timestamp(%s) with time zone";
            default -> throw new IllegalArgumentException("type has no precision: " + type);
        };
        return type.type(remotePrecision, name.formatted(remotePrecision));
    }

    private static Optional<RemoteCast> cast(PostgresType target, boolean sameBytes, boolean mayFail)
    {
        return Optional.of(new RemoteCast(target, sameBytes, mayFail, Optional.empty()));
    }

    private static boolean isTextBytes(PostgresType remote)
    {
        return switch (remote.kind()) {
            case ENUM -> true;
            case BASE -> family(remote) == Family.TEXT && !remote.isBuiltin("char");
            case ARRAY, COMPOSITE, RANGE, MULTIRANGE, PSEUDO -> false;
        };
    }

    private static Family family(PostgresType remote)
    {
        if (remote.kind() != PostgresType.Kind.BASE) {
            return Family.OTHER;
        }
        if (!remote.schema().equals("pg_catalog")) {
            return remote.name().equals("citext") ? Family.TEXT : Family.OTHER;
        }
        return switch (remote.name()) {
            case "bool" -> Family.BOOLEAN;
            case "int2", "int4", "int8", "oid" -> Family.INTEGER;
            case "float4", "float8" -> Family.FLOAT;
            case "numeric" -> Family.NUMERIC;
            case "money" -> Family.MONEY;
            case "text", "varchar", "bpchar", "name", "char" -> Family.TEXT;
            case "date" -> Family.DATE;
            case "time" -> Family.TIME;
            case "timetz" -> Family.TIMETZ;
            case "timestamp" -> Family.TIMESTAMP;
            case "timestamptz" -> Family.TIMESTAMPTZ;
            case "cidr" -> Family.CIDR;
            default -> Family.OTHER;
        };
    }
}
