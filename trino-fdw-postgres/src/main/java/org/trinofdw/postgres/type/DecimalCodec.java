package org.trinofdw.postgres.type;

import io.trino.spi.TrinoException;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.Int128ArrayBlockBuilder;
import io.trino.spi.block.LongArrayBlockBuilder;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.Int128;
import org.trinofdw.postgres.copy.ColumnDecoder;
import org.trinofdw.postgres.copy.ColumnEncoder;
import org.trinofdw.postgres.type.ValuePolicies.UnrepresentableValue;

import java.math.BigDecimal;
import java.math.BigInteger;

import static java.lang.Math.ceilDiv;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.postgres.copy.BigEndian.getInt;
import static org.trinofdw.postgres.type.CodecErrors.outOfRange;
import static org.trinofdw.postgres.type.PgNumeric.BASE;
import static org.trinofdw.postgres.type.PgNumeric.GROUP_DIGITS;
import static org.trinofdw.postgres.type.PgNumeric.MAX_FAST_SCALE;
import static org.trinofdw.postgres.type.PgNumeric.NEGATIVE;
import static org.trinofdw.postgres.type.PgNumeric.POSITIVE;
import static org.trinofdw.postgres.type.PgNumeric.POWERS_OF_TEN;
import static org.trinofdw.postgres.type.PgNumeric.group;
import static org.trinofdw.postgres.type.PgNumeric.groupCount;
import static org.trinofdw.postgres.type.PgNumeric.sign;
import static org.trinofdw.postgres.type.PgNumeric.specialName;
import static org.trinofdw.postgres.type.PgNumeric.toBigDecimal;
import static org.trinofdw.postgres.type.PgNumeric.weight;

/**
 * {@code numeric} as DECIMAL(p, s). Values are never rounded: digits that do not fit are an error.
 */
final class DecimalCodec
{
    /** More groups than this have more than 38 significant digits, as the outer groups are not zero. */
    private static final int MAX_GROUPS = 11;

    /** For each power of ten below that of a group: a group times it, without its lower 32 bits, is the quotient. Division would take longer than all else. */
    private static final long[] RECIPROCALS = new long[GROUP_DIGITS];

    static {
        for (int i = 0; i < RECIPROCALS.length; i++) {
            RECIPROCALS[i] = ceilDiv(1L << 32, POWERS_OF_TEN[i]);
        }
    }

    private DecimalCodec() {}

    static ColumnDecoder decoder(DecimalType type, UnrepresentableValue notANumber)
    {
        return type.isShort() ? new ShortDecoder(type, notANumber) : new LongDecoder(type, notANumber);
    }

    static ColumnEncoder encoder(DecimalType type)
    {
        int scale = type.getScale();
        if (type.isShort()) {
            if (scale > MAX_FAST_SCALE) {
                return (block, position, output) -> PgNumeric.write(BigDecimal.valueOf(type.getLong(block, position), scale), output);
            }
            return (block, position, output) -> PgNumeric.write(type.getLong(block, position), scale, output);
        }
        return (block, position, output) -> {
            Int128 value = (Int128) type.getObject(block, position);
            long low = value.getLow();
            if (value.getHigh() == low >> 63 && scale <= MAX_FAST_SCALE && Math.abs(low) < POWERS_OF_TEN[18] && low != Long.MIN_VALUE) {
                PgNumeric.write(low, scale, output);
            }
            else {
                PgNumeric.write(new BigDecimal(value.toBigInteger(), scale), output);
            }
        };
    }

    private static boolean isFinite(int sign)
    {
        return sign == POSITIVE || sign == NEGATIVE;
    }

    private static void decodeSpecial(int sign, DecimalType type, UnrepresentableValue policy, BlockBuilder output)
    {
        String name = specialName(sign);
        switch (policy) {
            case ERROR -> throw outOfRange("%s cannot be read as %s; declare the column as number or double, or let such values read as null", name, type);
            case NULL -> output.appendNull();
        }
    }

    private static BigInteger unscaledSlowly(byte[] bytes, int offset, int groups, DecimalType type)
    {
        if (groups > MAX_GROUPS) {
            throw outOfRange("A number of more than 38 digits does not fit into %s; declare the column as number or varchar", type);
        }
        BigDecimal value = toBigDecimal(bytes, offset, groups);
        // before the digits are written out, which would take long for the exponents that the format allows
        if (value.signum() != 0 && value.precision() - (long) value.scale() > type.getPrecision() - type.getScale()) {
            throw tooLarge(value, type);
        }
        BigDecimal stripped = value.stripTrailingZeros();
        if (stripped.scale() > type.getScale()) {
            throw outOfRange("%s has more than %s fraction digits, so it does not fit into %s; declare the column with a larger scale, as number or as varchar", stripped, type.getScale(), type);
        }
        return stripped.setScale(type.getScale()).unscaledValue();
    }

    private static TrinoException tooLarge(BigDecimal value, DecimalType type)
    {
        return outOfRange("%s does not fit into %s; declare the column with a larger precision, as number or as varchar", value.stripTrailingZeros(), type);
    }

    private static final class ShortDecoder
            implements ColumnDecoder
    {
        private final DecimalType type;
        private final UnrepresentableValue notANumber;
        private final int scale;
        private final long limit;

        private ShortDecoder(DecimalType type, UnrepresentableValue notANumber)
        {
            this.type = requireNonNull(type, "type is null");
            this.notANumber = requireNonNull(notANumber, "notANumber is null");
            this.scale = type.getScale();
            this.limit = POWERS_OF_TEN[type.getPrecision()];
        }

        @Override
        public void decode(byte[] bytes, int offset, int length, BlockBuilder output)
        {
            decode(bytes, offset, length, (LongArrayBlockBuilder) output);
        }

        @Override
        public void decodeFields(byte[][] tuples, int[] offsets, int count, BlockBuilder output)
        {
            LongArrayBlockBuilder builder = (LongArrayBlockBuilder) output;
            for (int i = 0; i < count; i++) {
                byte[] tuple = tuples[i];
                int offset = offsets[i];
                int length = getInt(tuple, offset);
                if (length >= 0) {
                    decode(tuple, offset + Integer.BYTES, length, builder);
                }
                else {
                    builder.appendNull();
                }
            }
        }

        private void decode(byte[] bytes, int offset, int length, LongArrayBlockBuilder builder)
        {
            int groups = groupCount(bytes, offset, length);
            int sign = sign(bytes, offset);
            if (!isFinite(sign)) {
                decodeSpecial(sign, type, notANumber, builder);
                return;
            }
            long magnitude = groups == 0 ? 0 : magnitude(bytes, offset, groups);
            if (magnitude < 0) {
                builder.writeLong(unscaledSlowly(bytes, offset, groups, type).longValueExact());
                return;
            }
            builder.writeLong(sign == NEGATIVE ? -magnitude : magnitude);
        }

        /** The unscaled magnitude, or -1 if it takes more than arithmetic of longs to find it or to tell that it does not fit. */
        private long magnitude(byte[] bytes, int offset, int groups)
        {
            int weight = weight(bytes, offset);
            // bounds everything below by 10^18
            if (GROUP_DIGITS * (weight + 1) + scale > 18) {
                return -1;
            }
            // power of ten of the last group, in units of the scale
            int exponent = GROUP_DIGITS * (weight - groups + 1) + scale;
            if (exponent <= -GROUP_DIGITS) {
                return -1;
            }
            long value = 0;
            int last = groups - 1;
            for (int i = 0; i < last; i++) {
                value = value * BASE + group(bytes, offset, i);
            }
            int lastGroup = group(bytes, offset, last);
            if (exponent >= 0) {
                value = (value * BASE + lastGroup) * POWERS_OF_TEN[exponent];
            }
            else {
                long quotient = lastGroup * RECIPROCALS[-exponent] >>> 32;
                if (quotient * POWERS_OF_TEN[-exponent] != lastGroup) {
                    return -1;
                }
                value = value * POWERS_OF_TEN[GROUP_DIGITS + exponent] + quotient;
            }
            return value < limit ? value : -1;
        }
    }

    private static final class LongDecoder
            implements ColumnDecoder
    {
        private final DecimalType type;
        private final UnrepresentableValue notANumber;
        private final int scale;

        private LongDecoder(DecimalType type, UnrepresentableValue notANumber)
        {
            this.type = requireNonNull(type, "type is null");
            this.notANumber = requireNonNull(notANumber, "notANumber is null");
            this.scale = type.getScale();
        }

        @Override
        public void decode(byte[] bytes, int offset, int length, BlockBuilder output)
        {
            Int128ArrayBlockBuilder builder = (Int128ArrayBlockBuilder) output;
            int groups = groupCount(bytes, offset, length);
            int sign = sign(bytes, offset);
            if (!isFinite(sign)) {
                decodeSpecial(sign, type, notANumber, builder);
                return;
            }
            if (groups == 0) {
                builder.writeInt128(0, 0);
                return;
            }
            int weight = weight(bytes, offset);
            int exponent = GROUP_DIGITS * (weight - groups + 1) + scale;
            // the bound of 10^38 that the precision sets may be passed only in the slow way, which checks it
            if (GROUP_DIGITS * (weight + 1) + scale > type.getPrecision() || exponent <= -GROUP_DIGITS) {
                writeSlowly(bytes, offset, groups, builder);
                return;
            }
            long high = 0;
            long low = 0;
            int last = groups - 1;
            for (int i = 0; i <= last; i++) {
                long factor = BASE;
                long addend = group(bytes, offset, i);
                if (i == last && exponent < 0) {
                    long divisor = POWERS_OF_TEN[-exponent];
                    if (addend % divisor != 0) {
                        writeSlowly(bytes, offset, groups, builder);
                        return;
                    }
                    factor = POWERS_OF_TEN[GROUP_DIGITS + exponent];
                    addend /= divisor;
                }
                high = high * factor + Math.unsignedMultiplyHigh(low, factor);
                low = low * factor + addend;
                if (Long.compareUnsigned(low, addend) < 0) {
                    high++;
                }
            }
            for (int rest = exponent; rest > 0; rest -= 18) {
                long factor = POWERS_OF_TEN[Math.min(rest, 18)];
                high = high * factor + Math.unsignedMultiplyHigh(low, factor);
                low *= factor;
            }
            if (sign == NEGATIVE) {
                low = -low;
                high = low == 0 ? -high : ~high;
            }
            builder.writeInt128(high, low);
        }

        private void writeSlowly(byte[] bytes, int offset, int groups, Int128ArrayBlockBuilder builder)
        {
            Int128 value = Int128.valueOf(unscaledSlowly(bytes, offset, groups, type));
            builder.writeInt128(value.getHigh(), value.getLow());
        }
    }
}
