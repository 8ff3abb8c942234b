package org.trinofdw.partition;

import com.google.common.collect.ImmutableMap;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.ValueSet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import static com.google.common.collect.ImmutableSet.toImmutableSet;

/**
 * What a query wants of the rows of a partitioned table, held against its partitions.
 */
public final class PartitionPredicate
{
    /** Beyond that many combinations of key values it is not worth to hash them; most partitions would be left anyway. */
    private static final int MAX_COMBINATIONS = 1_000;

    private final Map<String, Domain> domains;
    private final Map<List<PartitionKey>, Optional<Set<Long>>> hashes = new HashMap<>();

    /**
     * @param domains by column name; columns of any value left out
     */
    public PartitionPredicate(Map<String, Domain> domains)
    {
        this.domains = ImmutableMap.copyOf(domains);
    }

    /** False if no row of the partition meets the predicate. */
    public boolean mayMeet(LeafPartition partition)
    {
        return partition.domain().getDomains().map(this::overlaps).orElse(false)
                && partition.hashBounds().stream().allMatch(this::mayMeet);
    }

    private boolean overlaps(Map<String, Domain> partition)
    {
        return partition.entrySet().stream().allMatch(entry -> {
            Domain wanted = domains.get(entry.getKey());
            return wanted == null || wanted.overlaps(entry.getValue());
        });
    }

    private boolean mayMeet(HashBound bound)
    {
        return hashes.computeIfAbsent(bound.keys(), this::rowHashes)
                .map(wanted -> wanted.stream().anyMatch(bound::takes))
                .orElse(true);
    }

    /** The hashes of all rows that are wanted; empty if they cannot be listed. */
    private Optional<Set<Long>> rowHashes(List<PartitionKey> keys)
    {
        List<List<OptionalLong>> rows = List.of(List.of());
        for (PartitionKey key : keys) {
            Optional<List<OptionalLong>> keyHashes = keyHashes(key);
            if (keyHashes.isEmpty() || (long) rows.size() * keyHashes.get().size() > MAX_COMBINATIONS) {
                return Optional.empty();
            }
            List<List<OptionalLong>> longer = new ArrayList<>();
            for (List<OptionalLong> row : rows) {
                for (OptionalLong hash : keyHashes.get()) {
                    List<OptionalLong> values = new ArrayList<>(row);
                    values.add(hash);
                    longer.add(values);
                }
            }
            rows = longer;
        }
        return Optional.of(rows.stream().map(PartitionHash::ofRow).collect(toImmutableSet()));
    }

    /** The hashes of all values that are wanted of a key, an empty one for NULL. */
    private Optional<List<OptionalLong>> keyHashes(PartitionKey key)
    {
        Domain domain = domains.get(key.column());
        if (domain == null || !PartitionHash.isSupported(key.type()) || !key.hasBytewiseEquality()) {
            return Optional.empty();
        }
        Optional<Collection<Object>> values = values(domain.getValues());
        if (values.isEmpty()) {
            return Optional.empty();
        }
        List<OptionalLong> hashes = new ArrayList<>();
        if (domain.isNullAllowed()) {
            hashes.add(OptionalLong.empty());
        }
        for (Object value : values.get()) {
            Optional<Comparable<?>> comparable = KeyValues.of(key.type(), value).filter(PartitionPredicate::isAlikeInAllEncodings);
            if (comparable.isEmpty()) {
                return Optional.empty();
            }
            hashes.add(OptionalLong.of(PartitionHash.of(key.type(), comparable.get())));
        }
        return Optional.of(hashes);
    }

    private static Optional<Collection<Object>> values(ValueSet values)
    {
        if (values.isNone()) {
            return Optional.of(List.of());
        }
        return values.isDiscreteSet() ? Optional.of(values.getDiscreteSet()) : values.tryExpandRanges(MAX_COMBINATIONS);
    }

    /** The rows may have been dealt out by a server whose databases have another encoding than UTF8, where other characters have other bytes. */
    private static boolean isAlikeInAllEncodings(Comparable<?> value)
    {
        return value.toString().chars().allMatch(character -> character < 0x80);
    }
}
