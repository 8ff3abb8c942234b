package org.trinofdw.maxcompute.type;

import com.google.common.collect.ImmutableList;
import io.trino.spi.TrinoException;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.CharType;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.MapType;
import io.trino.spi.type.RowType;
import io.trino.spi.type.StandardTypes;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.Type;
import io.trino.spi.type.TypeManager;
import io.trino.spi.type.TypeDescriptor;
import io.trino.spi.type.TypeOperators;
import io.trino.spi.type.VarcharType;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import static io.trino.spi.StandardErrorCode.NOT_SUPPORTED;
import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.DateType.DATE;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static io.trino.spi.type.IntegerType.INTEGER;
import static io.trino.spi.type.RealType.REAL;
import static io.trino.spi.type.SmallintType.SMALLINT;
import static io.trino.spi.type.TinyintType.TINYINT;
import static io.trino.spi.type.VarbinaryType.VARBINARY;
import static io.trino.spi.type.VarcharType.createUnboundedVarcharType;
import static io.trino.spi.type.VarcharType.createVarcharType;
import static java.lang.Math.min;
import static java.util.Objects.requireNonNull;

/**
 * Maps the types of MaxCompute to those of Trino and back.
 */
public final class TypeMapper
{
    private static final int MAX_VARCHAR_LENGTH = 65_535;
    private static final int MAX_CHAR_LENGTH = 255;
    private static final int MAX_NANOSECOND_PRECISION = 9;
    private static final int MILLISECOND_PRECISION = 3;

    private final InstantMapping instantMapping;
    private final TypeOperators typeOperators;
    private final Type json;
    private final Type intervalYearToMonth;
    private final Type intervalDayToSecond;

    public TypeMapper(TypeManager typeManager, InstantMapping instantMapping)
    {
        this.instantMapping = requireNonNull(instantMapping, "instantMapping is null");
        typeOperators = typeManager.getTypeOperators();
        json = typeManager.getType(new TypeDescriptor(StandardTypes.JSON));
        intervalYearToMonth = typeManager.getType(new TypeDescriptor(StandardTypes.INTERVAL_YEAR_TO_MONTH));
        intervalDayToSecond = typeManager.getType(new TypeDescriptor(StandardTypes.INTERVAL_DAY_TO_SECOND));
    }

    /**
     * The Trino type that holds every value of a column; empty when there is none (unknown types, STRUCTs with doubled names).
     */
    public Optional<Type> toTrinoType(MaxComputeType type)
    {
        return switch (type.kind()) {
            case BOOLEAN -> Optional.of(BOOLEAN);
            case TINYINT -> Optional.of(TINYINT);
            case SMALLINT -> Optional.of(SMALLINT);
            case INT -> Optional.of(INTEGER);
            case BIGINT -> Optional.of(BIGINT);
            case FLOAT -> Optional.of(REAL);
            case DOUBLE -> Optional.of(DOUBLE);
            // an old DECIMAL holds 36 digits before the point, more than Trino has: a value that does not fit is an error
            case DECIMAL -> type.precision() <= DecimalType.DEFAULT_PRECISION
                    ? Optional.of(DecimalType.createDecimalType(type.precision(), type.scale()))
                    : Optional.of(DecimalType.createDecimalType(DecimalType.DEFAULT_PRECISION, min(type.scale(), DecimalType.DEFAULT_PRECISION)));
            case STRING -> Optional.of(createUnboundedVarcharType());
            case VARCHAR -> Optional.of(createVarcharType(type.precision()));
            case CHAR -> Optional.of(CharType.createCharType(type.precision()));
            case BINARY -> Optional.of(VARBINARY);
            case JSON -> Optional.of(json);
            case DATE -> Optional.of(DATE);
            case DATETIME -> Optional.of(instantType(MILLISECOND_PRECISION));
            case TIMESTAMP -> Optional.of(instantType(MAX_NANOSECOND_PRECISION));
            case TIMESTAMP_NTZ -> Optional.of(TimestampType.createTimestampType(MAX_NANOSECOND_PRECISION));
            case INTERVAL_YEAR_MONTH -> Optional.of(intervalYearToMonth);
            case INTERVAL_DAY_TIME -> Optional.of(intervalDayToSecond);
            case ARRAY -> toTrinoType(type.arguments().getFirst()).map(ArrayType::new);
            case MAP -> mapType(type);
            case STRUCT -> rowType(type);
            case UNKNOWN -> Optional.empty();
        };
    }

    private Type instantType(int precision)
    {
        return switch (instantMapping) {
            case TIMESTAMP -> TimestampType.createTimestampType(precision);
            case TIMESTAMP_WITH_TIME_ZONE -> TimestampWithTimeZoneType.createTimestampWithTimeZoneType(precision);
        };
    }

    private Optional<Type> mapType(MaxComputeType type)
    {
        Optional<Type> key = toTrinoType(type.arguments().get(0));
        Optional<Type> value = toTrinoType(type.arguments().get(1));
        if (key.isEmpty() || value.isEmpty() || !key.get().isComparable()) {
            return Optional.empty();
        }
        return Optional.of(new MapType(key.get(), value.get(), typeOperators));
    }

    private Optional<Type> rowType(MaxComputeType type)
    {
        ImmutableList.Builder<RowType.Field> fields = ImmutableList.builder();
        Set<String> names = new HashSet<>();
        for (int field = 0; field < type.arguments().size(); field++) {
            Optional<Type> fieldType = toTrinoType(type.arguments().get(field));
            String name = type.fieldNames().get(field).toLowerCase(Locale.ENGLISH);
            if (fieldType.isEmpty() || !names.add(name)) {
                return Optional.empty();
            }
            fields.add(RowType.field(name, fieldType.get()));
        }
        List<RowType.Field> built = fields.build();
        return built.isEmpty() ? Optional.empty() : Optional.of(RowType.from(built));
    }

    /**
     * The type of a new MaxCompute column for values of a Trino type.
     *
     * @throws TrinoException with NOT_SUPPORTED when MaxCompute has none
     */
    public MaxComputeType toMaxComputeType(Type type)
    {
        if (type == BOOLEAN) {
            return MaxComputeType.simple(TypeKind.BOOLEAN);
        }
        if (type == TINYINT) {
            return MaxComputeType.simple(TypeKind.TINYINT);
        }
        if (type == SMALLINT) {
            return MaxComputeType.simple(TypeKind.SMALLINT);
        }
        if (type == INTEGER) {
            return MaxComputeType.simple(TypeKind.INT);
        }
        if (type == BIGINT) {
            return MaxComputeType.simple(TypeKind.BIGINT);
        }
        if (type == REAL) {
            return MaxComputeType.simple(TypeKind.FLOAT);
        }
        if (type == DOUBLE) {
            return MaxComputeType.simple(TypeKind.DOUBLE);
        }
        if (type == VARBINARY) {
            return MaxComputeType.simple(TypeKind.BINARY);
        }
        if (type == DATE) {
            return MaxComputeType.simple(TypeKind.DATE);
        }
        if (type.equals(json)) {
            return MaxComputeType.simple(TypeKind.JSON);
        }
        if (type.equals(intervalYearToMonth)) {
            return MaxComputeType.simple(TypeKind.INTERVAL_YEAR_MONTH);
        }
        if (type.equals(intervalDayToSecond)) {
            return MaxComputeType.simple(TypeKind.INTERVAL_DAY_TIME);
        }
        return switch (type) {
            case DecimalType decimal -> MaxComputeType.decimal(decimal.getPrecision(), decimal.getScale());
            case VarcharType varchar when !varchar.isUnbounded() && varchar.getBoundedLength() >= 1 && varchar.getBoundedLength() <= MAX_VARCHAR_LENGTH ->
                    MaxComputeType.varchar(varchar.getBoundedLength());
            case VarcharType _ -> MaxComputeType.simple(TypeKind.STRING);
            case CharType character when character.getLength() >= 1 && character.getLength() <= MAX_CHAR_LENGTH -> MaxComputeType.character(character.getLength());
            case CharType _ -> MaxComputeType.simple(TypeKind.STRING);
            // the only type of MaxCompute that is a wall clock reading; DATETIME and TIMESTAMP are instants
            case TimestampType timestamp when timestamp.getPrecision() <= MAX_NANOSECOND_PRECISION -> MaxComputeType.simple(TypeKind.TIMESTAMP_NTZ);
            case TimestampWithTimeZoneType timestamp when timestamp.getPrecision() <= MAX_NANOSECOND_PRECISION -> MaxComputeType.simple(TypeKind.TIMESTAMP);
            case ArrayType array -> MaxComputeType.array(toMaxComputeType(array.getElementType()));
            case MapType map -> MaxComputeType.map(toMaxComputeType(map.getKeyType()), toMaxComputeType(map.getValueType()));
            case RowType row -> structType(row);
            default -> throw new TrinoException(NOT_SUPPORTED, "Unsupported column type: " + type.getDisplayName());
        };
    }

    private MaxComputeType structType(RowType row)
    {
        ImmutableList.Builder<String> names = ImmutableList.builder();
        ImmutableList.Builder<MaxComputeType> types = ImmutableList.builder();
        for (RowType.Field field : row.getFields()) {
            names.add(field.getName().orElseThrow(() -> new TrinoException(NOT_SUPPORTED, "Unsupported column type: %s; name every field of the row".formatted(row.getDisplayName()))));
            types.add(toMaxComputeType(field.getType()));
        }
        return MaxComputeType.struct(names.build(), types.build());
    }
}
