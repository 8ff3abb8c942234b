package org.trinofdw.ddl.syntax;

import io.trino.spi.TrinoException;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.BooleanType;
import io.trino.spi.type.CharType;
import io.trino.spi.type.DateType;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.DoubleType;
import io.trino.spi.type.IntegerType;
import io.trino.spi.type.NumberType;
import io.trino.spi.type.RealType;
import io.trino.spi.type.SmallintType;
import io.trino.spi.type.TimeType;
import io.trino.spi.type.TimeWithTimeZoneType;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.Type;
import io.trino.spi.type.TypeManager;
import io.trino.spi.type.UuidType;
import io.trino.spi.type.VarbinaryType;
import io.trino.spi.type.VarcharType;
import org.trinofdw.definition.DeclaredType;

import static io.trino.spi.type.StandardTypes.JSON;
import static org.trinofdw.ddl.syntax.PostgresTypes.MAXIMUM_CHARACTER_LENGTH;

/**
 * Declared types of columns that are made by Trino's own DDL, where the Trino type is given.
 */
public final class DeclaredTypes
{
    private DeclaredTypes() {}

    /**
     * The declared type that has this Trino type. PostgreSQL's name where it has one that reads back as the same type,
     * else the Trino type in double quotes.
     */
    public static DeclaredType of(Type type)
    {
        return new DeclaredType(text(type), type);
    }

    /**
     * The declared type that the text of a DDL statement means, such as "varchar(10)[]".
     *
     * @throws TrinoException if it is no type
     */
    public static DeclaredType parse(String text, TypeManager typeManager)
    {
        return new ForeignDdlParser(typeManager).parseType(text);
    }

    private static String text(Type type)
    {
        return switch (type) {
            case BooleanType _ -> "boolean";
            case SmallintType _ -> "smallint";
            case IntegerType _ -> "integer";
            case BigintType _ -> "bigint";
            case RealType _ -> "real";
            case DoubleType _ -> "double precision";
            case DecimalType decimal -> "numeric(%s,%s)".formatted(decimal.getPrecision(), decimal.getScale());
            case NumberType _ -> "numeric";
            case VarcharType varchar when varchar.isUnbounded() -> "text";
            case VarcharType varchar when varchar.getBoundedLength() > 0 && varchar.getBoundedLength() <= MAXIMUM_CHARACTER_LENGTH -> "character varying(%s)".formatted(varchar.getBoundedLength());
            case CharType character when character.getLength() > 0 -> "character(%s)".formatted(character.getLength());
            case VarbinaryType _ -> "bytea";
            case DateType _ -> "date";
            case TimeType time -> "time(%s) without time zone".formatted(time.getPrecision());
            case TimeWithTimeZoneType time -> "time(%s) with time zone".formatted(time.getPrecision());
            case TimestampType timestamp -> "timestamp(%s) without time zone".formatted(timestamp.getPrecision());
            case TimestampWithTimeZoneType timestamp -> "timestamp(%s) with time zone".formatted(timestamp.getPrecision());
            case UuidType _ -> "uuid";
            case ArrayType array when !(array.getElementType() instanceof ArrayType) -> text(array.getElementType()) + "[]";
            case Type other when other.getBaseName().equals(JSON) -> "json";
            default -> SqlNames.quoted(type.getDisplayName());
        };
    }
}
