package org.trinofdw.maxcompute.type;

import com.google.common.collect.ImmutableList;

import java.util.List;
import java.util.Locale;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.maxcompute.type.TypeKind.ARRAY;
import static org.trinofdw.maxcompute.type.TypeKind.CHAR;
import static org.trinofdw.maxcompute.type.TypeKind.DECIMAL;
import static org.trinofdw.maxcompute.type.TypeKind.MAP;
import static org.trinofdw.maxcompute.type.TypeKind.STRUCT;
import static org.trinofdw.maxcompute.type.TypeKind.UNKNOWN;
import static org.trinofdw.maxcompute.type.TypeKind.VARCHAR;

/**
 * A type of a MaxCompute column.
 *
 * @param kind which type it is
 * @param precision digits of a DECIMAL or characters of a CHAR or VARCHAR, otherwise 0
 * @param scale fraction digits of a DECIMAL, otherwise 0
 * @param arguments element of an ARRAY, key and value of a MAP, fields of a STRUCT
 * @param fieldNames names of the fields of a STRUCT, as written
 * @param text the text of an unknown type
 */
public record MaxComputeType(TypeKind kind, int precision, int scale, List<MaxComputeType> arguments, List<String> fieldNames, String text)
{
    /** Digits before and after the point of a DECIMAL without arguments (data types of edition 1.0). */
    public static final int LEGACY_DECIMAL_PRECISION = 54;
    public static final int LEGACY_DECIMAL_SCALE = 18;

    public MaxComputeType
    {
        requireNonNull(kind, "kind is null");
        arguments = ImmutableList.copyOf(requireNonNull(arguments, "arguments is null"));
        fieldNames = ImmutableList.copyOf(requireNonNull(fieldNames, "fieldNames is null"));
        requireNonNull(text, "text is null");
        checkArgument(kind != STRUCT || arguments.size() == fieldNames.size(), "fields and names differ in number");
    }

    public static MaxComputeType simple(TypeKind kind)
    {
        return new MaxComputeType(kind, 0, 0, ImmutableList.of(), ImmutableList.of(), "");
    }

    public static MaxComputeType decimal(int precision, int scale)
    {
        return new MaxComputeType(DECIMAL, precision, scale, ImmutableList.of(), ImmutableList.of(), "");
    }

    public static MaxComputeType legacyDecimal()
    {
        return decimal(LEGACY_DECIMAL_PRECISION, LEGACY_DECIMAL_SCALE);
    }

    public static MaxComputeType varchar(int length)
    {
        return new MaxComputeType(VARCHAR, length, 0, ImmutableList.of(), ImmutableList.of(), "");
    }

    public static MaxComputeType character(int length)
    {
        return new MaxComputeType(CHAR, length, 0, ImmutableList.of(), ImmutableList.of(), "");
    }

    public static MaxComputeType array(MaxComputeType element)
    {
        return new MaxComputeType(ARRAY, 0, 0, ImmutableList.of(element), ImmutableList.of(), "");
    }

    public static MaxComputeType map(MaxComputeType key, MaxComputeType value)
    {
        return new MaxComputeType(MAP, 0, 0, ImmutableList.of(key, value), ImmutableList.of(), "");
    }

    public static MaxComputeType struct(List<String> names, List<MaxComputeType> types)
    {
        return new MaxComputeType(STRUCT, 0, 0, types, names, "");
    }

    public static MaxComputeType unknown(String text)
    {
        return new MaxComputeType(UNKNOWN, 0, 0, ImmutableList.of(), ImmutableList.of(), text);
    }

    /**
     * Whether this type and everything inside it is known.
     */
    public boolean isKnown()
    {
        return kind != UNKNOWN && arguments.stream().allMatch(MaxComputeType::isKnown);
    }

    /**
     * Whether this is a DECIMAL that was declared without precision.
     */
    public boolean isLegacyDecimal()
    {
        return kind == DECIMAL && precision == LEGACY_DECIMAL_PRECISION;
    }

    /**
     * The type as SQL of MaxCompute, in lower case except for the names of fields.
     */
    @Override
    public String toString()
    {
        return switch (kind) {
            case DECIMAL -> isLegacyDecimal() ? "decimal" : "decimal(%s,%s)".formatted(precision, scale);
            case VARCHAR, CHAR -> "%s(%s)".formatted(kind.sqlName(), precision);
            case ARRAY -> "array<%s>".formatted(arguments.getFirst());
            case MAP -> "map<%s,%s>".formatted(arguments.get(0), arguments.get(1));
            case STRUCT -> {
                StringBuilder builder = new StringBuilder("struct<");
                for (int field = 0; field < arguments.size(); field++) {
                    builder.append(field == 0 ? "" : ",").append('`').append(fieldNames.get(field).replace("`", "``")).append("`:").append(arguments.get(field));
                }
                yield builder.append('>').toString();
            }
            case UNKNOWN -> text.toLowerCase(Locale.ENGLISH);
            case BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, STRING, BINARY, JSON, DATE, DATETIME, TIMESTAMP, TIMESTAMP_NTZ,
                    INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME -> kind.sqlName();
        };
    }
}
