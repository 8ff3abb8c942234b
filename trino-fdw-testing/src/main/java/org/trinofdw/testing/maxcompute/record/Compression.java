package org.trinofdw.testing.maxcompute.record;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.xerial.snappy.SnappyFramedInputStream;
import org.xerial.snappy.SnappyFramedOutputStream;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Content encodings of Tunnel.
 */
public enum Compression
{
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

    /**
     * The text of the HTTP headers.
     */
    public String encoding()
    {
        return encoding;
    }

    public static Optional<Compression> ofEncoding(String encoding)
    {
        return Arrays.stream(values())
                .filter(compression -> compression.encoding.equals(encoding))
                .findFirst();
    }

    public InputStream decompress(InputStream input)
            throws IOException
    {
        return switch (this) {
            case DEFLATE -> new InflaterInputStream(input);
            case SNAPPY -> new SnappyFramedInputStream(input);
            case LZ4 -> new LZ4FrameInputStream(input);
            case ZSTD -> new ZstdInputStream(input);
        };
    }

    public OutputStream compress(OutputStream output)
            throws IOException
    {
        return switch (this) {
            case DEFLATE -> new FastDeflaterOutputStream(output);
            case SNAPPY -> new SnappyFramedOutputStream(output);
            case LZ4 -> new LZ4FrameOutputStream(output, LZ4FrameOutputStream.BLOCKSIZE.SIZE_256KB);
            case ZSTD -> new ZstdOutputStream(output, 1);
        };
    }

    /**
     * Frees the native memory of the deflater with the stream.
     */
    private static final class FastDeflaterOutputStream
            extends FilterOutputStream
    {
        private final Deflater deflater;

        FastDeflaterOutputStream(OutputStream output)
        {
            this(output, new Deflater(Deflater.BEST_SPEED));
        }

        private FastDeflaterOutputStream(OutputStream output, Deflater deflater)
        {
            super(new DeflaterOutputStream(output, deflater, BUFFER_BYTES));
            this.deflater = deflater;
        }

        @Override
        public void write(byte[] bytes, int offset, int length)
                throws IOException
        {
            out.write(bytes, offset, length);
        }

        @Override
        public void close()
                throws IOException
        {
            try {
                out.close();
            }
            finally {
                deflater.end();
            }
        }
    }
}
