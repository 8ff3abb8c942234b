package org.trinofdw.postgres.type;

import io.trino.spi.type.TrinoNumber;
import io.trino.spi.type.TrinoNumber.BigDecimalValue;
import io.trino.spi.type.TrinoNumber.Infinity;
import io.trino.spi.type.TrinoNumber.NotANumber;
import io.trino.spi.type.Type;
import org.trinofdw.postgres.copy.ColumnDecoder;
import org.trinofdw.postgres.copy.ColumnEncoder;

import java.math.BigDecimal;
import java.math.BigInteger;

import static io.trino.spi.type.NumberType.NUMBER;
import static org.trinofdw.postgres.type.CodecErrors.outOfRange;
import static org.trinofdw.postgres.type.PgNumeric.NAN;
import static org.trinofdw.postgres.type.PgNumeric.NEGATIVE;
import static org.trinofdw.postgres.type.PgNumeric.NEGATIVE_INFINITY;
import static org.trinofdw.postgres.type.PgNumeric.POSITIVE;
import static org.trinofdw.postgres.type.PgNumeric.POSITIVE_INFINITY;
import static org.trinofdw.postgres.type.PgNumeric.groupCount;
import static org.trinofdw.postgres.type.PgNumeric.sign;
import static org.trinofdw.postgres.type.PgNumeric.specialName;
import static org.trinofdw.postgres.type.PgNumeric.toBigDecimal;

/**
 * {@code numeric} as NUMBER, which also has NaN and infinities, and as Trino's integers. NUMBER rounds beyond 200 digits;
 * such a value is an error here, since a rounded one would be a wrong one.
 */
final class NumberCodec
{
    private static final int MAX_PRECISION = 200;
    /** More groups than this have more than 200 significant digits, as the outer groups are not zero. */
    private static final int MAX_GROUPS = 51;
    /** Scales that the format of NUMBER has room for. */
    private static final int MIN_SCALE = -(1 << 14);
    private static final int MAX_SCALE = (1 << 14) - 1;

    private static final TrinoNumber NAN_NUMBER = TrinoNumber.from(new NotANumber());
    private static final TrinoNumber POSITIVE_INFINITY_NUMBER = TrinoNumber.from(new Infinity(false));
    private static final TrinoNumber NEGATIVE_INFINITY_NUMBER = TrinoNumber.from(new Infinity(true));

    static final ColumnDecoder DECODER = (bytes, offset, length, output) -> NUMBER.writeObject(output, decode(bytes, offset, length));

    static final ColumnEncoder ENCODER = (block, position, output) -> {
        switch (((TrinoNumber) NUMBER.getObject(block, position)).toBigDecimal()) {
            case BigDecimalValue(BigDecimal value) -> PgNumeric.write(value, output);
            case NotANumber() -> PgNumeric.writeSpecial(NAN, output);
            case Infinity(boolean negative) -> PgNumeric.writeSpecial(negative ? NEGATIVE_INFINITY : POSITIVE_INFINITY, output);
        }
    };

    private NumberCodec() {}

    /** Decoder of {@code numeric} as one of Trino's integers; a fraction is an error. */
    static ColumnDecoder integerDecoder(Type type)
    {
        BigDecimal min = BigDecimal.valueOf(IntegerCodec.minValue(type));
        BigDecimal max = BigDecimal.valueOf(IntegerCodec.maxValue(type));
        return (bytes, offset, length, output) -> {
            int groups = groupCount(bytes, offset, length);
            int sign = sign(bytes, offset);
            if (sign != POSITIVE && sign != NEGATIVE) {
                throw outOfRange("%s cannot be read as %s; declare the column as number or double", specialName(sign), type);
            }
            if (groups > MAX_GROUPS) {
                throw tooManyDigits();
            }
            BigDecimal value = toBigDecimal(bytes, offset, groups);
            if (value.compareTo(min) < 0 || value.compareTo(max) > 0 || value.stripTrailingZeros().scale() > 0) {
                throw outOfRange("%s does not fit into %s; declare the column as decimal or number", value.stripTrailingZeros(), type);
            }
            type.writeLong(output, value.longValueExact());
        };
    }

    /** Encoder of one of Trino's integers as {@code numeric}. */
    static ColumnEncoder integerEncoder(Type type)
    {
        return (block, position, output) -> PgNumeric.write(new BigDecimal(BigInteger.valueOf(type.getLong(block, position))), output);
    }

    private static TrinoNumber decode(byte[] bytes, int offset, int length)
    {
        int groups = groupCount(bytes, offset, length);
        int sign = sign(bytes, offset);
        if (sign != POSITIVE && sign != NEGATIVE) {
            // refuses a sign that does not exist
            specialName(sign);
            return sign == NAN ? NAN_NUMBER : sign == POSITIVE_INFINITY ? POSITIVE_INFINITY_NUMBER : NEGATIVE_INFINITY_NUMBER;
        }
        if (groups > MAX_GROUPS) {
            throw tooManyDigits();
        }
        BigDecimal value = toBigDecimal(bytes, offset, groups).stripTrailingZeros();
        if (value.precision() > MAX_PRECISION) {
            throw tooManyDigits();
        }
        if (value.scale() < MIN_SCALE || value.scale() > MAX_SCALE) {
            throw outOfRange("%s does not fit into number; declare the column as varchar", value);
        }
        return TrinoNumber.from(value);
    }

    private static RuntimeException tooManyDigits()
    {
        return outOfRange("A number of more than %s digits does not fit into number; declare the column as varchar", MAX_PRECISION);
    }
}
