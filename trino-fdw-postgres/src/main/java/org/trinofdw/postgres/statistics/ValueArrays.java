package org.trinofdw.postgres.statistics;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.trino.spi.TrinoException;
import io.trino.spi.block.ArrayBlock;
import io.trino.spi.block.ArrayBlockBuilder;
import io.trino.spi.block.Block;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.Type;
import io.trino.spi.type.TypeManager;
import org.trinofdw.postgres.copy.ColumnDecoder;
import org.trinofdw.postgres.type.ColumnMapping;
import org.trinofdw.postgres.type.ColumnMappings;
import org.trinofdw.postgres.type.PostgresType;
import org.trinofdw.postgres.type.ValuePolicies;
import org.trinofdw.postgres.type.ValuePolicies.EndOfDay;
import org.trinofdw.postgres.type.ValuePolicies.ExcessDigits;
import org.trinofdw.postgres.type.ValuePolicies.InvalidText;
import org.trinofdw.postgres.type.ValuePolicies.NulCharacter;
import org.trinofdw.postgres.type.ValuePolicies.UnrepresentableValue;

import java.util.List;
import java.util.Optional;

import static io.trino.spi.type.TypeUtils.readNativeValue;

/**
 * Reads the values of a column out of the arrays of {@code pg_stats}, in the binary format that {@code array_send} makes of them. That is the one of a column,
 * so neither settings of the session nor the text form of a type can come between.
 */
final class ValueArrays
{
    /** A value that Trino has not is left out; the table can still be queried where it is not read. */
    private static final ValuePolicies LENIENT = new ValuePolicies(
            UnrepresentableValue.NULL,
            UnrepresentableValue.NULL,
            EndOfDay.WRAP,
            ExcessDigits.ROUND,
            InvalidText.REPLACE,
            NulCharacter.STRIP);

    private final ColumnMappings columnMappings;

    @Inject
    ValueArrays(TypeManager typeManager)
    {
        this.columnMappings = new ColumnMappings(typeManager, LENIENT);
    }

    /**
     * Whether the values of a remote type are those that Trino reads, and not what a cast makes of them.
     */
    boolean isReadable(PostgresType remote, Type type)
    {
        return decoder(remote, type).isPresent();
    }

    /**
     * @param array the array in binary format
     * @return the values, empty for each that Trino has not; none if the array cannot be read as the type
     */
    List<Optional<Object>> read(PostgresType remote, Type type, byte[] array)
    {
        Optional<ColumnDecoder> decoder = decoder(remote, type);
        if (decoder.isEmpty()) {
            return ImmutableList.of();
        }
        ArrayBlockBuilder builder = new ArrayType(type).createBlockBuilder(null, 1);
        try {
            decoder.get().decode(array, 0, array.length, builder);
        }
        catch (TrinoException e) {
            // a value that does not fit the declared type; who reads it hears of it
            return ImmutableList.of();
        }
        Block values = ((ArrayBlock) builder.build()).getArray(0);
        ImmutableList.Builder<Optional<Object>> result = ImmutableList.builder();
        for (int position = 0; position < values.getPositionCount(); position++) {
            result.add(Optional.ofNullable(readNativeValue(type, values, position)));
        }
        return result.build();
    }

    private Optional<ColumnDecoder> decoder(PostgresType remote, Type type)
    {
        if (remote.kind() == PostgresType.Kind.ARRAY || type instanceof ArrayType) {
            return Optional.empty();
        }
        return columnMappings.find(arrayOf(remote), new ArrayType(type))
                .map(ColumnMapping::read)
                .filter(read -> read.cast().isEmpty())
                .map(read -> read.decoder());
    }

    private static PostgresType arrayOf(PostgresType element)
    {
        return new PostgresType(0, element.schema(), "_" + element.name(), PostgresType.Kind.ARRAY, element.typmod(), element.displayName() + "[]", Optional.of(element), ImmutableList.of(), element.collation());
    }
}
