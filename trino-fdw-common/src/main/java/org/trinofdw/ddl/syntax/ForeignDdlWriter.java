package org.trinofdw.ddl.syntax;

import org.trinofdw.definition.CheckConstraint;
import org.trinofdw.definition.DeclaredPartition;
import org.trinofdw.definition.ForeignColumn;
import org.trinofdw.definition.ForeignServer;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.definition.PartitionBound;
import org.trinofdw.definition.PartitionLevel;
import org.trinofdw.definition.PartitionScheme;
import org.trinofdw.definition.PartitionScheme.Style;
import org.trinofdw.definition.PartitionValue;
import org.trinofdw.definition.UserMapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.stream.Collectors.joining;
import static org.trinofdw.ddl.syntax.SqlNames.name;
import static org.trinofdw.ddl.syntax.SqlNames.string;

/**
 * Writes definitions as canonical DDL: the same definition is always the same text, small changes are small
 * differences of lines, and the text reads back as the same definition.
 */
public final class ForeignDdlWriter
{
    private static final String INDENT = "    ";

    private ForeignDdlWriter() {}

    /**
     * The statements that make the table. Inherited columns are written out, and a partition is attached to its
     * parent, so that the text does not depend on other tables.
     */
    public static String write(ForeignTable table)
    {
        StringBuilder text = new StringBuilder(create(table, clauses(table)));
        table.partitionOf().ifPresent(partition -> text.append("\nALTER FOREIGN TABLE %s\n%sATTACH PARTITION %s %s;\n".formatted(
                name(partition.parent()),
                INDENT,
                name(table.name()),
                write(partition.bound()))));
        text.append(comments(table));
        return text.toString();
    }

    /**
     * What a definition has besides its columns and options, each clause as text.
     */
    public static TableClauses clauses(ForeignTable table)
    {
        return new TableClauses(
                table.partitioning().filter(scheme -> scheme.style() == Style.CHILD_TABLES).map(scheme -> partitionBy("PARTITION", scheme.levels().getFirst())),
                table.partitioning().filter(scheme -> scheme.style() == Style.DECLARED).map(ForeignDdlWriter::declared),
                table.partitionOf().map(partition -> "%s %s".formatted(name(partition.parent()), write(partition.bound()))),
                table.checks().stream().map(ForeignDdlWriter::check).collect(toImmutableList()),
                table.inherits().stream().map(SqlNames::name).collect(toImmutableList()));
    }

    /**
     * The statement that creates the table, without comments and without the partition that it is.
     *
     * @param clauses what stands beside the columns and options of the table
     */
    public static String create(ForeignTable table, TableClauses clauses)
    {
        StringBuilder text = new StringBuilder();
        List<String> elements = new ArrayList<>();
        table.columns().forEach(column -> elements.add(column(column)));
        elements.addAll(clauses.checks());
        text.append("CREATE FOREIGN TABLE ").append(name(table.name())).append(elements.isEmpty() ? " ()\n" : block(elements));
        if (!clauses.inherits().isEmpty()) {
            text.append("INHERITS (").append(String.join(", ", clauses.inherits())).append(")\n");
        }
        clauses.partitioning().ifPresent(partitioning -> text.append(partitioning).append('\n'));
        text.append("SERVER ").append(name(table.server()));
        text.append(options(table.options()));
        clauses.partitions().ifPresent(partitions -> text.append('\n').append(partitions));
        return text.append(";\n").toString();
    }

    /**
     * The statements that set the comments of the table and its columns.
     */
    public static String comments(ForeignTable table)
    {
        StringBuilder text = new StringBuilder();
        table.comment().ifPresent(comment -> text.append("\nCOMMENT ON FOREIGN TABLE %s IS %s;\n".formatted(name(table.name()), string(comment))));
        for (ForeignColumn column : table.columns()) {
            column.comment().ifPresent(comment -> text.append("\nCOMMENT ON COLUMN %s.%s IS %s;\n".formatted(name(table.name()), name(column.name()), string(comment))));
        }
        return text.toString();
    }

    /**
     * The statement that makes the server, with the values of all options.
     */
    public static String write(ForeignServer server)
    {
        return "CREATE SERVER %s\nFOREIGN DATA WRAPPER %s%s;\n".formatted(name(server.name()), name(server.wrapper()), options(server.options()));
    }

    /**
     * The statement that makes the user mapping, secrets included.
     */
    public static String write(UserMapping mapping)
    {
        return "CREATE USER MAPPING FOR %s\nSERVER %s%s;\n".formatted(
                mapping.user().equals(UserMapping.PUBLIC) ? "PUBLIC" : name(mapping.user()),
                name(mapping.server()),
                options(mapping.options()));
    }

    private static String column(ForeignColumn column)
    {
        StringBuilder text = new StringBuilder();
        text.append(name(column.name())).append(' ').append(column.type().text());
        if (!column.options().isEmpty()) {
            text.append(" OPTIONS (").append(new TreeMap<>(column.options()).entrySet().stream().map(ForeignDdlWriter::option).collect(joining(", "))).append(')');
        }
        column.collation().ifPresent(collation -> text.append(" COLLATE ").append(collation));
        if (!column.nullable()) {
            text.append(" NOT NULL");
        }
        column.defaultExpression().ifPresent(expression -> text.append(" DEFAULT ").append(expression));
        column.generationExpression().ifPresent(expression -> text.append(" GENERATED ALWAYS AS (").append(expression).append(") STORED"));
        return text.toString();
    }

    private static String check(CheckConstraint check)
    {
        return "%sCHECK (%s)%s".formatted(
                check.name().map(constraint -> "CONSTRAINT %s ".formatted(name(constraint))).orElse(""),
                check.expression(),
                check.noInherit() ? " NO INHERIT" : "");
    }

    private static String options(Map<String, String> options)
    {
        if (options.isEmpty()) {
            return "";
        }
        return "\nOPTIONS" + block(new TreeMap<>(options).entrySet().stream().map(ForeignDdlWriter::option).toList()).stripTrailing();
    }

    private static String option(Map.Entry<String, String> option)
    {
        return "%s %s".formatted(name(option.getKey()), string(option.getValue()));
    }

    private static String declared(PartitionScheme scheme)
    {
        StringBuilder text = new StringBuilder();
        text.append(partitionBy("PARTITION", scheme.levels().getFirst()));
        for (PartitionLevel level : scheme.levels().subList(1, scheme.levels().size())) {
            text.append('\n').append(partitionBy("SUBPARTITION", level));
            if (!level.template().isEmpty()) {
                text.append("\nSUBPARTITION TEMPLATE").append(block(level.template().stream().map(partition -> declared("SUBPARTITION", partition, 1)).toList()).stripTrailing());
            }
        }
        if (!scheme.partitions().isEmpty()) {
            text.append("\n(\n").append(lines(scheme.partitions().stream().map(partition -> declared("PARTITION", partition, 1)).toList(), 1)).append("\n)");
        }
        return text.toString();
    }

    private static String declared(String keyword, DeclaredPartition partition, int depth)
    {
        String bound = switch (partition.bound()) {
            case PartitionBound.Default _ -> "DEFAULT %s %s".formatted(keyword, name(partition.name()));
            case PartitionBound.In in -> "%s %s VALUES %s".formatted(keyword, name(partition.name()), values(in.values()));
            case PartitionBound.Range _, PartitionBound.Hash _ -> throw new IllegalArgumentException("declared partitions are lists");
        };
        if (partition.subpartitions().isEmpty()) {
            return bound;
        }
        return "%s (\n%s\n%s)".formatted(
                bound,
                lines(partition.subpartitions().stream().map(subpartition -> declared("SUBPARTITION", subpartition, depth + 1)).toList(), depth + 1),
                INDENT.repeat(depth));
    }

    private static String partitionBy(String keyword, PartitionLevel level)
    {
        return "%s BY %s (%s)".formatted(keyword, level.method(), level.keys().stream().map(SqlNames::name).collect(joining(", ")));
    }

    /**
     * A bound as it stands in PARTITION OF and ATTACH PARTITION.
     */
    public static String write(PartitionBound bound)
    {
        return switch (bound) {
            case PartitionBound.In in -> "FOR VALUES IN " + values(in.values());
            case PartitionBound.Range range -> "FOR VALUES FROM %s TO %s".formatted(values(range.from()), values(range.to()));
            case PartitionBound.Hash hash -> "FOR VALUES WITH (MODULUS %s, REMAINDER %s)".formatted(hash.modulus(), hash.remainder());
            case PartitionBound.Default _ -> "DEFAULT";
        };
    }

    private static String values(List<PartitionValue> values)
    {
        Function<PartitionValue, String> text = value -> value.text().map(SqlNames::string).orElseGet(value.kind()::toString);
        return values.stream().map(text).collect(joining(", ", "(", ")"));
    }

    private static String block(List<String> elements)
    {
        return " (\n" + lines(elements, 1) + "\n)\n";
    }

    private static String lines(List<String> elements, int depth)
    {
        return elements.stream().map(INDENT.repeat(depth)::concat).collect(joining(",\n"));
    }
}
