package org.trinofdw.maxcompute.pushdown;

import com.google.common.collect.ImmutableList;
import io.airlift.slice.Slice;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.NullableValue;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.type.VarcharType;
import org.trinofdw.maxcompute.definition.PartitionValues;
import org.trinofdw.maxcompute.handle.MaxComputeColumnHandle;
import org.trinofdw.maxcompute.handle.MaxComputeTableHandle;
import org.trinofdw.maxcompute.handle.PartitionSpec;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import static com.google.common.collect.ImmutableMap.toImmutableMap;

/**
 * Decides from the names of partitions which of them a condition selects.
 */
public final class PartitionPruner
{
    private PartitionPruner() {}

    /**
     * The values that the partition columns of a table have in a partition.
     */
    public static Map<MaxComputeColumnHandle, NullableValue> values(List<MaxComputeColumnHandle> partitionColumns, PartitionSpec partition)
    {
        return partitionColumns.stream()
                .collect(toImmutableMap(column -> column, column -> value(column, partition)));
    }

    public static NullableValue value(MaxComputeColumnHandle column, PartitionSpec partition)
    {
        for (int index = 0; index < partition.columns().size(); index++) {
            if (partition.columns().get(index).equalsIgnoreCase(column.remoteName())) {
                return PartitionValues.parse(column.name(), column.type(), partition.values().get(index));
            }
        }
        throw new IllegalArgumentException("Partition %s has no value for column %s".formatted(partition, column.remoteName()));
    }

    /**
     * Whether a partition can hold rows that the condition selects. Conditions on other columns do not count.
     */
    public static boolean matches(MaxComputeTableHandle table, TupleDomain<ColumnHandle> condition, PartitionSpec partition)
    {
        if (condition.isNone()) {
            return false;
        }
        Map<ColumnHandle, Domain> domains = condition.getDomains().orElseThrow();
        for (MaxComputeColumnHandle column : table.partitionColumns()) {
            Domain domain = domains.get(column);
            if (domain != null && !domain.includesNullableValue(value(column, partition).getValue())) {
                return false;
            }
        }
        return true;
    }

    /**
     * Values of the first partition columns when the condition leaves one for each: the service lists only such partitions. Only for text,
     * where a value has one spelling.
     */
    public static List<String> prefix(MaxComputeTableHandle table)
    {
        if (table.constraint().isNone()) {
            return ImmutableList.of();
        }
        Map<String, Domain> domains = new HashMap<>();
        table.constraint().getDomains().orElseThrow().forEach((column, domain) -> {
            if (((MaxComputeColumnHandle) column).type() instanceof VarcharType) {
                domains.put(((MaxComputeColumnHandle) column).remoteName().toLowerCase(Locale.ENGLISH), domain);
            }
        });
        ImmutableList.Builder<String> prefix = ImmutableList.builder();
        for (String key : table.partitionKeys()) {
            Domain domain = domains.get(key.toLowerCase(Locale.ENGLISH));
            if (domain == null || !domain.isSingleValue()) {
                break;
            }
            String text = ((Slice) domain.getSingleValue()).toStringUtf8();
            if (text.isEmpty() || text.chars().anyMatch(character -> "',=/\\".indexOf(character) >= 0)) {
                break;
            }
            prefix.add(text);
        }
        return prefix.build();
    }
}
