package org.trinofdw.testing.maxcompute.record;

/**
 * Numbers of the record stream that Tunnel uploads and downloads carry. A record is the tags and values of its non-null
 * columns followed by {@link #END_RECORD}; after the last record come {@link #META_COUNT} and {@link #META_CHECKSUM}.
 */
final class WireFormat
{
    static final int META_COUNT = 33554430;
    static final int META_CHECKSUM = 33554431;
    static final int END_RECORD = 33553408;

    static final int END_RECORD_TAG = END_RECORD << 3;
    static final int META_COUNT_TAG = META_COUNT << 3;
    static final int META_CHECKSUM_TAG = META_CHECKSUM << 3;

    private WireFormat() {}

    static int tag(int number, int wireType)
    {
        return number << 3 | wireType;
    }

    static long zigZag(long value)
    {
        return value << 1 ^ value >> 63;
    }

    static long unZigZag(long value)
    {
        return value >>> 1 ^ -(value & 1);
    }
}
