package org.trinofdw.ddl.syntax;

import com.google.common.collect.ImmutableList;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.BoundLiteralContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.BoundValueContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.DeclaredPartitionContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.DeclaredPartitionsContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.DeclaredValuesContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.DefaultBoundContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.HashBoundContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.ListBoundContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.NestedPartitionsContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.PartitionBoundContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.PartitionByContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.PartitionKeyColumnContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.PartitionKeyContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.RangeBoundContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.SubpartitionByContext;
import org.trinofdw.definition.DeclaredPartition;
import org.trinofdw.definition.PartitionBound;
import org.trinofdw.definition.PartitionLevel;
import org.trinofdw.definition.PartitionMethod;
import org.trinofdw.definition.PartitionScheme;
import org.trinofdw.definition.PartitionScheme.Style;
import org.trinofdw.definition.PartitionValue;

import java.util.List;
import java.util.Optional;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Locale.ENGLISH;
import static org.trinofdw.ddl.syntax.DdlErrors.error;
import static org.trinofdw.ddl.syntax.Nodes.identifier;
import static org.trinofdw.ddl.syntax.Nodes.position;
import static org.trinofdw.ddl.syntax.TypeBuilder.integer;

/**
 * Makes bounds and declared partitions of parsed ones.
 */
public final class PartitionBuilder
{
    private PartitionBuilder() {}

    static PartitionScheme childTables(PartitionByContext node)
    {
        List<String> keys = node.partitionKey().stream().map(PartitionBuilder::key).collect(toImmutableList());
        PartitionLevel level = new PartitionLevel(method(node.method.getText()), keys, ImmutableList.of());
        return new PartitionScheme(Style.CHILD_TABLES, ImmutableList.of(level), ImmutableList.of());
    }

    static PartitionScheme declared(DeclaredPartitionsContext node)
    {
        ImmutableList.Builder<PartitionLevel> levels = ImmutableList.builder();
        levels.add(new PartitionLevel(method(node.method.getText()), keys(node.identifier()), ImmutableList.of()));
        for (SubpartitionByContext level : node.subpartitionBy()) {
            levels.add(new PartitionLevel(method(level.method.getText()), keys(level.identifier()), declared(level.declaredPartition())));
        }
        PartitionScheme scheme = new PartitionScheme(Style.DECLARED, levels.build(), declared(node.declaredPartition()));
        return scheme.withPartitions(fromTemplates(scheme.levels(), scheme.partitions()));
    }

    /**
     * Gives each partition without subpartitions those of the template of the next level.
     */
    public static List<DeclaredPartition> fromTemplates(List<PartitionLevel> levels, List<DeclaredPartition> partitions)
    {
        if (levels.size() < 2) {
            return partitions;
        }
        List<PartitionLevel> below = levels.subList(1, levels.size());
        return partitions.stream()
                .map(partition -> partition.withSubpartitions(fromTemplates(below, partition.subpartitions().isEmpty() ? below.getFirst().template() : partition.subpartitions())))
                .collect(toImmutableList());
    }

    static List<DeclaredPartition> declared(List<DeclaredPartitionContext> nodes)
    {
        return nodes.stream().map(PartitionBuilder::declared).collect(toImmutableList());
    }

    static DeclaredPartition declared(DeclaredPartitionContext node)
    {
        PartitionBound bound = node.declaredValues() == null ? new PartitionBound.Default() : values(node.declaredValues());
        return new DeclaredPartition(identifier(node.name), bound, nested(node.nestedPartitions()));
    }

    static List<DeclaredPartition> nested(NestedPartitionsContext node)
    {
        return node == null ? ImmutableList.of() : declared(node.declaredPartition());
    }

    static PartitionBound values(DeclaredValuesContext node)
    {
        return new PartitionBound.In(values(node.boundValue()));
    }

    static PartitionBound bound(PartitionBoundContext node)
    {
        return switch (node) {
            case ListBoundContext list -> new PartitionBound.In(values(list.boundValue()));
            case RangeBoundContext range -> range(range);
            case HashBoundContext hash -> {
                int modulus = integer(hash.modulus);
                int remainder = integer(hash.remainder);
                if (modulus == 0) {
                    throw error(Position.of(hash.modulus), "the modulus must be at least 1");
                }
                if (remainder >= modulus) {
                    throw error(Position.of(hash.remainder), "the remainder %s must be less than the modulus %s".formatted(remainder, modulus));
                }
                yield new PartitionBound.Hash(modulus, remainder);
            }
            case DefaultBoundContext _ -> new PartitionBound.Default();
            default -> throw new IllegalArgumentException("unknown kind of bound: " + node.getClass().getSimpleName());
        };
    }

    private static PartitionBound range(RangeBoundContext node)
    {
        // both lists are in one, parted by TO
        int to = node.TO().getSymbol().getTokenIndex();
        List<PartitionValue> lower = values(node.boundValue().stream().filter(value -> value.getStart().getTokenIndex() < to).toList());
        List<PartitionValue> upper = values(node.boundValue().stream().filter(value -> value.getStart().getTokenIndex() > to).toList());
        if (lower.size() != upper.size()) {
            throw error(position(node), "FROM has %s value(s) and TO has %s; give one for each key column in both".formatted(lower.size(), upper.size()));
        }
        return new PartitionBound.Range(lower, upper);
    }

    private static List<PartitionValue> values(List<BoundValueContext> nodes)
    {
        return nodes.stream().map(PartitionBuilder::value).collect(toImmutableList());
    }

    /** The constant without its casts. */
    public static PartitionValue value(BoundValueContext node)
    {
        return node.boundValue() != null ? value(node.boundValue()) : literal(node.boundLiteral());
    }

    private static PartitionValue literal(BoundLiteralContext node)
    {
        if (node.MINVALUE() != null) {
            return PartitionValue.MINVALUE;
        }
        if (node.MAXVALUE() != null) {
            return PartitionValue.MAXVALUE;
        }
        if (node.NULL_() != null) {
            return PartitionValue.NULL;
        }
        if (node.string() != null) {
            return PartitionValue.literal(Nodes.string(node.string()));
        }
        String text = node.getText();
        if (node.TRUE() != null || node.FALSE() != null) {
            return PartitionValue.literal(text.toLowerCase(ENGLISH));
        }
        return PartitionValue.literal(text.startsWith("+") ? text.substring(1) : text);
    }

    private static PartitionMethod method(String text)
    {
        return PartitionMethod.valueOf(text.toUpperCase(ENGLISH));
    }

    private static List<String> keys(List<ForeignDdlGrammarParser.IdentifierContext> nodes)
    {
        return nodes.stream().map(node -> identifier(node).toLowerCase(ENGLISH)).collect(toImmutableList());
    }

    private static String key(PartitionKeyContext node)
    {
        if (node instanceof PartitionKeyColumnContext column) {
            return identifier(column.identifier()).toLowerCase(ENGLISH);
        }
        throw error(Position.of(node.getStart()), "a partition key must be a column; partitioning by an expression is left to the remote server");
    }

    static Optional<PartitionScheme> scheme(PartitionByContext childTables, DeclaredPartitionsContext declared)
    {
        if (childTables != null && declared != null) {
            throw error(position(declared), "PARTITION BY is given twice; keep the one before SERVER for partitions that are tables, or the one after OPTIONS for partitions inside the table");
        }
        return childTables != null ? Optional.of(childTables(childTables)) : Optional.ofNullable(declared).map(PartitionBuilder::declared);
    }
}
