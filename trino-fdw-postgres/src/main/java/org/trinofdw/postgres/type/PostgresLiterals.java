package org.trinofdw.postgres.type;

import io.airlift.slice.Slice;
import io.trino.spi.type.CharType;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.Int128;
import io.trino.spi.type.LongTimestamp;
import io.trino.spi.type.LongTimestampWithTimeZone;
import io.trino.spi.type.TimeType;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.TrinoNumber;
import io.trino.spi.type.TrinoNumber.BigDecimalValue;
import io.trino.spi.type.TrinoNumber.Infinity;
import io.trino.spi.type.TrinoNumber.NotANumber;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;

import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import static com.google.common.base.Preconditions.checkArgument;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.DateTimeEncoding.unpackMillisUtc;
import static io.trino.spi.type.DateType.DATE;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static io.trino.spi.type.NumberType.NUMBER;
import static io.trino.spi.type.RealType.REAL;
import static io.trino.spi.type.UuidType.UUID;
import static io.trino.spi.type.UuidType.trinoUuidToJavaUuid;
import static io.trino.spi.type.VarbinaryType.VARBINARY;
import static java.lang.Float.intBitsToFloat;
import static java.lang.Math.floorMod;
import static java.lang.Math.toIntExact;
import static org.trinofdw.postgres.type.PushdownRule.NONE;
import static org.trinofdw.postgres.type.PushdownRule.NULL_CHECK_ONLY;

/**
 * Trino values as literals of PostgreSQL's SQL, for a session with {@code standard_conforming_strings = on}. A literal
 * stands for exactly the value; where PostgreSQL cannot write that value, there is no literal.
 */
public final class PostgresLiterals
{
    private static final long PICOS_PER_MICRO = 1_000_000;
    private static final int MICROS_PER_MILLI = 1_000;

    private PostgresLiterals() {}

    /**
     * Literal that a column of the mapping can be compared with.
     *
     * @param value Trino's native value of {@code mapping.type()}: Boolean, Long, Double, Slice, or the type's object
     * @return empty if the mapping's rule has no comparisons, or if no value of the column can be equal to this one because
     * PostgreSQL cannot hold it, such as text with U+0000 or a moment outside its calendar; or if it is text that the database may have no
     * characters for, see {@link ColumnMapping#hasCharacters}
     */
    public static Optional<String> literal(ColumnMapping mapping, Object value)
    {
        return text(mapping, value).map(text -> switch (value) {
            case Long _ when IntegerCodec.isInteger(mapping.type()) && !mapping.comparisonType().equals("oid") -> text.startsWith("-") ? "(" + text + ")" : text;
            case Boolean _ -> text;
            default -> quote(text) + "::" + mapping.comparisonType();
        });
    }

    /**
     * Array literal of values for {@code = ANY (…)}.
     *
     * @return empty if one of the values has no literal
     */
    public static Optional<String> arrayLiteral(ColumnMapping mapping, List<Object> values)
    {
        StringBuilder array = new StringBuilder("{");
        for (Object value : values) {
            Optional<String> text = text(mapping, value);
            if (text.isEmpty()) {
                return Optional.empty();
            }
            array.append(array.length() > 1 ? "," : "")
                    .append('"').append(text.get().replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
        }
        return Optional.of(quote(array.append('}').toString()) + "::" + elementType(mapping, values) + "[]");
    }

    /** A column that is narrower than its Trino type is compared with wider integers as well, which an index on it serves too. */
    private static String elementType(ColumnMapping mapping, List<Object> values)
    {
        boolean fits = values.stream().allMatch(value -> switch (mapping.comparisonType()) {
            case "smallint" -> (long) value == (short) (long) value;
            case "integer" -> (long) value == (int) (long) value;
            default -> true;
        });
        return fits ? mapping.comparisonType() : "bigint";
    }

    /**
     * A string literal.
     *
     * @throws IllegalArgumentException if the text holds U+0000, which cannot be sent
     */
    public static String quote(String text)
    {
        checkArgument(text.indexOf('\0') < 0, "text holds U+0000");
        return "'" + text.replace("'", "''") + "'";
    }

    /** The value in the input syntax of the comparison type. */
    private static Optional<String> text(ColumnMapping mapping, Object value)
    {
        if (mapping.pushdown() == NULL_CHECK_ONLY || mapping.pushdown() == NONE) {
            return Optional.empty();
        }
        if (mapping.pushdown() == PushdownRule.ENUM && !mapping.remoteType().enumLabels().contains(((Slice) value).toStringUtf8())) {
            return Optional.empty();
        }
        if (!mapping.hasCharacters(value)) {
            return Optional.empty();
        }
        Type type = mapping.type();
        if (IntegerCodec.isInteger(type)) {
            long number = (long) value;
            boolean fits = !mapping.comparisonType().equals("oid") || (number >= 0 && number <= 0xFFFF_FFFFL);
            return fits ? Optional.of(Long.toString(number)) : Optional.empty();
        }
        if (type == BOOLEAN) {
            return Optional.of(value.toString());
        }
        if (type == REAL) {
            return Optional.of(Float.toString(intBitsToFloat(toIntExact((long) value))));
        }
        if (type == DOUBLE) {
            return Optional.of(Double.toString((double) value));
        }
        if (type instanceof DecimalType decimal) {
            return Optional.of((decimal.isShort()
                    ? BigDecimal.valueOf((long) value, decimal.getScale())
                    : new BigDecimal(((Int128) value).toBigInteger(), decimal.getScale())).toPlainString());
        }
        if (type == NUMBER) {
            return Optional.of(switch (((TrinoNumber) value).toBigDecimal()) {
                case BigDecimalValue(BigDecimal number) -> number.toString();
                case NotANumber() -> "NaN";
                case Infinity(boolean negative) -> negative ? "-Infinity" : "Infinity";
            });
        }
        if (type instanceof VarcharType || type instanceof CharType) {
            Slice text = (Slice) value;
            return Utf8.hasZero(text.byteArray(), text.byteArrayOffset(), text.length()) ? Optional.empty() : Optional.of(text.toStringUtf8());
        }
        if (type == VARBINARY) {
            Slice bytes = (Slice) value;
            return Optional.of("\\x" + HexFormat.of().formatHex(bytes.byteArray(), bytes.byteArrayOffset(), bytes.byteArrayOffset() + bytes.length()));
        }
        if (type == UUID) {
            return Optional.of(trinoUuidToJavaUuid((Slice) value).toString());
        }
        return dateTimeText(type, value);
    }

    private static Optional<String> dateTimeText(Type type, Object value)
    {
        if (type == DATE) {
            return DateTimeText.date((long) value);
        }
        if (type instanceof TimeType) {
            long picos = (long) value;
            return picos % PICOS_PER_MICRO == 0 ? Optional.of(DateTimeText.time(picos / PICOS_PER_MICRO)) : Optional.empty();
        }
        if (type instanceof TimestampType timestamp) {
            if (timestamp.isShort()) {
                return DateTimeText.timestamp((long) value);
            }
            LongTimestamp longTimestamp = (LongTimestamp) value;
            return longTimestamp.getPicosOfMicro() == 0 ? DateTimeText.timestamp(longTimestamp.getEpochMicros()) : Optional.empty();
        }
        if (type instanceof TimestampWithTimeZoneType timestamp) {
            if (timestamp.isShort()) {
                return DateTimeText.timestamp(unpackMillisUtc((long) value) * MICROS_PER_MILLI).map(DateTimeText::atUtc);
            }
            LongTimestampWithTimeZone moment = (LongTimestampWithTimeZone) value;
            if (floorMod(moment.getPicosOfMilli(), PICOS_PER_MICRO) != 0) {
                return Optional.empty();
            }
            return DateTimeText.timestamp(moment.getEpochMillis() * MICROS_PER_MILLI + moment.getPicosOfMilli() / PICOS_PER_MICRO).map(DateTimeText::atUtc);
        }
        return Optional.empty();
    }
}
