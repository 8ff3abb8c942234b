package org.trinofdw.wrapper;

import com.google.common.collect.ImmutableSet;
import io.trino.spi.TrinoException;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.BooleanType;
import io.trino.spi.type.CharType;
import io.trino.spi.type.DateType;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.DoubleType;
import io.trino.spi.type.IntegerType;
import io.trino.spi.type.RealType;
import io.trino.spi.type.SmallintType;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.TinyintType;
import io.trino.spi.type.Type;
import io.trino.spi.type.UuidType;
import io.trino.spi.type.VarcharType;
import org.trinofdw.ddl.NativeValues;
import org.trinofdw.ddl.PartitionLiterals;
import org.trinofdw.definition.DeclaredType;

import java.util.Set;
import java.util.regex.Pattern;

import static io.trino.spi.type.TypeUtils.writeNativeValue;
import static org.trinofdw.error.FdwErrorCode.DEFINITION_MISMATCH;
import static org.trinofdw.error.FdwErrorCode.VALUE_OUT_OF_RANGE;

/**
 * Values that a remote side has as text, in the forms that PostgreSQL prints.
 */
public final class TextValues
{
    // what Java reads as a number beyond this, PostgreSQL does not
    private static final Pattern NUMBER = Pattern.compile("\\s*([-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?|NaN|[-+]?Infinity)\\s*");
    private static final int UUID_LENGTH = 36;
    private static final Set<Class<? extends Type>> TYPES = ImmutableSet.of(
            BooleanType.class,
            TinyintType.class,
            SmallintType.class,
            IntegerType.class,
            BigintType.class,
            RealType.class,
            DoubleType.class,
            DateType.class,
            UuidType.class,
            VarcharType.class,
            CharType.class);

    private TextValues() {}

    /**
     * @throws TrinoException DEFINITION_MISMATCH if the column has a type that text does not become
     */
    public static void check(ForeignRelation relation, RelationColumn column)
    {
        boolean supported = TYPES.stream().anyMatch(type -> type.isInstance(column.type()))
                || column.type() instanceof DecimalType
                || column.type() instanceof TimestampType
                || column.type() instanceof TimestampWithTimeZoneType;
        if (!supported) {
            throw new TrinoException(DEFINITION_MISMATCH, "foreign table %s: column \"%s\" cannot be read as %s; declare it as text and cast it in the query".formatted(
                    relation.name(), column.name(), column.type().getDisplayName()));
        }
    }

    /**
     * Appends the value that the text means.
     *
     * @param subject where the text comes from, for the message
     * @throws TrinoException VALUE_OUT_OF_RANGE if it is no value of the type
     */
    public static void append(RelationColumn column, String text, BlockBuilder target, String subject)
    {
        Type type = column.type();
        boolean wellFormed = switch (type) {
            case RealType _, DoubleType _ -> NUMBER.matcher(text).matches();
            case UuidType _ -> text.strip().length() == UUID_LENGTH;
            case VarcharType varchar -> varchar.isUnbounded() || text.codePointCount(0, text.length()) <= varchar.getBoundedLength();
            case CharType character -> text.stripTrailing().codePointCount(0, text.stripTrailing().length()) <= character.getLength();
            default -> true;
        };
        if (!wellFormed) {
            throw invalid(column, text, subject, new IllegalArgumentException("not well-formed"));
        }
        try {
            Comparable<?> value = PartitionLiterals.value(new DeclaredType(type.getDisplayName(), type), text, subject);
            writeNativeValue(type, target, NativeValues.of(type, value).orElseThrow());
        }
        catch (TrinoException e) {
            throw invalid(column, text, subject, e);
        }
    }

    private static TrinoException invalid(RelationColumn column, String text, String subject, RuntimeException cause)
    {
        return new TrinoException(VALUE_OUT_OF_RANGE, "%s: '%s' is not a value of column \"%s\" of type %s; declare the column as text to see it as it is".formatted(
                subject, text, column.name(), column.type().getDisplayName()), cause);
    }
}
