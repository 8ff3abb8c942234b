package org.trinofdw.postgres.type;

import org.trinofdw.postgres.copy.CopyOutputBuffer;

import java.math.BigDecimal;
import java.math.BigInteger;

import static org.trinofdw.postgres.copy.BigEndian.getShort;
import static org.trinofdw.postgres.copy.BigEndian.putInt;
import static org.trinofdw.postgres.copy.BigEndian.putLong;
import static org.trinofdw.postgres.copy.BigEndian.putShort;
import static org.trinofdw.postgres.type.CodecErrors.checkAtLeast;
import static org.trinofdw.postgres.type.CodecErrors.invalid;

/**
 * The binary format of {@code numeric}: int16 number of groups, weight of the first group, sign and display scale, then the
 * groups, each a digit to base 10000. Zero groups at either end are left out, so 10000 is one group of weight 1.
 */
final class PgNumeric
{
    static final int HEADER_LENGTH = 4 * Short.BYTES;
    static final int BASE = 10_000;
    static final int GROUP_DIGITS = 4;

    static final int POSITIVE = 0x0000;
    static final int NEGATIVE = 0x4000;
    static final int NAN = 0xC000;
    static final int POSITIVE_INFINITY = 0xD000;
    static final int NEGATIVE_INFINITY = 0xF000;

    /** Largest scale whose fraction, filled up to whole groups, a long holds. */
    static final int MAX_FAST_SCALE = 16;

    /** Powers of ten that a long holds. */
    static final long[] POWERS_OF_TEN = new long[19];

    static {
        POWERS_OF_TEN[0] = 1;
        for (int i = 1; i < POWERS_OF_TEN.length; i++) {
            POWERS_OF_TEN[i] = POWERS_OF_TEN[i - 1] * 10;
        }
    }

    private PgNumeric() {}

    /** Number of groups, after a check that the length agrees with it. */
    static int groupCount(byte[] bytes, int offset, int length)
    {
        checkAtLeast("numeric", HEADER_LENGTH, length);
        int groups = getShort(bytes, offset);
        if (length - HEADER_LENGTH != groups * Short.BYTES) {
            throw invalid("numeric", "%s groups in %s bytes".formatted(groups, length));
        }
        return groups;
    }

    static int weight(byte[] bytes, int offset)
    {
        return getShort(bytes, offset + Short.BYTES);
    }

    static int sign(byte[] bytes, int offset)
    {
        return getShort(bytes, offset + 2 * Short.BYTES) & 0xFFFF;
    }

    static int group(byte[] bytes, int offset, int index)
    {
        int group = getShort(bytes, offset + HEADER_LENGTH + index * Short.BYTES);
        if (group < 0 || group >= BASE) {
            throw invalid("numeric", "group " + group);
        }
        return group;
    }

    /** Name of a value that is not a number, for a sign word other than POSITIVE and NEGATIVE. */
    static String specialName(int sign)
    {
        return switch (sign) {
            case NAN -> "NaN";
            case POSITIVE_INFINITY -> "Infinity";
            case NEGATIVE_INFINITY -> "-Infinity";
            default -> throw invalid("numeric", "sign 0x%04x".formatted(sign));
        };
    }

    /** Exact value; the sign must be POSITIVE or NEGATIVE. */
    static BigDecimal toBigDecimal(byte[] bytes, int offset, int groups)
    {
        int exponent = GROUP_DIGITS * (weight(bytes, offset) - groups + 1);
        BigInteger unscaled = BigInteger.ZERO;
        for (int start = 0; start < groups; start += GROUP_DIGITS) {
            long chunk = 0;
            long base = 1;
            for (int i = start; i < Math.min(groups, start + GROUP_DIGITS); i++) {
                chunk = chunk * BASE + group(bytes, offset, i);
                base *= BASE;
            }
            unscaled = start == 0 ? BigInteger.valueOf(chunk) : unscaled.multiply(BigInteger.valueOf(base)).add(BigInteger.valueOf(chunk));
        }
        return new BigDecimal(sign(bytes, offset) == NEGATIVE ? unscaled.negate() : unscaled, -exponent);
    }

    /** Writes a special value with its length word. */
    static void writeSpecial(int sign, CopyOutputBuffer output)
    {
        output.writeInt(HEADER_LENGTH);
        output.writeShort(0);
        output.writeShort(0);
        output.writeShort(sign);
        output.writeShort(0);
    }

    /** Writes {@code unscaled * 10^-scale} with its length word, for magnitudes below 10^18 and scales from 0 to {@value #MAX_FAST_SCALE}. */
    static void write(long unscaled, int scale, CopyOutputBuffer output)
    {
        long magnitude = Math.abs(unscaled);
        long whole = magnitude / POWERS_OF_TEN[scale];
        long fraction = magnitude - whole * POWERS_OF_TEN[scale];
        int wholeGroups = groupsOf(whole);
        int fractionGroups = fraction == 0 ? 0 : (scale + GROUP_DIGITS - 1) / GROUP_DIGITS;
        int start = writeHeader(wholeGroups + fractionGroups, wholeGroups - 1, unscaled < 0, scale, output);
        byte[] bytes = output.bytes();
        // from the last group to the first, as the divisor is then always the same
        int position = start + (wholeGroups + fractionGroups) * Short.BYTES;
        long rest = fraction * POWERS_OF_TEN[fractionGroups == 0 ? 0 : fractionGroups * GROUP_DIGITS - scale];
        for (int i = 0; i < fractionGroups; i++) {
            position -= Short.BYTES;
            long quotient = rest / BASE;
            putShort(bytes, position, (int) (rest - quotient * BASE));
            rest = quotient;
        }
        rest = whole;
        for (int i = 0; i < wholeGroups; i++) {
            position -= Short.BYTES;
            long quotient = rest / BASE;
            putShort(bytes, position, (int) (rest - quotient * BASE));
            rest = quotient;
        }
    }

    /** Writes a value of any size with its length word. */
    static void write(BigDecimal value, CopyOutputBuffer output)
    {
        BigDecimal whole = value.scale() < 0 ? value.setScale(0) : value;
        int scale = whole.scale();
        String digits = whole.unscaledValue().abs().toString();
        int wholeDigits = Math.max(digits.length() - scale, 0);
        int wholeGroups = (wholeDigits + GROUP_DIGITS - 1) / GROUP_DIGITS;
        int fractionGroups = (scale + GROUP_DIGITS - 1) / GROUP_DIGITS;
        String padded = "0".repeat(wholeGroups * GROUP_DIGITS - wholeDigits)
                + "0".repeat(Math.max(scale - digits.length(), 0))
                + digits
                + "0".repeat(fractionGroups * GROUP_DIGITS - scale);
        int position = writeHeader(wholeGroups + fractionGroups, wholeGroups - 1, whole.signum() < 0, scale, output);
        for (int i = 0; i < padded.length(); i += GROUP_DIGITS) {
            putShort(output.bytes(), position, Integer.parseInt(padded, i, i + GROUP_DIGITS, 10));
            position += Short.BYTES;
        }
    }

    private static int groupsOf(long magnitude)
    {
        int groups = 0;
        for (long rest = magnitude; rest != 0; rest /= BASE) {
            groups++;
        }
        return groups;
    }

    /** Writes all but the groups, and returns the offset where they belong. */
    private static int writeHeader(int groups, int weight, boolean negative, int scale, CopyOutputBuffer output)
    {
        int length = HEADER_LENGTH + groups * Short.BYTES;
        int start = output.reserve(Integer.BYTES + length);
        byte[] bytes = output.bytes();
        putInt(bytes, start, length);
        putLong(bytes, start + Integer.BYTES, ((long) groups << 48) | ((weight & 0xFFFFL) << 32) | ((negative ? NEGATIVE : POSITIVE) << 16) | scale);
        return start + Integer.BYTES + HEADER_LENGTH;
    }
}
