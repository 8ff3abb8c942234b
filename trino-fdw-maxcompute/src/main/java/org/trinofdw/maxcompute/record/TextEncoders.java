package org.trinofdw.maxcompute.record;

import io.airlift.slice.Slice;
import io.trino.spi.TrinoException;
import io.trino.spi.type.CharType;
import io.trino.spi.type.StandardTypes;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;
import org.trinofdw.maxcompute.type.MaxComputeType;

import java.util.Optional;

import static io.airlift.slice.SliceUtf8.countCodePoints;
import static io.trino.spi.type.Chars.padSpaces;
import static io.trino.spi.type.VarbinaryType.VARBINARY;
import static org.trinofdw.error.FdwErrorCode.UNSUPPORTED_VALUE;
import static org.trinofdw.maxcompute.record.DecoderFactory.isNamed;

/**
 * Encoders of text and bytes.
 */
final class TextEncoders
{
    private static final int MAX_SHOWN_CHARACTERS = 64;
    /** The largest cell; {@code MaxFieldSize} of an upload session. */
    private static final int MAX_CELL_BYTES = 8 << 20;

    private TextEncoders() {}

    /**
     * A char of Trino is written with the spaces that its values have in SQL. A STRING holds any bytes, so that a column declared as varbinary takes all.
     */
    static Optional<FieldEncoder> string(String column, Type source)
    {
        return switch (source) {
            case VarcharType varchar -> Optional.of((block, position, output) -> output.writeBytes(checkSize(column, varchar.getSlice(block, position))));
            case CharType character -> Optional.of((block, position, output) -> output.writeBytes(padSpaces(character.getSlice(block, position), character)));
            default -> source == VARBINARY ? Optional.of(bytes(column)) : json(column, source);
        };
    }

    static Optional<FieldEncoder> bounded(String column, Type source, MaxComputeType target)
    {
        if (!(source instanceof VarcharType) && !(source instanceof CharType)) {
            return Optional.empty();
        }
        int bound = target.precision();
        return Optional.of((block, position, output) -> {
            Slice value = source.getSlice(block, position);
            if (value.length() > bound && countCodePoints(value) > bound) {
                throw unsupported(column, shown(value), target.toString());
            }
            output.writeBytes(value);
        });
    }

    static FieldEncoder bytes(String column)
    {
        return (block, position, output) -> output.writeBytes(checkSize(column, VARBINARY.getSlice(block, position)));
    }

    static Optional<FieldEncoder> json(String column, Type source)
    {
        if (!isNamed(source, StandardTypes.JSON)) {
            return Optional.empty();
        }
        return Optional.of((block, position, output) -> output.writeBytes(checkSize(column, source.getSlice(block, position))));
    }

    private static Slice checkSize(String column, Slice value)
    {
        if (value.length() > MAX_CELL_BYTES) {
            throw new TrinoException(UNSUPPORTED_VALUE, "A value of %s bytes is too large for column \"%s\"; a cell of MaxCompute holds %s".formatted(value.length(), column, MAX_CELL_BYTES));
        }
        return value;
    }

    static String shown(Slice value)
    {
        String text = value.toStringUtf8();
        return text.length() <= MAX_SHOWN_CHARACTERS ? "'%s'".formatted(text) : "'%s...'".formatted(text.substring(0, MAX_SHOWN_CHARACTERS));
    }

    static TrinoException unsupported(String column, Object value, String type)
    {
        return new TrinoException(UNSUPPORTED_VALUE, "Value %s cannot be written to column \"%s\" of type %s".formatted(value, column, type));
    }
}
