package org.trinofdw.postgres.type;

import io.trino.spi.TrinoException;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.CharType;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.TimeType;
import io.trino.spi.type.TimeWithTimeZoneType;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;

import java.util.Optional;

import static io.trino.spi.StandardErrorCode.NOT_SUPPORTED;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.DateType.DATE;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static io.trino.spi.type.IntegerType.INTEGER;
import static io.trino.spi.type.NumberType.NUMBER;
import static io.trino.spi.type.RealType.REAL;
import static io.trino.spi.type.SmallintType.SMALLINT;
import static io.trino.spi.type.TinyintType.TINYINT;
import static io.trino.spi.type.UuidType.UUID;
import static io.trino.spi.type.VarbinaryType.VARBINARY;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.postgres.type.BuiltinType.TYPMOD_OFFSET;
import static org.trinofdw.postgres.type.RemoteCasts.withPrecision;

/**
 * The remote type of a column that is created for a Trino type.
 */
final class NewColumnTypes
{
    /** Limit of {@code character varying(n)} (PostgreSQL documentation, "Character Types"). */
    private static final int MAX_VARCHAR_LENGTH = 10_485_760;

    private final TrinoTypes trinoTypes;

    NewColumnTypes(TrinoTypes trinoTypes)
    {
        this.trinoTypes = requireNonNull(trinoTypes, "trinoTypes is null");
    }

    PostgresType find(String column, Type type)
    {
        return findType(type).orElseThrow(() -> new TrinoException(NOT_SUPPORTED, "Column \"%s\" has the unsupported type %s; PostgreSQL has no counterpart".formatted(column, type.getDisplayName())));
    }

    private Optional<PostgresType> findType(Type type)
    {
        if (type instanceof ArrayType array) {
            Type element = ArrayCodec.elementType(array);
            return builtin(element).flatMap(builtin -> findType(element).map(builtin::arrayOf));
        }
        return builtin(type).map(builtin -> withModifiers(builtin, type));
    }

    private Optional<BuiltinType> builtin(Type type)
    {
        if (type == BOOLEAN) {
            return Optional.of(BuiltinType.BOOL);
        }
        if (type == TINYINT || type == SMALLINT) {
            return Optional.of(BuiltinType.INT2);
        }
        if (type == INTEGER) {
            return Optional.of(BuiltinType.INT4);
        }
        if (type == BIGINT) {
            return Optional.of(BuiltinType.INT8);
        }
        if (type == REAL) {
            return Optional.of(BuiltinType.FLOAT4);
        }
        if (type == DOUBLE) {
            return Optional.of(BuiltinType.FLOAT8);
        }
        if (type instanceof DecimalType || type == NUMBER) {
            return Optional.of(BuiltinType.NUMERIC);
        }
        if (type instanceof VarcharType varchar) {
            return Optional.of(hasRemoteLength(varchar) ? BuiltinType.VARCHAR : BuiltinType.TEXT);
        }
        if (type instanceof CharType charType) {
            return Optional.of(charType.getLength() == 0 ? BuiltinType.TEXT : BuiltinType.BPCHAR);
        }
        if (type == VARBINARY) {
            return Optional.of(BuiltinType.BYTEA);
        }
        if (type == UUID) {
            return Optional.of(BuiltinType.UUID);
        }
        if (type == DATE) {
            return Optional.of(BuiltinType.DATE);
        }
        if (type.equals(trinoTypes.json())) {
            return Optional.of(BuiltinType.JSONB);
        }
        if (type.equals(trinoTypes.ipAddress())) {
            return Optional.of(BuiltinType.INET);
        }
        if (type instanceof TimeType) {
            return Optional.of(BuiltinType.TIME);
        }
        if (type instanceof TimeWithTimeZoneType time && time.isShort()) {
            return Optional.of(BuiltinType.TIMETZ);
        }
        if (type instanceof TimestampType) {
            return Optional.of(BuiltinType.TIMESTAMP);
        }
        if (type instanceof TimestampWithTimeZoneType) {
            return Optional.of(BuiltinType.TIMESTAMPTZ);
        }
        return Optional.empty();
    }

    private static PostgresType withModifiers(BuiltinType builtin, Type type)
    {
        return switch (type) {
            case DecimalType decimal -> builtin.type(
                    new NumericTypmod(decimal.getPrecision(), decimal.getScale()).toTypmod(),
                    "numeric(%s,%s)".formatted(decimal.getPrecision(), decimal.getScale()));
            case VarcharType varchar when hasRemoteLength(varchar) -> withLength(builtin, varchar.getBoundedLength());
            case CharType charType when charType.getLength() > 0 -> withLength(builtin, charType.getLength());
            case TimeType time -> withPrecision(builtin, time.getPrecision());
            case TimeWithTimeZoneType time -> withPrecision(builtin, time.getPrecision());
            case TimestampType timestamp -> withPrecision(builtin, timestamp.getPrecision());
            case TimestampWithTimeZoneType timestamp -> withPrecision(builtin, timestamp.getPrecision());
            default -> builtin.type();
        };
    }

    private static PostgresType withLength(BuiltinType builtin, int length)
    {
        return builtin.type(length + TYPMOD_OFFSET, "%s(%s)".formatted(builtin.type().displayName(), length));
    }

    private static boolean hasRemoteLength(VarcharType type)
    {
        return !type.isUnbounded() && type.getBoundedLength() > 0 && type.getBoundedLength() <= MAX_VARCHAR_LENGTH;
    }
}
