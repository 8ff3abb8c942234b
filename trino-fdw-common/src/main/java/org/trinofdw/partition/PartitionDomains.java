package org.trinofdw.partition;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.Range;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.predicate.ValueSet;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.BooleanType;
import io.trino.spi.type.CharType;
import io.trino.spi.type.DateType;
import io.trino.spi.type.DecimalType;
import io.trino.spi.type.IntegerType;
import io.trino.spi.type.SmallintType;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.TimestampWithTimeZoneType;
import io.trino.spi.type.TinyintType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;
import org.trinofdw.ddl.NativeValues;
import org.trinofdw.ddl.PartitionLiterals;
import org.trinofdw.definition.DeclaredType;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.definition.PartitionBound;
import org.trinofdw.definition.PartitionValue;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * What partition bounds say of the rows within them, as domains that can be held against a predicate (PostgreSQL, CREATE TABLE, "PARTITION OF"). Where bounds and
 * domains do not order values alike, a bound says nothing, and its partition is read rather than missed.
 */
final class PartitionDomains
{
    private final List<PartitionKey> keys;
    private final List<PartitionBound> bounds;
    private final String subject;

    /**
     * @param bounds those of all partitions of the parent
     */
    PartitionDomains(ForeignTable parent, List<PartitionKey> keys, List<PartitionBound> bounds)
    {
        requireNonNull(parent, "parent is null");
        this.keys = ImmutableList.copyOf(keys);
        this.bounds = ImmutableList.copyOf(bounds);
        this.subject = "a partition of \"%s\"".formatted(parent.name());
    }

    /** The rows that may be in a partition of this bound, by column name. */
    TupleDomain<String> of(PartitionBound bound)
    {
        return switch (bound) {
            case PartitionBound.In in -> list(in).map(this::onFirstKey).orElse(TupleDomain.all());
            case PartitionBound.Range range -> range(range);
            // see HashBound
            case PartitionBound.Hash _ -> TupleDomain.all();
            case PartitionBound.Default _ -> others();
        };
    }

    private TupleDomain<String> onFirstKey(Domain domain)
    {
        return TupleDomain.withColumnDomains(ImmutableMap.of(keys.getFirst().column(), domain));
    }

    private Optional<Domain> list(PartitionBound.In bound)
    {
        DeclaredType declared = keys.getFirst().type();
        Type type = declared.trinoType();
        ImmutableList.Builder<Object> values = ImmutableList.builder();
        boolean nullAllowed = false;
        for (PartitionValue value : bound.values()) {
            if (value.kind() == PartitionValue.Kind.NULL) {
                nullAllowed = true;
                continue;
            }
            Optional<Object> nativeValue = value(declared, value);
            if (nativeValue.isEmpty()) {
                return Optional.empty();
            }
            values.add(nativeValue.get());
        }
        List<Object> all = values.build();
        return Optional.of(Domain.create(all.isEmpty() ? ValueSet.none(type) : ValueSet.copyOf(type, all), nullAllowed));
    }

    /** Each key is narrowed as long as all keys before it are equal in both bounds. A row with a NULL key is in no range. */
    private TupleDomain<String> range(PartitionBound.Range bound)
    {
        ImmutableMap.Builder<String, Domain> domains = ImmutableMap.builder();
        for (int index = 0; index < keys.size(); index++) {
            Optional<Domain> domain = range(bound, index);
            if (domain.isEmpty()) {
                break;
            }
            domains.put(keys.get(index).column(), domain.get());
            if (!domain.get().isSingleValue()) {
                break;
            }
        }
        return TupleDomain.withColumnDomains(domains.buildOrThrow());
    }

    private Optional<Domain> range(PartitionBound.Range bound, int index)
    {
        PartitionKey key = keys.get(index);
        Type type = key.type().trinoType();
        if (!key.isOrderedAlike()) {
            return Optional.empty();
        }
        PartitionValue from = bound.from().get(index);
        PartitionValue to = bound.to().get(index);
        Optional<Object> low = value(key.type(), from);
        Optional<Object> high = value(key.type(), to);
        if ((from.kind() == PartitionValue.Kind.LITERAL && low.isEmpty()) || (to.kind() == PartitionValue.Kind.LITERAL && high.isEmpty())) {
            return Optional.empty();
        }
        if (from.kind() == PartitionValue.Kind.MAXVALUE || to.kind() == PartitionValue.Kind.MINVALUE) {
            // an infinity that the other bound shares: nothing is known of the key
            return Optional.empty();
        }
        // further keys decide about rows that equal the upper bound in this one
        boolean highInclusive = index < keys.size() - 1;
        Range range;
        if (low.isPresent() && high.isPresent()) {
            range = Range.range(type, low.get(), true, high.get(), highInclusive);
        }
        else if (low.isPresent()) {
            range = Range.greaterThanOrEqual(type, low.get());
        }
        else if (high.isPresent()) {
            range = highInclusive ? Range.lessThanOrEqual(type, high.get()) : Range.lessThan(type, high.get());
        }
        else {
            range = Range.all(type);
        }
        return Optional.of(Domain.create(ValueSet.ofRanges(range), false));
    }

    /** The DEFAULT partition: what no other partition takes. */
    private TupleDomain<String> others()
    {
        if (keys.size() != 1) {
            return TupleDomain.all();
        }
        Domain taken = Domain.none(keys.getFirst().type().trinoType());
        for (PartitionBound bound : bounds) {
            Optional<Domain> domain = switch (bound) {
                case PartitionBound.In in -> list(in);
                case PartitionBound.Range range -> range(range, 0);
                case PartitionBound.Hash _ -> Optional.empty();
                case PartitionBound.Default _ -> Optional.of(Domain.none(keys.getFirst().type().trinoType()));
            };
            if (domain.isEmpty()) {
                return TupleDomain.all();
            }
            taken = taken.union(domain.get());
        }
        return onFirstKey(taken.complement());
    }

    private Optional<Object> value(DeclaredType type, PartitionValue value)
    {
        return value.text().flatMap(text -> comparableValue(type.trinoType(), PartitionLiterals.value(type, text, subject)));
    }

    /** Empty for a value that a domain would not compare as PostgreSQL does. */
    static Optional<Object> comparableValue(Type type, Comparable<?> value)
    {
        boolean comparable = switch (type) {
            case TinyintType _, SmallintType _, IntegerType _, BigintType _, DecimalType _, BooleanType _, DateType _, VarcharType _, CharType _ -> true;
            case TimestampType timestamp -> NativeValues.isExact(((LocalDateTime) value).getNano(), timestamp.getPrecision());
            case TimestampWithTimeZoneType timestamp -> NativeValues.isExact(((Instant) value).getNano(), timestamp.getPrecision());
            // floating point differs by NaN, others by their order
            default -> false;
        };
        return comparable ? NativeValues.of(type, value) : Optional.empty();
    }
}
