package org.trinofdw.postgres.type;

import static org.trinofdw.postgres.copy.BigEndian.getLong;

/**
 * Checks UTF-8. ASCII, the common case, goes eight bytes at a time.
 */
final class Utf8
{
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long LOW_BITS = 0x0101_0101_0101_0101L;

    private Utf8() {}

    /** Whether the bytes are well-formed UTF-8: shortest forms only, no surrogates, nothing above U+10FFFF. */
    static boolean isValid(byte[] bytes, int offset, int length)
    {
        int end = offset + length;
        int position = offset;
        while (position < end) {
            while (end - position >= Long.BYTES && (getLong(bytes, position) & HIGH_BITS) == 0) {
                position += Long.BYTES;
            }
            int rest = end - position;
            // the last word that ends with the text, without the bytes of it that are tested already or before the text
            if (rest < Long.BYTES && end >= Long.BYTES && (getLong(bytes, end - Long.BYTES) << (Long.SIZE - rest * Byte.SIZE) & HIGH_BITS) == 0) {
                return true;
            }
            while (position < end && bytes[position] >= 0) {
                position++;
            }
            if (position < end) {
                int sequence = sequenceLength(bytes, position, end);
                if (sequence < 0) {
                    return false;
                }
                position += sequence;
            }
        }
        return true;
    }

    /** Counts the code points of well-formed UTF-8. */
    static int countCodePoints(byte[] bytes, int offset, int length)
    {
        int count = 0;
        for (int i = offset; i < offset + length; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                count++;
            }
        }
        return count;
    }

    /** Whether any of the bytes is zero. */
    static boolean hasZero(byte[] bytes, int offset, int length)
    {
        int end = offset + length;
        int position = offset;
        for (; end - position >= Long.BYTES; position += Long.BYTES) {
            long word = getLong(bytes, position);
            if (((word - LOW_BITS) & ~word & HIGH_BITS) != 0) {
                return true;
            }
        }
        for (; position < end; position++) {
            if (bytes[position] == 0) {
                return true;
            }
        }
        return false;
    }

    /** Length of the sequence at the position, which is not ASCII, or -1 if it is not well-formed. */
    private static int sequenceLength(byte[] bytes, int position, int end)
    {
        int first = bytes[position] & 0xFF;
        if (first < 0xC2 || first > 0xF4) {
            return -1;
        }
        int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (end - position < length) {
            return -1;
        }
        int second = bytes[position + 1] & 0xFF;
        int lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        if (second < lowest || second > highest) {
            return -1;
        }
        for (int i = 2; i < length; i++) {
            if ((bytes[position + i] & 0xC0) != 0x80) {
                return -1;
            }
        }
        return length;
    }
}
