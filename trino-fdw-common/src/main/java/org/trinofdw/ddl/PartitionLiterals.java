package org.trinofdw.ddl;

import io.trino.spi.type.BigintType;
import io.trino.spi.type.BooleanType;
import io.trino.spi.type.CharType;
import io.trino.spi.type.DateType;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.DoubleType;
import io.trino.spi.type.IntegerType;
import io.trino.spi.type.NumberType;
import io.trino.spi.type.RealType;
import io.trino.spi.type.SmallintType;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.TinyintType;
import io.trino.spi.type.Type;
import io.trino.spi.type.UuidType;
import org.trinofdw.definition.DeclaredType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Arrays;
import java.util.UUID;

import static java.math.RoundingMode.HALF_UP;
import static java.time.format.DateTimeFormatter.ISO_LOCAL_DATE;
import static java.time.format.DateTimeFormatter.ISO_LOCAL_TIME;
import static java.util.Locale.ENGLISH;
import static org.trinofdw.ddl.syntax.DdlErrors.error;

/**
 * Literals of partition bounds as values that can be compared. Text is compared by code points, which is the order
 * of Trino and of PostgreSQL's collation "C".
 */
public final class PartitionLiterals
{
    // ISO 8601 with a blank or a T, and with a time or without, as PostgreSQL prints timestamps under DateStyle ISO
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .append(ISO_LOCAL_DATE)
            .optionalStart()
            .appendPattern("[ ]['T']")
            .append(ISO_LOCAL_TIME)
            .optionalEnd()
            .optionalStart()
            .appendPattern("[ ]")
            .appendOffset("+HH:mm", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HH", "Z")
            .optionalEnd()
            .toFormatter(ENGLISH);

    private PartitionLiterals() {}

    /**
     * A whole number as BigInteger; decimals and numeric as BigDecimal; dates and timestamps as LocalDate, LocalDateTime and Instant; text in a form of its own
     * with the text as {@code toString()}.
     *
     * @param subject what the literal belongs to, for the message
     * @throws io.trino.spi.TrinoException if the text is no value of the type
     */
    public static Comparable<?> value(DeclaredType type, String text, String subject)
    {
        try {
            return value(type.trinoType(), text);
        }
        catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
            throw error("%s: '%s' is not a value of type %s; write it as %s".formatted(subject, text, type.text(), example(type.trinoType())));
        }
    }

    private static Comparable<?> value(Type type, String text)
    {
        return switch (type) {
            case TinyintType _ -> integer(text, 8);
            case SmallintType _ -> integer(text, 16);
            case IntegerType _ -> integer(text, 32);
            case BigintType _ -> integer(text, 64);
            case DecimalType decimal -> decimal(text, decimal);
            case NumberType _ -> new BigDecimal(text.strip()).stripTrailingZeros();
            case DoubleType _ -> Double.valueOf(text.strip());
            case RealType _ -> Float.valueOf(text.strip());
            case BooleanType _ -> bool(text);
            case DateType _ -> LocalDate.parse(text.strip(), ISO_LOCAL_DATE);
            case TimestampType _ -> dateTime(TIMESTAMP.parse(text.strip()));
            case TimestampWithTimeZoneType _ -> instant(TIMESTAMP.parse(text.strip()));
            case UuidType _ -> UUID.fromString(text.strip()).toString();
            // trailing blanks of char do not count
            case CharType _ -> new CodePoints(text.replaceFirst(" +$", ""));
            default -> new CodePoints(text);
        };
    }

    private static BigInteger integer(String text, int bits)
    {
        BigInteger value = new BigInteger(text.strip());
        if (value.bitLength() >= bits) {
            throw new ArithmeticException("out of range");
        }
        return value;
    }

    private static BigDecimal decimal(String text, DecimalType type)
    {
        BigDecimal value = new BigDecimal(text.strip()).setScale(type.getScale(), HALF_UP);
        if (value.precision() > type.getPrecision()) {
            throw new ArithmeticException("out of range");
        }
        return value;
    }

    private static Boolean bool(String text)
    {
        return switch (text.strip().toLowerCase(ENGLISH)) {
            case "true", "t", "yes", "y", "on", "1" -> true;
            case "false", "f", "no", "n", "off", "0" -> false;
            default -> throw new IllegalArgumentException("not a boolean");
        };
    }

    private static LocalDateTime dateTime(TemporalAccessor parsed)
    {
        LocalDate date = LocalDate.from(parsed);
        LocalTime time = parsed.query(TemporalQueries.localTime());
        return time == null ? date.atStartOfDay() : date.atTime(time);
    }

    private static Instant instant(TemporalAccessor parsed)
    {
        ZoneOffset offset = parsed.query(TemporalQueries.offset());
        // sessions of the wrapper run in UTC
        return OffsetDateTime.of(dateTime(parsed), offset == null ? ZoneOffset.UTC : offset).toInstant();
    }

    private static String example(Type type)
    {
        return switch (type) {
            case TinyintType _, SmallintType _, IntegerType _, BigintType _ -> "a whole number in its range";
            case DecimalType _, NumberType _, DoubleType _, RealType _ -> "a number such as 12.5";
            case BooleanType _ -> "true or false";
            case DateType _ -> "a date such as '2016-07-01'";
            case TimestampType _ -> "a timestamp such as '2016-07-01 12:00:00'";
            case TimestampWithTimeZoneType _ -> "a timestamp such as '2016-07-01 12:00:00+00'";
            case UuidType _ -> "a UUID such as '00000000-0000-0000-0000-000000000000'";
            default -> "text";
        };
    }

    /**
     * Text in the order of its code points, where String has the order of UTF-16.
     */
    private record CodePoints(String text)
            implements Comparable<CodePoints>
    {
        @Override
        public String toString()
        {
            return text;
        }

        @Override
        public int compareTo(CodePoints other)
        {
            int[] left = text.codePoints().toArray();
            int[] right = other.text.codePoints().toArray();
            return Arrays.compare(left, right);
        }
    }
}
