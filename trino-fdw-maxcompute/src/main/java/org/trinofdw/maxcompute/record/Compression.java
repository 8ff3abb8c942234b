package org.trinofdw.maxcompute.record;

import com.aliyun.odps.tunnel.io.CompressOption.CompressAlgorithm;
import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.xerial.snappy.SnappyFramedInputStream;
import org.xerial.snappy.SnappyFramedOutputStream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * The compressions of the tunnel, by the names that travel in {@code Accept-Encoding} and {@code Content-Encoding}.
 */
public enum Compression
{
    NONE(null),
    DEFLATE("deflate"),
    SNAPPY("x-snappy-framed"),
    LZ4("x-lz4-frame"),
    ZSTD("zstd");

    private static final int BUFFER_BYTES = 64 << 10;

    private final String encoding;

    Compression(String encoding)
    {
        this.encoding = encoding;
    }

    public Optional<String> encoding()
    {
        return Optional.ofNullable(encoding);
    }

    /**
     * The compression that an answer really has: absent means none.
     */
    public static Compression ofEncoding(Optional<String> encoding)
            throws IOException
    {
        if (encoding.isEmpty()) {
            return NONE;
        }
        for (Compression compression : values()) {
            if (encoding.get().equalsIgnoreCase(compression.encoding)) {
                return compression;
            }
        }
        throw new RecordStreamException("Unknown Content-Encoding %s".formatted(encoding.get()));
    }

    static Compression ofSdk(CompressAlgorithm algorithm)
    {
        return switch (algorithm) {
            case ODPS_RAW -> NONE;
            case ODPS_ZLIB -> DEFLATE;
            case ODPS_SNAPPY -> SNAPPY;
            case ODPS_LZ4_FRAME -> LZ4;
            case ODPS_ZSTD -> ZSTD;
            case ODPS_ARROW_LZ4_FRAME, ODPS_ARROW_ZSTD -> throw new IllegalArgumentException("Not a compression of record streams: " + algorithm);
        };
    }

    public InputStream decompress(InputStream stream)
            throws IOException
    {
        return switch (this) {
            case NONE -> stream;
            case DEFLATE -> new InflaterInputStream(stream, new Inflater(), BUFFER_BYTES);
            case SNAPPY -> new SnappyFramedInputStream(stream);
            case LZ4 -> new LZ4FrameInputStream(stream);
            case ZSTD -> new ZstdInputStream(stream);
        };
    }

    public OutputStream compress(OutputStream stream)
            throws IOException
    {
        return switch (this) {
            case NONE -> stream;
            case DEFLATE -> new DeflaterOutputStream(stream, new Deflater(Deflater.BEST_SPEED), BUFFER_BYTES);
            case SNAPPY -> new SnappyFramedOutputStream(stream);
            case LZ4 -> new LZ4FrameOutputStream(stream);
            case ZSTD -> new ZstdOutputStream(stream, 1);
        };
    }
}
