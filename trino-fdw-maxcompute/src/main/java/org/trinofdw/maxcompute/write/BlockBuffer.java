package org.trinofdw.maxcompute.write;

import java.io.ByteArrayOutputStream;

/**
 * A growing array of bytes that can be read in place.
 */
final class BlockBuffer
        extends ByteArrayOutputStream
{
    private static final int INITIAL_BYTES = 64 << 10;

    BlockBuffer()
    {
        super(INITIAL_BYTES);
    }

    byte[] bytes()
    {
        return buf;
    }

    int retained()
    {
        return buf.length;
    }
}
