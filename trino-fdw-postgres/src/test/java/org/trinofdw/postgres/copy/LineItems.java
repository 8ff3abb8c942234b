package org.trinofdw.postgres.copy;

import com.google.common.collect.ImmutableList;
import io.airlift.slice.Slices;
import io.trino.spi.Page;
import io.trino.spi.PageBuilder;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.type.CharType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;
import org.trinofdw.postgres.type.ColumnMapping;
import org.trinofdw.postgres.type.ColumnMappings;
import org.trinofdw.postgres.type.ValuePolicies;

import java.io.ByteArrayOutputStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.CharType.createCharType;
import static io.trino.spi.type.DateType.DATE;
import static io.trino.spi.type.DecimalType.createDecimalType;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static io.trino.spi.type.IntegerType.INTEGER;
import static io.trino.spi.type.VarcharType.createVarcharType;
import static io.trino.type.InternalTypeManager.TESTING_TYPE_MANAGER;
import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Made-up rows with the columns of TPC-H lineitem, the same on every run.
 */
final class LineItems
{
    private final List<ColumnMapping> mappings;

    LineItems(BenchmarkCopyBinaryReader.Amounts amounts)
    {
        Type amount = amounts == BenchmarkCopyBinaryReader.Amounts.DECIMAL ? createDecimalType(12, 2) : DOUBLE;
        List<Type> types = ImmutableList.of(
                BIGINT, BIGINT, BIGINT, INTEGER, amount, amount, amount, amount, createCharType(1), createCharType(1),
                DATE, DATE, DATE, createCharType(25), createCharType(10), createVarcharType(44));
        ColumnMappings columnMappings = new ColumnMappings(TESTING_TYPE_MANAGER, ValuePolicies.STRICT);
        mappings = types.stream()
                .map(type -> columnMappings.newColumn("column", type))
                .collect(ImmutableList.toImmutableList());
    }

    List<CopyColumn> columns()
    {
        return mappings.stream().map(mapping -> mapping.copyColumn("column")).toList();
    }

    List<CopyTarget> targets()
    {
        return mappings.stream().map(mapping -> mapping.copyTarget("column").orElseThrow()).toList();
    }

    Page page(int rows)
    {
        Random random = new Random(42);
        PageBuilder pageBuilder = new PageBuilder(rows, mappings.stream().map(ColumnMapping::type).toList());
        for (int row = 0; row < rows; row++) {
            pageBuilder.declarePosition();
            for (int i = 0; i < mappings.size(); i++) {
                write(mappings.get(i).type(), random, pageBuilder.getBlockBuilder(i));
            }
        }
        return pageBuilder.build();
    }

    /** The page as the server would send it. */
    byte[][] messages(Page page)
            throws SQLException
    {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        CopyBinaryWriter writer = new CopyBinaryWriter(targets(), stream::write);
        writer.write(page);
        writer.finish();
        return split(stream.toByteArray(), mappings.size());
    }

    private static byte[][] split(byte[] stream, int columnCount)
    {
        List<byte[]> messages = new ArrayList<>();
        int start = 0;
        int position = CopyFormat.HEADER_LENGTH;
        while (BigEndian.getShort(stream, position) != CopyFormat.TRAILER) {
            position += Short.BYTES;
            for (int i = 0; i < columnCount; i++) {
                position += Integer.BYTES + Math.max(BigEndian.getInt(stream, position), 0);
            }
            messages.add(Arrays.copyOfRange(stream, start, position));
            start = position;
        }
        messages.add(Arrays.copyOfRange(stream, start, stream.length));
        return messages.toArray(byte[][]::new);
    }

    private static void write(Type type, Random random, BlockBuilder output)
    {
        switch (type) {
            case CharType charType -> type.writeSlice(output, Slices.wrappedBuffer(letters(random, Math.max(1, charType.getLength() - random.nextInt(10)))));
            case VarcharType _ -> type.writeSlice(output, Slices.wrappedBuffer(letters(random, 10 + random.nextInt(34))));
            default -> {
                if (type == DOUBLE) {
                    DOUBLE.writeDouble(output, random.nextInt(10_000_000) / 100.0);
                }
                else {
                    type.writeLong(output, random.nextInt(type == DATE ? 20_000 : 10_000_000));
                }
            }
        }
    }

    private static byte[] letters(Random random, int length)
    {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < length; i++) {
            letters.append((char) ('a' + random.nextInt(26)));
        }
        return letters.toString().getBytes(US_ASCII);
    }
}
