package org.trinofdw.maxcompute.record;

import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.LongArrayBlockBuilder;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.Int128;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;

import static io.trino.spi.type.DoubleType.DOUBLE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.trinofdw.maxcompute.record.NumericDecoders.outOfRange;

/**
 * Decoders of DECIMAL, which travels as text.
 */
final class DecimalDecoders
{
    private static final int MAX_LONG_DIGITS = 18;
    private static final long[] POWERS_OF_TEN = new long[MAX_LONG_DIGITS + 1];
    private static final int MAX_DECIMAL_TEXT = 1024;

    static {
        POWERS_OF_TEN[0] = 1;
        for (int power = 1; power < POWERS_OF_TEN.length; power++) {
            POWERS_OF_TEN[power] = POWERS_OF_TEN[power - 1] * 10;
        }
    }

    private DecimalDecoders() {}

    static FieldDecoder decimal(String column, DecimalType type)
    {
        if (type.isShort()) {
            return shortDecimal(column, type);
        }
        return (input, output) -> write(column, type, readBigDecimal(column, type.getDisplayName(), input), output);
    }

    private static FieldDecoder shortDecimal(String column, DecimalType type)
    {
        int scale = type.getScale();
        long bound = POWERS_OF_TEN[type.getPrecision()];
        return (input, output) -> {
            int length = readDecimalLength(input);
            int start = input.readBytes(length);
            byte[] bytes = input.buffer();
            long value = parseShort(bytes, start, length, scale);
            if (value > -bound && value < bound) {
                ((LongArrayBlockBuilder) output).writeLong(value);
            }
            else {
                // exponents, more digits than the type has, and everything that is no number
                write(column, type, parse(column, type.getDisplayName(), bytes, start, length), output);
            }
        };
    }

    static FieldDecoder decimalAsDouble(String column)
    {
        return (input, output) -> DOUBLE.writeDouble(output, readBigDecimal(column, "double", input).doubleValue());
    }

    /**
     * Plain digits with an optional sign and point, scaled; {@link Long#MIN_VALUE} when the text is anything else or does not fit.
     */
    private static long parseShort(byte[] bytes, int start, int length, int scale)
    {
        int position = start;
        int end = start + length;
        boolean negative = false;
        if (position < end && (bytes[position] == '-' || bytes[position] == '+')) {
            negative = bytes[position] == '-';
            position++;
        }
        long value = 0;
        int digits = 0;
        int fraction = -1;
        for (; position < end; position++) {
            int digit = bytes[position] - '0';
            if (digit >= 0 && digit <= 9) {
                if (fraction >= 0) {
                    if (fraction == scale) {
                        if (digit != 0) {
                            return Long.MIN_VALUE;
                        }
                        continue;
                    }
                    fraction++;
                }
                value = value * 10 + digit;
                if (value != 0 && ++digits > MAX_LONG_DIGITS) {
                    return Long.MIN_VALUE;
                }
                if (value == 0) {
                    digits = 0;
                }
            }
            else if (bytes[position] == '.' && fraction < 0) {
                fraction = 0;
            }
            else {
                return Long.MIN_VALUE;
            }
        }
        if (length == 0 || (digits == 0 && !hasDigit(bytes, start, end))) {
            return Long.MIN_VALUE;
        }
        int missing = scale - Math.max(fraction, 0);
        if (digits + missing > MAX_LONG_DIGITS && value != 0) {
            return Long.MIN_VALUE;
        }
        value = value == 0 ? 0 : value * POWERS_OF_TEN[missing];
        return negative ? -value : value;
    }

    private static boolean hasDigit(byte[] bytes, int start, int end)
    {
        for (int position = start; position < end; position++) {
            if (bytes[position] >= '0' && bytes[position] <= '9') {
                return true;
            }
        }
        return false;
    }

    private static int readDecimalLength(RecordInput input)
            throws IOException
    {
        int length = input.readLength();
        if (length > MAX_DECIMAL_TEXT) {
            throw new RecordStreamException("Invalid length %s of a DECIMAL in the record stream".formatted(length));
        }
        return length;
    }

    private static BigDecimal readBigDecimal(String column, String type, RecordInput input)
            throws IOException
    {
        int length = readDecimalLength(input);
        int start = input.readBytes(length);
        return parse(column, type, input.buffer(), start, length);
    }

    private static BigDecimal parse(String column, String type, byte[] bytes, int start, int length)
    {
        String text = new String(bytes, start, length, US_ASCII);
        try {
            BigDecimal value = new BigDecimal(text);
            if (Math.abs((long) value.scale()) > MAX_DECIMAL_TEXT) {
                throw outOfRange(column, text, type);
            }
            return value;
        }
        catch (NumberFormatException e) {
            // old projects hold inf and nan in DECIMAL columns; neither has a counterpart
            throw outOfRange(column, "\"%s\"".formatted(text), type);
        }
    }

    /**
     * Appends a value, exactly: digits that the type does not have are an error, never rounded away.
     */
    static void write(String column, DecimalType type, BigDecimal value, BlockBuilder output)
    {
        BigDecimal scaled;
        try {
            scaled = value.setScale(type.getScale(), RoundingMode.UNNECESSARY);
        }
        catch (ArithmeticException e) {
            throw outOfRange(column, value.toPlainString(), type.getDisplayName());
        }
        if (scaled.precision() > type.getPrecision()) {
            throw outOfRange(column, value.toPlainString(), type.getDisplayName());
        }
        if (type.isShort()) {
            type.writeLong(output, scaled.unscaledValue().longValueExact());
        }
        else {
            type.writeObject(output, Int128.valueOf(scaled.unscaledValue()));
        }
    }
}
