package org.trinofdw.testing.maxcompute.disk;

import com.google.common.collect.ImmutableList;
import org.trinofdw.testing.maxcompute.record.RowChunk;
import org.trinofdw.testing.maxcompute.store.Column;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The rows of one commit: a magic number, the chunks with their columns as JSON, and the CRC-32C of all before it.
 */
final class RowFile
{
    private static final int MAGIC = 0x4D435231;
    private static final int CHECKSUM_BYTES = Integer.BYTES;

    private RowFile() {}

    static void write(Path file, List<RowChunk> chunks)
    {
        WholeFiles.write(file, output -> {
            CheckedOutputStream checked = new CheckedOutputStream(output, new CRC32C());
            DataOutputStream data = new DataOutputStream(checked);
            data.writeInt(MAGIC);
            data.writeInt(chunks.size());
            List<Column> columns = null;
            byte[] columnsText = new byte[0];
            for (RowChunk chunk : chunks) {
                if (chunk.columns() != columns) {
                    columns = chunk.columns();
                    columnsText = DocumentJson.columns(columns).toString().getBytes(UTF_8);
                }
                writeBytes(data, columnsText);
                data.writeInt(chunk.rows());
                for (int row = 0; row < chunk.rows(); row++) {
                    data.writeInt(chunk.ends()[row]);
                    data.writeInt(chunk.checksums()[row]);
                }
                writeBytes(data, chunk.data());
            }
            data.flush();
            output.writeInt((int) checked.getChecksum().getValue());
        });
    }

    private static void writeBytes(DataOutputStream output, byte[] bytes)
            throws IOException
    {
        output.writeInt(bytes.length);
        output.write(bytes);
    }

    static List<RowChunk> read(Path file)
    {
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length < CHECKSUM_BYTES) {
                throw new IOException("the file is cut off");
            }
            CRC32C checksum = new CRC32C();
            checksum.update(bytes, 0, bytes.length - CHECKSUM_BYTES);
            DataInputStream end = new DataInputStream(new ByteArrayInputStream(bytes, bytes.length - CHECKSUM_BYTES, CHECKSUM_BYTES));
            if (end.readInt() != (int) checksum.getValue()) {
                throw new IOException("the checksum is wrong");
            }
            DataInputStream input = new DataInputStream(new ByteArrayInputStream(bytes, 0, bytes.length - CHECKSUM_BYTES));
            if (input.readInt() != MAGIC) {
                throw new IOException("it is no file of rows");
            }
            ImmutableList.Builder<RowChunk> chunks = ImmutableList.builder();
            for (int count = input.readInt(); count > 0; count--) {
                chunks.add(readChunk(input));
            }
            return chunks.build();
        }
        catch (IOException e) {
            throw new UncheckedIOException("Cannot read rows of %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static RowChunk readChunk(DataInputStream input)
            throws IOException
    {
        List<Column> columns = DocumentJson.columns(DocumentJson.parse(readBytes(input)));
        int rows = input.readInt();
        int[] ends = new int[rows];
        int[] checksums = new int[rows];
        for (int row = 0; row < rows; row++) {
            ends[row] = input.readInt();
            checksums[row] = input.readInt();
        }
        return new RowChunk(columns, readBytes(input), ends, checksums);
    }

    private static byte[] readBytes(DataInputStream input)
            throws IOException
    {
        byte[] bytes = new byte[input.readInt()];
        input.readFully(bytes);
        return bytes;
    }
}
