package org.trinofdw.postgres.type;

import io.trino.spi.type.ArrayType;
import io.trino.spi.type.CharType;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.TimeType;
import io.trino.spi.type.TimeWithTimeZoneType;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;
import org.trinofdw.postgres.copy.ColumnDecoder;
import org.trinofdw.postgres.copy.ColumnEncoder;
import org.trinofdw.postgres.type.ValuePolicies.EndOfDay;
import org.trinofdw.postgres.type.ValuePolicies.ExcessDigits;
import org.trinofdw.postgres.type.ValuePolicies.UnrepresentableValue;

import java.util.Optional;

import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.DateType.DATE;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static io.trino.spi.type.NumberType.NUMBER;
import static io.trino.spi.type.RealType.REAL;
import static io.trino.spi.type.UuidType.UUID;
import static io.trino.spi.type.VarbinaryType.VARBINARY;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.postgres.type.PushdownRule.ALL;
import static org.trinofdw.postgres.type.PushdownRule.EQUALITY;
import static org.trinofdw.postgres.type.PushdownRule.NAN_AWARE;
import static org.trinofdw.postgres.type.PushdownRule.NONE;
import static org.trinofdw.postgres.type.PushdownRule.NULL_CHECK_ONLY;

/**
 * The pairs of remote type and Trino type whose values pass without a cast.
 */
final class Codecs
{
    private static final int MAX_PRECISION = 6;

    private final TrinoTypes trinoTypes;
    private final ValuePolicies policies;
    private final ColumnEncoder textEncoder;

    Codecs(TrinoTypes trinoTypes, ValuePolicies policies)
    {
        this.trinoTypes = requireNonNull(trinoTypes, "trinoTypes is null");
        this.policies = requireNonNull(policies, "policies is null");
        this.textEncoder = TextCodec.encoder(policies.nulCharacter());
    }

    Optional<Codec> find(PostgresType remote, Type type)
    {
        return switch (remote.kind()) {
            case BASE -> remote.schema().equals("pg_catalog") ? findBuiltin(remote, type) : findExtension(remote, type);
            case ENUM -> type instanceof VarcharType varchar
                    ? Optional.of(new Codec(varcharDecoder(varchar), textEncoder, PushdownRule.ENUM, remote.sqlName()))
                    : Optional.empty();
            case PSEUDO -> remote.isBuiltin("record") && type == VARBINARY
                    ? Optional.of(new Codec(RowIdCodec.DECODER, RowIdCodec.ENCODER, PushdownRule.NONE, "record"))
                    : Optional.empty();
            case ARRAY, COMPOSITE, RANGE, MULTIRANGE -> Optional.empty();
        };
    }

    /** Codec of an array, made from that of its elements. */
    Codec array(PostgresType remoteElement, ArrayType type, ColumnDecoder element, ColumnEncoder elementEncoder)
    {
        return new Codec(
                ArrayCodec.decoder(type, element),
                ArrayCodec.encoder(type, remoteElement.oid(), elementEncoder),
                NULL_CHECK_ONLY,
                remoteElement.sqlName() + "[]");
    }

    /** Rule for text, which depends on the encoding and the collation; no collation is that of the database, which is deterministic. */
    static PushdownRule textRule(PostgresType remote)
    {
        Optional<PostgresCollation> collation = remote.collation();
        if (remote.encoding() != TextEncoding.UTF8) {
            // not even COLLATE "C" gives the order of Unicode
            if (!deterministic(remote)) {
                return NULL_CHECK_ONLY;
            }
            return remote.encoding() == TextEncoding.SINGLE_BYTE ? PushdownRule.TEXT_UNORDERED : PushdownRule.TEXT_CONSTANTS;
        }
        if (collation.isEmpty()) {
            return PushdownRule.TEXT;
        }
        if (!collation.get().deterministic()) {
            return PushdownRule.TEXT_COLLATED;
        }
        return collation.get().bytewise() ? PushdownRule.TEXT_BYTEWISE : PushdownRule.TEXT;
    }

    private static boolean deterministic(PostgresType remote)
    {
        return remote.collation().map(PostgresCollation::deterministic).orElse(true);
    }

    private Optional<Codec> findBuiltin(PostgresType remote, Type type)
    {
        return Optional.ofNullable(switch (remote.name()) {
            case "bool" -> type == BOOLEAN ? new Codec(BooleanCodec.DECODER, BooleanCodec.ENCODER, ALL, "boolean") : null;
            case "int2" -> integer(IntegerCodec.Wire.INT2, type);
            case "int4" -> integer(IntegerCodec.Wire.INT4, type);
            case "int8" -> integer(IntegerCodec.Wire.INT8, type);
            case "oid" -> integer(IntegerCodec.Wire.OID, type);
            case "float4" -> float4(type);
            case "float8" -> type == DOUBLE ? new Codec(FloatCodec.DOUBLE_DECODER, FloatCodec.DOUBLE_ENCODER, NAN_AWARE, "double precision") : null;
            case "numeric" -> numeric(remote, type);
            case "text", "varchar", "name" -> type instanceof VarcharType varchar
                    ? new Codec(varcharDecoder(varchar), textEncoder, textRule(remote), "text")
                    : null;
            case "bpchar" -> type instanceof CharType charType ? bpchar(remote, charType) : null;
            case "char" -> type instanceof CharType charType && charType.getLength() == 1
                    ? new Codec(QuotedCharCodec.DECODER, QuotedCharCodec.ENCODER, EQUALITY, "\"char\"")
                    : null;
            case "bytea" -> type == VARBINARY ? new Codec(ByteaCodec.DECODER, ByteaCodec.ENCODER, ALL, "bytea") : null;
            case "uuid" -> type == UUID ? new Codec(UuidCodec.DECODER, UuidCodec.ENCODER, ALL, "uuid") : null;
            case "json" -> type.equals(trinoTypes.json()) ? new Codec(JsonCodec.JSON_DECODER, JsonCodec.JSON_ENCODER, NULL_CHECK_ONLY, "json") : null;
            case "jsonb" -> type.equals(trinoTypes.json()) ? new Codec(JsonCodec.JSONB_DECODER, JsonCodec.JSONB_ENCODER, NULL_CHECK_ONLY, "jsonb") : null;
            case "inet" -> type.equals(trinoTypes.ipAddress()) ? new Codec(InetCodec.decoder(type), InetCodec.encoder(type), NULL_CHECK_ONLY, "inet") : null;
            case "date" -> type == DATE
                    ? new Codec(DateCodec.decoder(policies.infinity()), DateCodec.ENCODER, unlessNull(policies.infinity(), ALL), "date")
                    : null;
            case "time" -> type instanceof TimeType time && time.getPrecision() >= precision(remote) ? time(time) : null;
            case "timetz" -> type instanceof TimeWithTimeZoneType time && time.isShort() && time.getPrecision() >= precision(remote)
                    ? new Codec(TimeCodec.withTimeZoneDecoder(time, policies.endOfDay()), TimeCodec.withTimeZoneEncoder(time), NULL_CHECK_ONLY, "time with time zone")
                    : null;
            case "timestamp" -> type instanceof TimestampType timestamp && timestamp.getPrecision() >= precision(remote)
                    ? new Codec(
                            TimestampCodec.decoder(timestamp, policies.infinity()),
                            TimestampCodec.encoder(timestamp),
                            unlessNull(policies.infinity(), ALL),
                            "timestamp without time zone")
                    : null;
            case "timestamptz" -> type instanceof TimestampWithTimeZoneType timestamp && timestamp.getPrecision() >= precision(remote)
                    ? new Codec(
                            TimestampTzCodec.decoder(timestamp, policies.infinity()),
                            TimestampTzCodec.encoder(timestamp),
                            unlessNull(policies.infinity(), ALL),
                            "timestamp with time zone")
                    : null;
            default -> null;
        });
    }

    private Optional<Codec> findExtension(PostgresType remote, Type type)
    {
        if (remote.name().equals("hstore") && type.equals(trinoTypes.textMap())) {
            return Optional.of(new Codec(HstoreCodec.decoder(varcharDecoder(VARCHAR)), HstoreCodec.encoder(textEncoder), NULL_CHECK_ONLY, remote.sqlName()));
        }
        return Optional.empty();
    }

    private static Codec integer(IntegerCodec.Wire wire, Type type)
    {
        if (!IntegerCodec.isInteger(type)) {
            return null;
        }
        return new Codec(IntegerCodec.decoder(wire, type), IntegerCodec.encoder(wire, type), ALL, wire.typeName());
    }

    private static Codec float4(Type type)
    {
        if (type == REAL) {
            return new Codec(FloatCodec.REAL_DECODER, FloatCodec.REAL_ENCODER, NAN_AWARE, "real");
        }
        if (type == DOUBLE) {
            return new Codec(FloatCodec.REAL_TO_DOUBLE_DECODER, FloatCodec.DOUBLE_TO_REAL_ENCODER, NAN_AWARE, "double precision");
        }
        return null;
    }

    private Codec numeric(PostgresType remote, Type type)
    {
        if (type == NUMBER) {
            return new Codec(NumberCodec.DECODER, NumberCodec.ENCODER, NAN_AWARE, "numeric");
        }
        if (IntegerCodec.isInteger(type)) {
            return new Codec(NumberCodec.integerDecoder(type), NumberCodec.integerEncoder(type), ALL, "numeric");
        }
        if (!(type instanceof DecimalType decimal)) {
            return null;
        }
        boolean mayRound = policies.excessDigits() == ExcessDigits.ROUND && NumericTypmod.from(remote).map(NumericTypmod::scale).orElse(Integer.MAX_VALUE) > decimal.getScale();
        return mayRound ? null : new Codec(
                DecimalCodec.decoder(decimal, policies.notANumber()),
                DecimalCodec.encoder(decimal),
                unlessNull(policies.notANumber(), ALL),
                "numeric");
    }

    private Codec bpchar(PostgresType remote, CharType type)
    {
        PushdownRule rule = deterministic(remote) && remote.encoding() != TextEncoding.OTHER ? EQUALITY : NULL_CHECK_ONLY;
        return new Codec(TextCodec.charDecoder(type, policies.invalidText()), textEncoder, rule, "bpchar");
    }

    private Codec time(TimeType type)
    {
        PushdownRule rule = policies.endOfDay() == EndOfDay.WRAP ? NULL_CHECK_ONLY : ALL;
        return new Codec(TimeCodec.decoder(type, policies.endOfDay()), TimeCodec.encoder(type), rule, "time without time zone");
    }

    private ColumnDecoder varcharDecoder(VarcharType type)
    {
        return TextCodec.varcharDecoder(type, policies.invalidText());
    }

    private static PushdownRule unlessNull(UnrepresentableValue policy, PushdownRule rule)
    {
        return policy == UnrepresentableValue.NULL ? NONE : rule;
    }

    /** Fraction digits of seconds. */
    static int precision(PostgresType remote)
    {
        return remote.typmod() < 0 ? MAX_PRECISION : Math.min(remote.typmod(), MAX_PRECISION);
    }
}
