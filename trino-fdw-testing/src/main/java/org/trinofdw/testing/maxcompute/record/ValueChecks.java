package org.trinofdw.testing.maxcompute.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.common.base.Utf8;
import org.trinofdw.testing.maxcompute.store.Column;
import org.trinofdw.testing.maxcompute.type.OdpsType;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;

import static java.lang.String.format;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The ranges of the types (MaxCompute data type edition 2.0).
 */
final class ValueChecks
{
    private static final long MIN_DAY = LocalDate.of(0, 1, 1).toEpochDay();
    private static final long MAX_DAY = LocalDate.of(9999, 12, 31).toEpochDay();
    private static final long MIN_SECOND = LocalDate.of(0, 1, 1).atStartOfDay().toEpochSecond(ZoneOffset.UTC);
    private static final long MAX_SECOND = LocalDate.of(10000, 1, 1).atStartOfDay().toEpochSecond(ZoneOffset.UTC) - 1;
    // instants are shown in the project's time zone, which may lie 18 hours on either side
    private static final long ZONE_SECONDS = 18 * 60 * 60;
    private static final int MAX_MONTHS = 9999 * 12;

    private final JsonFactory jsonFactory = new JsonFactory();

    void checkInteger(Column column, OdpsType type, long value)
            throws InvalidValueException
    {
        boolean valid = switch (type.kind()) {
            case TINYINT -> value == (byte) value;
            case SMALLINT -> value == (short) value;
            case INT -> value == (int) value;
            case BIGINT -> value != Long.MIN_VALUE;
            case DATE -> value >= MIN_DAY && value <= MAX_DAY;
            case DATETIME -> {
                long second = Math.floorDiv(value, 1000L);
                yield second >= MIN_SECOND - ZONE_SECONDS && second <= MAX_SECOND + ZONE_SECONDS;
            }
            case INTERVAL_YEAR_MONTH -> Math.abs(value) <= MAX_MONTHS;
            case FLOAT, DOUBLE, BOOLEAN, DECIMAL, STRING, VARCHAR, CHAR, BINARY, JSON, TIMESTAMP, TIMESTAMP_NTZ, INTERVAL_DAY_TIME, ARRAY, MAP, STRUCT, OTHER ->
                    throw new IllegalStateException("not an integer: " + type.text());
        };
        if (!valid) {
            throw outOfRange(column, type, Long.toString(value));
        }
    }

    void checkSecondsAndNanos(Column column, OdpsType type, long seconds, long nanos)
            throws InvalidValueException
    {
        boolean valid = switch (type.kind()) {
            case TIMESTAMP -> seconds >= MIN_SECOND - ZONE_SECONDS && seconds <= MAX_SECOND + ZONE_SECONDS && nanos >= 0 && nanos < 1_000_000_000;
            case TIMESTAMP_NTZ -> seconds >= MIN_SECOND && seconds <= MAX_SECOND && nanos >= 0 && nanos < 1_000_000_000;
            case INTERVAL_DAY_TIME -> Math.abs(nanos) < 1_000_000_000;
            case TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, BOOLEAN, DECIMAL, STRING, VARCHAR, CHAR, BINARY, JSON, DATE, DATETIME, INTERVAL_YEAR_MONTH, ARRAY, MAP, STRUCT, OTHER ->
                    throw new IllegalStateException("not of seconds and nanoseconds: " + type.text());
        };
        if (!valid) {
            throw outOfRange(column, type, seconds + " s " + nanos + " ns");
        }
    }

    void checkBytes(Column column, OdpsType type, byte[] bytes, int offset, int length)
            throws InvalidValueException
    {
        switch (type.kind()) {
            case DECIMAL -> checkDecimal(column, type, new String(bytes, offset, length, UTF_8));
            case CHAR, VARCHAR -> {
                if (!Utf8.isWellFormed(bytes, offset, length)) {
                    throw outOfRange(column, type, "not UTF-8");
                }
                String text = new String(bytes, offset, length, UTF_8);
                if (text.codePointCount(0, text.length()) > type.length()) {
                    throw outOfRange(column, type, text);
                }
            }
            case JSON -> checkJson(column, type, bytes, offset, length);
            case STRING, BINARY -> {}
            case TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, BOOLEAN, DATE, DATETIME, TIMESTAMP, TIMESTAMP_NTZ, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, ARRAY, MAP, STRUCT, OTHER ->
                    throw new IllegalStateException("not of bytes: " + type.text());
        }
    }

    private static void checkDecimal(Column column, OdpsType type, String text)
            throws InvalidValueException
    {
        BigDecimal value;
        try {
            value = new BigDecimal(text);
        }
        catch (NumberFormatException _) {
            throw outOfRange(column, type, text);
        }
        // DECIMAL without parameters is that of the first edition: 36 digits before the point and 18 behind it
        int integerDigits = type.length() == 0 ? 36 : type.length() - type.scale();
        int scale = type.length() == 0 ? 18 : type.scale();
        BigDecimal stripped = value.stripTrailingZeros();
        if (stripped.scale() > scale || stripped.precision() - stripped.scale() > integerDigits && value.signum() != 0) {
            throw outOfRange(column, type, text);
        }
    }

    private void checkJson(Column column, OdpsType type, byte[] bytes, int offset, int length)
            throws InvalidValueException
    {
        try (JsonParser parser = jsonFactory.createParser(bytes, offset, length)) {
            if (parser.nextToken() == null) {
                throw outOfRange(column, type, "no value");
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw outOfRange(column, type, "more than one value");
            }
        }
        catch (JsonProcessingException e) {
            throw outOfRange(column, type, e.getOriginalMessage());
        }
        catch (InvalidValueException e) {
            throw e;
        }
        catch (IOException e) {
            throw outOfRange(column, type, e.getMessage());
        }
    }

    private static InvalidValueException outOfRange(Column column, OdpsType type, String value)
    {
        return new InvalidValueException(format("value %s of column %s is not a %s", value.length() > 100 ? value.substring(0, 100) + "..." : value, column.name(), type.text()));
    }
}
