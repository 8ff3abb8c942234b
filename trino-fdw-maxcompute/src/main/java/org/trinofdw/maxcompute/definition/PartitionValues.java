package org.trinofdw.maxcompute.definition;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.trino.spi.TrinoException;
import io.trino.spi.predicate.NullableValue;
import io.trino.spi.type.CharType;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;

import java.time.DateTimeException;
import java.time.LocalDate;

import static io.airlift.slice.SliceUtf8.countCodePoints;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.Chars.trimTrailingSpaces;
import static io.trino.spi.type.DateType.DATE;
import static io.trino.spi.type.IntegerType.INTEGER;
import static io.trino.spi.type.SmallintType.SMALLINT;
import static io.trino.spi.type.TinyintType.TINYINT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.trinofdw.error.FdwErrorCode.DEFINITION_MISMATCH;
import static org.trinofdw.error.FdwErrorCode.UNSUPPORTED_VALUE;
import static org.trinofdw.error.FdwErrorCode.VALUE_OUT_OF_RANGE;

/**
 * Values of partition columns, which MaxCompute keeps as text in the names of partitions.
 */
public final class PartitionValues
{
    private PartitionValues() {}

    /**
     * Whether a partition column may have the type.
     */
    public static boolean isSupported(Type type)
    {
        return type instanceof VarcharType || type instanceof CharType || type == TINYINT || type == SMALLINT || type == INTEGER || type == BIGINT || type == DATE
                || (type instanceof DecimalType decimal && decimal.isShort() && decimal.getScale() == 0);
    }

    public static NullableValue parse(String column, Type type, String text)
    {
        try {
            return switch (type) {
                case VarcharType varchar -> {
                    if (!varchar.isUnbounded() && countCodePoints(Slices.wrappedBuffer(text.getBytes(UTF_8))) > varchar.getBoundedLength()) {
                        throw outOfRange(column, type, text);
                    }
                    yield NullableValue.of(type, Slices.wrappedBuffer(text.getBytes(UTF_8)));
                }
                case CharType character -> {
                    if (countCodePoints(trimTrailingSpaces(Slices.wrappedBuffer(text.getBytes(UTF_8)))) > character.getLength()) {
                        throw outOfRange(column, type, text);
                    }
                    yield NullableValue.of(type, trimTrailingSpaces(Slices.wrappedBuffer(text.getBytes(UTF_8))));
                }
                case DecimalType _ -> NullableValue.of(type, Long.parseLong(text));
                default -> parseFixed(column, type, text);
            };
        }
        catch (NumberFormatException | DateTimeException e) {
            throw outOfRange(column, type, text);
        }
    }

    private static NullableValue parseFixed(String column, Type type, String text)
    {
        if (type == BIGINT) {
            return NullableValue.of(type, Long.parseLong(text));
        }
        if (type == INTEGER) {
            return NullableValue.of(type, (long) Integer.parseInt(text));
        }
        if (type == SMALLINT) {
            return NullableValue.of(type, (long) Short.parseShort(text));
        }
        if (type == TINYINT) {
            return NullableValue.of(type, (long) Byte.parseByte(text));
        }
        if (type == DATE) {
            return NullableValue.of(type, LocalDate.parse(text).toEpochDay());
        }
        throw new TrinoException(DEFINITION_MISMATCH, "Partition column \"%s\" cannot be read as %s; declare it as text or an integer type".formatted(column, type.getDisplayName()));
    }

    private static TrinoException outOfRange(String column, Type type, String text)
    {
        return new TrinoException(VALUE_OUT_OF_RANGE, "Partition value '%s' of column \"%s\" does not fit into %s; declare the column as text".formatted(text, column, type.getDisplayName()));
    }

    /**
     * The text of a value in the name of a partition.
     *
     * @throws TrinoException with UNSUPPORTED_VALUE for NULL, and for text that the names of partitions cannot carry
     */
    public static String print(String column, Type type, Object value)
    {
        if (value == null) {
            throw new TrinoException(UNSUPPORTED_VALUE, "NULL cannot be written to partition column \"%s\"".formatted(column));
        }
        if (type == DATE) {
            return LocalDate.ofEpochDay((long) value).toString();
        }
        String text = value instanceof Slice slice ? slice.toStringUtf8() : value.toString();
        if (text.isEmpty() || text.chars().anyMatch(character -> character < ' ' || ",=/'\"\\#&?%".indexOf(character) >= 0)) {
            throw new TrinoException(UNSUPPORTED_VALUE, "Value '%s' cannot be written to partition column \"%s\"; names of partitions are not empty and have none of , = / ' \" \\ # & ? %%".formatted(text, column));
        }
        return text;
    }
}
