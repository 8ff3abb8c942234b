package org.trinofdw.postgres.connection;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Arrays;

import static java.lang.Math.max;
import static java.lang.Math.min;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.postgres.copy.BigEndian.getInt;

/**
 * What a server sends, message by message as its protocol has it (PostgreSQL, Frontend/Backend Protocol, Message Formats). The JDBC driver reads from it like
 * from any stream. While rows come in a COPY, which has one message for each, they are read past the driver, from the buffer that they arrived in: the driver
 * would make an array for each, which takes as long as all that is done with it afterwards.
 * <p>
 * The start of each message must be known for that, so all that the driver reads is followed from the first byte on. What is encrypted cannot be followed, and
 * is left to the driver. One thread at a time reads.
 */
public final class ServerMessages
        extends InputStream
{
    static final int BUFFER_BYTES = 64 * 1024;
    /** A read of less is not worth the call. */
    private static final int LEAST_READ = 8 * 1024;

    private static final int LENGTH_BYTES = Integer.BYTES;
    /** A letter for the kind, and the length of all after the letter. */
    private static final int HEADER_BYTES = 1 + LENGTH_BYTES;
    private static final byte COPY_DATA = 'd';
    /** No server makes longer messages (PostgreSQL, {@code MaxAllocSize}). */
    private static final int MAX_BODY_BYTES = 0x3FFF_FFFF;

    private enum Session
    {
        /** Before the first message, where a server may answer with one letter whether it encrypts. */
        STARTING,
        PLAIN,
        /** Encrypted, or not understood. */
        OPAQUE
    }

    private final InputStream input;

    private Session session = Session.STARTING;
    /** Bytes of a header that the driver has read so far; 0 between messages and within the body of one. */
    private int headerRead;
    private int length;
    /** Bytes of the body of a message that the driver has not read yet. */
    private int bodyLeft;

    private boolean shared;
    private byte[] buffer = new byte[0];
    private int position;
    private int limit;
    private IOException failure;

    private byte[] rowBytes;
    private int rowStart;
    private int rowEnd;

    ServerMessages(InputStream input)
    {
        this.input = requireNonNull(input, "input is null");
    }

    /**
     * From now on the driver is given nothing beyond the message that it reads, so that it leaves the next to others.
     */
    public void share()
    {
        shared = true;
    }

    /**
     * What comes is the driver's alone again. The rows that were read stay as they are: whoever has the connection next gets another buffer.
     */
    public void unshare()
    {
        shared = false;
        buffer = Arrays.copyOfRange(buffer, position, limit);
        position = 0;
        limit = buffer.length;
        // a connection may be kept for long
        rowBytes = null;
    }

    /** Bytes of memory that are held here. */
    public int retainedBytes()
    {
        return buffer.length + (rowBytes == null || rowBytes == buffer ? 0 : rowBytes.length);
    }

    /**
     * Reads the next message if it is a row.
     *
     * @param beforeReuse called before the bytes of earlier rows are overwritten
     * @return false if something else comes, or nothing more, which is for the driver to read and to tell
     */
    public boolean nextRow(Runnable beforeReuse)
    {
        if (session != Session.PLAIN || !shared || headerRead > 0 || bodyLeft > 0) {
            return false;
        }
        try {
            return readRow(beforeReuse);
        }
        catch (SocketTimeoutException e) {
            // what has come is still in the buffer, and the driver knows whether to wait on
            return false;
        }
        catch (IOException e) {
            // the driver meets it with its next read
            failure = e;
            return false;
        }
    }

    /** The array with the row that was read last. */
    public byte[] rowBytes()
    {
        return rowBytes;
    }

    /** Where the row begins in {@link #rowBytes}. */
    public int rowStart()
    {
        return rowStart;
    }

    /** Where the row ends in {@link #rowBytes}; it does not belong to it. */
    public int rowEnd()
    {
        return rowEnd;
    }

    private boolean readRow(Runnable beforeReuse)
            throws IOException
    {
        while (limit - position < HEADER_BYTES) {
            if (!fill(HEADER_BYTES, beforeReuse)) {
                return false;
            }
        }
        if (buffer[position] != COPY_DATA) {
            return false;
        }
        int bodyLength = getInt(buffer, position + 1) - LENGTH_BYTES;
        if (bodyLength < 0 || bodyLength > MAX_BODY_BYTES) {
            throw new IOException("The server sent a row of %s bytes".formatted(bodyLength));
        }
        if (bodyLength > BUFFER_BYTES - HEADER_BYTES) {
            readLargeRow(bodyLength);
            return true;
        }
        int messageBytes = HEADER_BYTES + bodyLength;
        while (limit - position < messageBytes) {
            if (!fill(messageBytes, beforeReuse)) {
                throw new EOFException("The server closed the connection within a row");
            }
        }
        rowBytes = buffer;
        rowStart = position + HEADER_BYTES;
        rowEnd = position + messageBytes;
        position = rowEnd;
        return true;
    }

    private void readLargeRow(int bodyLength)
            throws IOException
    {
        byte[] row = new byte[bodyLength];
        int buffered = min(bodyLength, limit - position - HEADER_BYTES);
        System.arraycopy(buffer, position + HEADER_BYTES, row, 0, buffered);
        try {
            if (input.readNBytes(row, buffered, bodyLength - buffered) < bodyLength - buffered) {
                throw new EOFException("The server closed the connection within a row");
            }
        }
        catch (SocketTimeoutException e) {
            throw new IOException("The server sent nothing for too long within a row", e);
        }
        position += HEADER_BYTES + buffered;
        rowBytes = row;
        rowStart = 0;
        rowEnd = bodyLength;
    }

    /**
     * Reads what there is, at least a byte.
     *
     * @param needed bytes from the position on that must have room
     * @return false if nothing more comes
     */
    private boolean fill(int needed, Runnable beforeReuse)
            throws IOException
    {
        if (buffer.length - limit < max(LEAST_READ, needed - (limit - position))) {
            beforeReuse.run();
            byte[] target = buffer.length == BUFFER_BYTES ? buffer : new byte[BUFFER_BYTES];
            System.arraycopy(buffer, position, target, 0, limit - position);
            buffer = target;
            limit -= position;
            position = 0;
        }
        int read = input.read(buffer, limit, buffer.length - limit);
        if (read < 0) {
            return false;
        }
        limit += read;
        return true;
    }

    @Override
    public int read()
            throws IOException
    {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int most)
            throws IOException
    {
        if (failure != null) {
            throw failure;
        }
        if (most == 0) {
            return 0;
        }
        int allowed = shared && session != Session.OPAQUE ? min(most, untilEndOfPart()) : most;
        int read;
        if (position < limit) {
            read = min(allowed, limit - position);
            System.arraycopy(buffer, position, bytes, offset, read);
            position += read;
        }
        else {
            read = input.read(bytes, offset, allowed);
        }
        follow(bytes, offset, read);
        return read;
    }

    /** Up to the end of the header, or of the message if its length is known. */
    private int untilEndOfPart()
    {
        return bodyLeft > 0 ? bodyLeft : HEADER_BYTES - headerRead;
    }

    private void follow(byte[] bytes, int offset, int count)
    {
        int next = offset;
        int end = offset + count;
        while (next < end && session != Session.OPAQUE) {
            if (bodyLeft > 0) {
                int skipped = min(bodyLeft, end - next);
                bodyLeft -= skipped;
                next += skipped;
            }
            else if (headerRead == 0) {
                followKind(bytes[next]);
                next++;
            }
            else {
                length = length << Byte.SIZE | bytes[next] & 0xFF;
                next++;
                headerRead++;
                if (headerRead == HEADER_BYTES) {
                    headerRead = 0;
                    bodyLeft = length - LENGTH_BYTES;
                    if (bodyLeft < 0) {
                        session = Session.OPAQUE;
                    }
                }
            }
        }
    }

    private void followKind(byte kind)
    {
        if (session == Session.STARTING) {
            switch (kind) {
                // it does not encrypt
                case 'N' -> {
                    return;
                }
                // authentication, an error, and the version of the protocol that it speaks
                case 'R', 'E', 'v' -> session = Session.PLAIN;
                default -> {
                    session = Session.OPAQUE;
                    return;
                }
            }
        }
        headerRead = 1;
        length = 0;
    }

    @Override
    public int available()
            throws IOException
    {
        return position < limit ? limit - position : input.available();
    }

    @Override
    public void close()
            throws IOException
    {
        input.close();
    }
}
