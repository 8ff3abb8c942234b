package org.trinofdw.maxcompute.record;

/**
 * Numbers of the record stream of the tunnel. A tag is a protocol buffer tag: field number and wire type.
 */
final class RecordTags
{
    /** Ends a record; followed by the CRC32C of its values. */
    static final int END_OF_RECORD = 33_553_408;
    /** Opens the trailer; followed by the number of records. */
    static final int RECORD_COUNT = 33_554_430;
    /** Ends the stream; followed by the CRC32C over the checksums of all records. */
    static final int STREAM_CHECKSUM = 33_554_431;
    /** Ends the metrics, which stand between count and checksum in some answers. */
    static final int END_OF_METRICS = 33_554_176;
    static final int METRICS = 1;

    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int LENGTH_DELIMITED = 2;
    static final int FIXED32 = 5;

    private RecordTags() {}

    static int tag(int fieldNumber, int wireType)
    {
        return (fieldNumber << 3) | wireType;
    }
}
