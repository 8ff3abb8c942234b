package org.trinofdw.postgres.type;

import io.trino.spi.type.ArrayType;
import io.trino.spi.type.CharType;
import io.trino.spi.type.Decimals;
import io.trino.spi.type.Type;

import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.CharType.createCharType;
import static io.trino.spi.type.DateType.DATE;
import static io.trino.spi.type.DecimalType.createDecimalType;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static io.trino.spi.type.IntegerType.INTEGER;
import static io.trino.spi.type.NumberType.NUMBER;
import static io.trino.spi.type.RealType.REAL;
import static io.trino.spi.type.SmallintType.SMALLINT;
import static io.trino.spi.type.TimeType.createTimeType;
import static io.trino.spi.type.TimeWithTimeZoneType.createTimeWithTimeZoneType;
import static io.trino.spi.type.TimestampType.createTimestampType;
import static io.trino.spi.type.TimestampWithTimeZoneType.createTimestampWithTimeZoneType;
import static io.trino.spi.type.UuidType.UUID;
import static io.trino.spi.type.VarbinaryType.VARBINARY;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static io.trino.spi.type.VarcharType.createVarcharType;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.postgres.type.BuiltinType.TYPMOD_OFFSET;
import static org.trinofdw.postgres.type.Codecs.precision;

/**
 * The Trino type that a remote type has by itself.
 */
final class NaturalTypes
{
    /** NAMEDATALEN less the terminator. */
    private static final int NAME_LENGTH = 63;

    private final TrinoTypes trinoTypes;

    NaturalTypes(TrinoTypes trinoTypes)
    {
        this.trinoTypes = requireNonNull(trinoTypes, "trinoTypes is null");
    }

    Type find(PostgresType remote)
    {
        return switch (remote.kind()) {
            case BASE -> remote.schema().equals("pg_catalog") ? findBuiltin(remote) : findExtension(remote);
            case ARRAY -> {
                PostgresType element = remote.element().orElseThrow();
                yield element.kind() == PostgresType.Kind.ARRAY ? VARCHAR : new ArrayType(find(element));
            }
            case ENUM, COMPOSITE, RANGE, MULTIRANGE, PSEUDO -> VARCHAR;
        };
    }

    private Type findBuiltin(PostgresType remote)
    {
        return switch (remote.name()) {
            case "bool" -> BOOLEAN;
            case "int2" -> SMALLINT;
            case "int4" -> INTEGER;
            case "int8", "oid" -> BIGINT;
            case "float4" -> REAL;
            case "float8" -> DOUBLE;
            case "numeric" -> NumericTypmod.from(remote).map(NaturalTypes::numeric).orElse(NUMBER);
            case "varchar" -> remote.typmod() < TYPMOD_OFFSET ? VARCHAR : createVarcharType(remote.typmod() - TYPMOD_OFFSET);
            case "name" -> createVarcharType(NAME_LENGTH);
            case "bpchar" -> bpchar(remote);
            case "char" -> createCharType(1);
            case "bytea" -> VARBINARY;
            case "uuid" -> UUID;
            case "json", "jsonb" -> trinoTypes.json();
            case "date" -> DATE;
            case "time" -> createTimeType(precision(remote));
            case "timetz" -> createTimeWithTimeZoneType(precision(remote));
            case "timestamp" -> createTimestampType(precision(remote));
            case "timestamptz" -> createTimestampWithTimeZoneType(precision(remote));
            default -> VARCHAR;
        };
    }

    private Type findExtension(PostgresType remote)
    {
        return remote.name().equals("hstore") ? trinoTypes.textMap() : VARCHAR;
    }

    private static Type numeric(NumericTypmod typmod)
    {
        int scale = Math.max(typmod.scale(), 0);
        // a negative scale adds digits before the decimal point, one above the precision leading zeros after it
        int precision = Math.max(typmod.precision() - Math.min(typmod.scale(), 0), scale);
        return precision <= Decimals.MAX_PRECISION ? createDecimalType(precision, scale) : NUMBER;
    }

    private static Type bpchar(PostgresType remote)
    {
        if (remote.typmod() < TYPMOD_OFFSET) {
            return VARCHAR;
        }
        int length = remote.typmod() - TYPMOD_OFFSET;
        return length <= CharType.MAX_LENGTH ? createCharType(length) : createVarcharType(length);
    }
}
