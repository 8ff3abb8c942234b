package org.trinofdw.maxcompute.record;

import io.airlift.slice.Slice;
import io.trino.spi.block.Block;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.Int128;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;
import org.trinofdw.maxcompute.type.MaxComputeType;

import java.math.BigDecimal;
import java.math.RoundingMode;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Encoders of DECIMAL. The service rounds nothing on arrival, so that a value with more digits than the column is refused here.
 */
final class DecimalEncoders
{
    // no text of a value that fits is longer, and longer ones cost time and memory
    private static final int MAX_TEXT_BYTES = 1024;

    private DecimalEncoders() {}

    static FieldEncoder decimal(String column, DecimalType source, MaxComputeType target)
    {
        return (block, position, output) -> write(column, valueAt(source, block, position), target, output);
    }

    static FieldEncoder integer(String column, Type source, MaxComputeType target)
    {
        return (block, position, output) -> write(column, BigDecimal.valueOf(source.getLong(block, position)), target, output);
    }

    /**
     * Of columns declared as text, which have room for the 54 digits of a DECIMAL without precision.
     */
    static FieldEncoder text(String column, VarcharType source, MaxComputeType target)
    {
        return (block, position, output) -> {
            Slice text = source.getSlice(block, position);
            BigDecimal value;
            try {
                value = text.length() <= MAX_TEXT_BYTES ? new BigDecimal(text.toStringUtf8()) : null;
            }
            catch (NumberFormatException _) {
                value = null;
            }
            if (value == null || Math.abs((long) value.scale()) > MAX_TEXT_BYTES) {
                throw TextEncoders.unsupported(column, TextEncoders.shown(text), target.toString());
            }
            write(column, value, target, output);
        };
    }

    static BigDecimal valueAt(DecimalType type, Block block, int position)
    {
        if (type.isShort()) {
            return BigDecimal.valueOf(type.getLong(block, position), type.getScale());
        }
        return new BigDecimal(((Int128) type.getObject(block, position)).toBigInteger(), type.getScale());
    }

    private static void write(String column, BigDecimal value, MaxComputeType target, RecordOutput output)
    {
        BigDecimal scaled;
        try {
            scaled = value.scale() <= target.scale() ? value : value.setScale(target.scale(), RoundingMode.UNNECESSARY);
        }
        catch (ArithmeticException e) {
            throw TextEncoders.unsupported(column, value.toPlainString(), target.toString());
        }
        if (scaled.precision() - scaled.scale() > target.precision() - target.scale()) {
            throw TextEncoders.unsupported(column, value.toPlainString(), target.toString());
        }
        output.writeBytes(scaled.toPlainString().getBytes(US_ASCII));
    }
}
