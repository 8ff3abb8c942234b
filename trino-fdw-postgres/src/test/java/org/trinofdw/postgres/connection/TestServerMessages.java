package org.trinofdw.postgres.connection;

import com.google.common.primitives.Bytes;
import com.google.common.primitives.Ints;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestServerMessages
{
    private static final byte[] READY = message('Z', "I");
    private static final byte[] AUTHENTICATED = message('R', "\0\0\0\0");
    private static final byte[] COPY_OUT = message('H', "\1\0\0");
    private static final byte[] COPY_DONE = message('c', "");
    private static final int MOST = 100_000;

    @Test
    void testDriverAloneReadsAllThatThereIs()
            throws IOException
    {
        byte[] sent = Bytes.concat(bytes("N"), AUTHENTICATED, READY, COPY_OUT, message('d', "one"));
        ServerMessages messages = new ServerMessages(new ByteArrayInputStream(sent));
        assertThat(read(messages, MOST)).isEqualTo(sent);
        assertThat(messages.read()).isEqualTo(-1);
        assertThat(messages.retainedBytes()).isZero();
    }

    @Test
    void testRowsPastTheDriver()
            throws IOException
    {
        ServerMessages messages = started(COPY_OUT, message('d', "one"), message('d', ""), message('N', "notice"), message('d', "three"), COPY_DONE, READY);
        messages.share();
        assertThat(readMessage(messages)).isEqualTo(COPY_OUT);
        assertThat(nextRow(messages)).isEqualTo("one");
        assertThat(nextRow(messages)).isEmpty();
        assertThat(messages.nextRow(() -> {})).isFalse();
        assertThat(readMessage(messages)).isEqualTo(message('N', "notice"));
        assertThat(nextRow(messages)).isEqualTo("three");
        assertThat(messages.nextRow(() -> {})).isFalse();
        assertThat(readMessage(messages)).isEqualTo(COPY_DONE);
        messages.unshare();
        assertThat(messages.nextRow(() -> {})).isFalse();
        assertThat(messages.available()).isEqualTo(READY.length);
        assertThat(read(messages, MOST)).isEqualTo(READY);
    }

    /** The driver reads from a message as much as it wants; only where it ends may a row be read. */
    @Test
    void testNoRowWithinAMessageOfTheDriver()
            throws IOException
    {
        ServerMessages messages = started(COPY_OUT, message('d', "one"));
        messages.share();
        for (int i = 0; i < COPY_OUT.length; i++) {
            assertThat(messages.nextRow(() -> {})).isFalse();
            assertThat(messages.read()).isEqualTo(COPY_OUT[i]);
        }
        assertThat(nextRow(messages)).isEqualTo("one");
    }

    /** What the driver reads row by row is the same. */
    @Test
    void testDriverReadsRows()
            throws IOException
    {
        ServerMessages messages = started(COPY_OUT, message('d', "one"), message('d', "two"), COPY_DONE);
        messages.share();
        assertThat(readMessage(messages)).isEqualTo(COPY_OUT);
        assertThat(readMessage(messages)).isEqualTo(message('d', "one"));
        assertThat(nextRow(messages)).isEqualTo("two");
        assertThat(readMessage(messages)).isEqualTo(COPY_DONE);
    }

    @Test
    void testRowsOfAnyLengthInPiecesOfAnyLength()
            throws IOException
    {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<byte[]> sent = new ArrayList<>(List.of(COPY_OUT));
            List<String> rows = new ArrayList<>();
            for (int row = 0; row < 100; row++) {
                int length = switch (random.nextInt(10)) {
                    case 0 -> random.nextInt(3 * ServerMessages.BUFFER_BYTES);
                    case 1 -> ServerMessages.BUFFER_BYTES - 10 + random.nextInt(20);
                    default -> random.nextInt(2000);
                };
                String text = String.valueOf((char) ('a' + row % 26)).repeat(length);
                rows.add(text);
                sent.add(message('d', text));
            }
            sent.add(COPY_DONE);
            ServerMessages messages = new ServerMessages(new Pieces(Bytes.concat(AUTHENTICATED, Bytes.concat(sent.toArray(byte[][]::new))), random));
            messages.share();
            assertThat(readMessage(messages)).isEqualTo(AUTHENTICATED);
            assertThat(readMessage(messages)).isEqualTo(COPY_OUT);

            // as a reader does that decodes many rows together, when it must
            List<String> decoded = new ArrayList<>();
            List<Row> kept = new ArrayList<>();
            Runnable decode = () -> {
                kept.forEach(row -> decoded.add(row.text()));
                kept.clear();
            };
            while (messages.nextRow(decode)) {
                kept.add(new Row(messages.rowBytes(), messages.rowStart(), messages.rowEnd()));
            }
            decode.run();
            assertThat(decoded).as("seed %s", seed).isEqualTo(rows);
            assertThat(readMessage(messages)).isEqualTo(COPY_DONE);
            assertThat(messages.retainedBytes()).isGreaterThanOrEqualTo(ServerMessages.BUFFER_BYTES);
            messages.unshare();
            assertThat(messages.retainedBytes()).isZero();
        }
    }

    /** The connection may have another user before the last rows of a scan are decoded. */
    @Test
    void testNextUserLeavesRowsAlone()
            throws IOException
    {
        ServerMessages messages = started(COPY_OUT, message('d', "one"), COPY_DONE, READY, COPY_OUT, message('d', "two"), COPY_DONE);
        messages.share();
        readMessage(messages);
        assertThat(messages.nextRow(() -> {})).isTrue();
        Row row = new Row(messages.rowBytes(), messages.rowStart(), messages.rowEnd());
        readMessage(messages);
        messages.unshare();
        assertThat(messages.retainedBytes()).isLessThan(100);
        assertThat(messages.readNBytes(READY.length)).isEqualTo(READY);

        messages.share();
        assertThat(readMessage(messages)).isEqualTo(COPY_OUT);
        assertThat(nextRow(messages)).isEqualTo("two");
        assertThat(messages.rowBytes()).isNotSameAs(row.bytes());
        assertThat(row.text()).isEqualTo("one");
        assertThat(readMessage(messages)).isEqualTo(COPY_DONE);
    }

    /** A connection that is kept does not keep the last row. */
    @Test
    void testLargeRowIsLetGo()
            throws IOException
    {
        int length = 3 * ServerMessages.BUFFER_BYTES;
        ServerMessages messages = started(COPY_OUT, message('d', "x".repeat(length)), COPY_DONE);
        messages.share();
        readMessage(messages);
        assertThat(nextRow(messages)).hasSize(length);
        assertThat(messages.retainedBytes()).isEqualTo(ServerMessages.BUFFER_BYTES + length);
        messages.unshare();
        assertThat(messages.retainedBytes()).isZero();
        assertThat(readMessage(messages)).isEqualTo(COPY_DONE);
    }

    /** A time-out is no end: what has come is there when it is asked for again. */
    @Test
    void testTimeOutsBetweenPieces()
            throws IOException
    {
        byte[] sent = Bytes.concat(AUTHENTICATED, COPY_OUT, message('d', "one"));
        ServerMessages messages = new ServerMessages(new BulkInput()
        {
            private int position;
            private boolean timedOut;

            @Override
            public int read(byte[] bytes, int offset, int length)
                    throws IOException
            {
                timedOut = !timedOut;
                if (timedOut) {
                    throw new SocketTimeoutException();
                }
                bytes[offset] = sent[position];
                position++;
                return 1;
            }
        });
        messages.share();
        for (byte expected : Bytes.concat(AUTHENTICATED, COPY_OUT)) {
            assertThatThrownBy(messages::read).isInstanceOf(SocketTimeoutException.class);
            assertThat(messages.read()).isEqualTo(expected);
        }
        int timeOuts = 0;
        while (!messages.nextRow(() -> {})) {
            timeOuts++;
        }
        assertThat(timeOuts).isEqualTo(message('d', "one").length);
        assertThat(new Row(messages.rowBytes(), messages.rowStart(), messages.rowEnd()).text()).isEqualTo("one");
    }

    @Test
    void testDriverTellsOfTheEnd()
            throws IOException
    {
        ServerMessages between = started(COPY_OUT, message('d', "one"));
        between.share();
        readMessage(between);
        assertThat(nextRow(between)).isEqualTo("one");
        assertThat(between.nextRow(() -> {})).isFalse();
        assertThat(between.read()).isEqualTo(-1);

        for (int length : new int[] {10, 2 * ServerMessages.BUFFER_BYTES}) {
            byte[] row = message('d', "x".repeat(length));
            ServerMessages within = started(COPY_OUT, Arrays.copyOf(row, row.length - 1));
            within.share();
            readMessage(within);
            assertThat(within.nextRow(() -> {})).isFalse();
            assertThatThrownBy(within::read).isInstanceOf(EOFException.class).hasMessage("The server closed the connection within a row");
            assertThat(within.nextRow(() -> {})).isFalse();
        }
    }

    @Test
    void testDriverTellsOfAFailure()
            throws IOException
    {
        IOException failure = new IOException("reset");
        ServerMessages messages = new ServerMessages(new BulkInput()
        {
            private final InputStream before = new ByteArrayInputStream(Bytes.concat(AUTHENTICATED, COPY_OUT, message('d', "one")));

            @Override
            public int read(byte[] bytes, int offset, int length)
                    throws IOException
            {
                int read = before.read(bytes, offset, length);
                if (read < 0) {
                    throw failure;
                }
                return read;
            }
        });
        messages.share();
        readMessage(messages);
        readMessage(messages);
        assertThat(nextRow(messages)).isEqualTo("one");
        assertThat(messages.nextRow(() -> {})).isFalse();
        assertThatThrownBy(messages::read).isSameAs(failure);
    }

    @Test
    void testLengthsThatNoServerSends()
            throws IOException
    {
        for (int length : new int[] {3, 0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, (1 << 30) + 4}) {
            ServerMessages messages = started(COPY_OUT, bytes("d"), Ints.toByteArray(length), bytes("row"));
            messages.share();
            readMessage(messages);
            assertThat(messages.nextRow(() -> {})).isFalse();
            assertThatThrownBy(messages::read).isInstanceOf(IOException.class).hasMessage("The server sent a row of %s bytes".formatted(length - 4));
        }
    }

    /** What is encrypted, or not understood, is given to the driver as it comes. */
    @Test
    void testNothingPastTheDriverOnceEncrypted()
            throws IOException
    {
        for (byte[] start : List.of(bytes("S"), bytes("G"), bytes("NG"), bytes("\26\3\1"), Bytes.concat(AUTHENTICATED, bytes("Z"), Ints.toByteArray(3)))) {
            byte[] sent = Bytes.concat(start, COPY_OUT, message('d', "one"), message('d', "two"));
            ServerMessages messages = new ServerMessages(new ByteArrayInputStream(sent));
            assertThat(read(messages, start.length)).isEqualTo(start);
            messages.share();
            assertThat(messages.nextRow(() -> {})).isFalse();
            assertThat(read(messages, MOST)).isEqualTo(Arrays.copyOfRange(sent, start.length, sent.length));
        }
    }

    /** A connection for whose log-in the driver has read all. */
    private static ServerMessages started(byte[]... sent)
            throws IOException
    {
        ServerMessages messages = new ServerMessages(new ByteArrayInputStream(Bytes.concat(AUTHENTICATED, READY, Bytes.concat(sent))));
        read(messages, AUTHENTICATED.length + READY.length);
        return messages;
    }

    private static String nextRow(ServerMessages messages)
    {
        assertThat(messages.nextRow(() -> {})).isTrue();
        return new Row(messages.rowBytes(), messages.rowStart(), messages.rowEnd()).text();
    }

    /** What the driver gets that asks for more until it has a message. */
    private static byte[] readMessage(ServerMessages messages)
            throws IOException
    {
        byte[] message = new byte[0];
        while (message.length < 5 || message.length < 1 + Ints.fromBytes(message[1], message[2], message[3], message[4])) {
            message = Bytes.concat(message, read(messages, MOST));
        }
        return message;
    }

    private static byte[] read(ServerMessages messages, int most)
            throws IOException
    {
        byte[] bytes = new byte[most];
        int read = messages.read(bytes, 0, most);
        return Arrays.copyOf(bytes, read);
    }

    private static byte[] message(char kind, String body)
    {
        return Bytes.concat(new byte[] {(byte) kind}, Ints.toByteArray(body.length() + 4), bytes(body));
    }

    private static byte[] bytes(String text)
    {
        return text.getBytes(US_ASCII);
    }

    private record Row(byte[] bytes, int start, int end)
    {
        String text()
        {
            return new String(bytes, start, end - start, US_ASCII);
        }
    }

    /** Leaves it to subclasses how many bytes there are at once. */
    private abstract static class BulkInput
            extends InputStream
    {
        @Override
        public final int read()
                throws IOException
        {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public abstract int read(byte[] bytes, int offset, int length)
                throws IOException;
    }

    /** Gives what it has in pieces, as a network does. */
    private static final class Pieces
            extends BulkInput
    {
        private final InputStream input;
        private final Random random;

        private Pieces(byte[] bytes, Random random)
        {
            this.input = new ByteArrayInputStream(bytes);
            this.random = random;
        }

        @Override
        public int read(byte[] bytes, int offset, int length)
                throws IOException
        {
            return input.read(bytes, offset, Math.min(length, 1 + random.nextInt(random.nextBoolean() ? 20 : 20_000)));
        }
    }
}
