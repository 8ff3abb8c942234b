package org.trinofdw.maxcompute.record;

/**
 * Checks UTF-8 as RFC 3629 defines it: shortest forms only, no surrogates, nothing above U+10FFFF.
 */
final class Utf8
{
    private Utf8() {}

    static boolean isValid(byte[] bytes, int start, int length)
    {
        int position = start;
        int end = start + length;
        while (position < end) {
            int first = bytes[position++];
            if (first >= 0) {
                continue;
            }
            first &= 0xFF;
            int more;
            int lowest = 0x80;
            int highest = 0xBF;
            if (first >= 0xC2 && first <= 0xDF) {
                more = 1;
            }
            else if (first >= 0xE0 && first <= 0xEF) {
                more = 2;
                lowest = first == 0xE0 ? 0xA0 : 0x80;
                highest = first == 0xED ? 0x9F : 0xBF;
            }
            else if (first >= 0xF0 && first <= 0xF4) {
                more = 3;
                lowest = first == 0xF0 ? 0x90 : 0x80;
                highest = first == 0xF4 ? 0x8F : 0xBF;
            }
            else {
                return false;
            }
            if (end - position < more) {
                return false;
            }
            int second = bytes[position++] & 0xFF;
            if (second < lowest || second > highest) {
                return false;
            }
            for (int rest = 1; rest < more; rest++) {
                if ((bytes[position++] & 0xC0) != 0x80) {
                    return false;
                }
            }
        }
        return true;
    }
}
