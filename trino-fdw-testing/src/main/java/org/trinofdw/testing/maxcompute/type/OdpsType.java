package org.trinofdw.testing.maxcompute.type;

import com.google.common.collect.ImmutableList;

import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * A MaxCompute type.
 *
 * @param length characters of CHAR and VARCHAR, precision of DECIMAL, else 0
 * @param scale scale of DECIMAL, else 0
 * @param arguments element, key and value, or field types
 * @param names field names of STRUCT; the type's own name for {@link OdpsKind#OTHER}
 */
public record OdpsType(OdpsKind kind, int length, int scale, List<OdpsType> arguments, List<String> names)
{
    public OdpsType
    {
        requireNonNull(kind, "kind is null");
        arguments = ImmutableList.copyOf(arguments);
        names = ImmutableList.copyOf(names);
    }

    public static OdpsType of(OdpsKind kind)
    {
        return new OdpsType(kind, 0, 0, ImmutableList.of(), ImmutableList.of());
    }

    /**
     * A type of any name, whose values the service cannot store.
     */
    public static OdpsType other(String name)
    {
        return new OdpsType(OdpsKind.OTHER, 0, 0, ImmutableList.of(), ImmutableList.of(name));
    }

    public static OdpsType parse(String text)
    {
        return new OdpsTypeParser(text).parse();
    }

    /**
     * The name as the service writes it into schemas, in lower case.
     */
    public String text()
    {
        return switch (kind) {
            case CHAR, VARCHAR -> "%s(%s)".formatted(kind.text(), length);
            case DECIMAL -> length == 0 ? kind.text() : "%s(%s,%s)".formatted(kind.text(), length, scale);
            case ARRAY -> "array<%s>".formatted(arguments.get(0).text());
            case MAP -> "map<%s,%s>".formatted(arguments.get(0).text(), arguments.get(1).text());
            case STRUCT -> {
                StringBuilder builder = new StringBuilder("struct<");
                for (int field = 0; field < names.size(); field++) {
                    if (field > 0) {
                        builder.append(',');
                    }
                    builder.append(fieldName(names.get(field))).append(':').append(arguments.get(field).text());
                }
                yield builder.append('>').toString();
            }
            case OTHER -> names.get(0);
            case TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, BOOLEAN, STRING, BINARY, JSON, DATE, DATETIME, TIMESTAMP, TIMESTAMP_NTZ, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME -> kind.text();
        };
    }

    private static String fieldName(String name)
    {
        return name.matches("[A-Za-z0-9_]+") ? name : '`' + name + '`';
    }
}
