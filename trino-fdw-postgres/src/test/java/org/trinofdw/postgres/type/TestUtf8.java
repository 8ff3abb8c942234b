package org.trinofdw.postgres.type;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Texts of all lengths at all places of an array, which are tested in words.
 */
final class TestUtf8
{
    private static final int LONGEST = 20;

    @Test
    void testEveryPlace()
    {
        for (int before = 0; before < 10; before++) {
            for (int length = 0; length <= LONGEST; length++) {
                for (int after = 0; after < 3; after++) {
                    // what is around the text does not matter
                    byte[] bytes = new byte[before + length + after];
                    Arrays.fill(bytes, (byte) 0xFF);
                    Arrays.fill(bytes, before, before + length, (byte) 'a');
                    assertThat(Utf8.isValid(bytes, before, length)).isTrue();
                    for (int place = 0; place < length; place++) {
                        bytes[before + place] = (byte) 0x80;
                        assertThat(Utf8.isValid(bytes, before, length)).as("%s of %s bytes after %s", place, length, before).isFalse();
                        bytes[before + place] = 'a';
                    }
                }
            }
        }
    }

    @Test
    void testSequences()
    {
        String text = "aaaaaaa\u00e9aaaaaaaa\u20acaaa\ud83d\ude00aaaaaaaaaa\u00fc";
        for (int prefix = 0; prefix < 9; prefix++) {
            byte[] bytes = ("x".repeat(prefix) + text).getBytes(UTF_8);
            for (int start = 0; start <= prefix; start++) {
                assertThat(Utf8.isValid(bytes, start, bytes.length - start)).isTrue();
                // the last sequence is cut
                assertThat(Utf8.isValid(bytes, start, bytes.length - start - 1)).isFalse();
            }
        }
    }
}
