package org.trinofdw.ddl;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.trino.spi.connector.SchemaTableName;
import org.trinofdw.ddl.syntax.ColumnDefinition;
import org.trinofdw.ddl.syntax.DdlStatement.CreateTable;
import org.trinofdw.definition.CheckConstraint;
import org.trinofdw.definition.ForeignColumn;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.definition.PartitionOf;
import org.trinofdw.definition.PartitionScheme;
import org.trinofdw.definition.PartitionScheme.Style;
import org.trinofdw.option.OptionLevel;
import org.trinofdw.option.OptionTable;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.ddl.syntax.DdlErrors.error;
import static org.trinofdw.ddl.syntax.DdlErrors.noColumn;
import static org.trinofdw.option.OptionLevel.COLUMN;
import static org.trinofdw.option.OptionLevel.TABLE;

/**
 * Makes foreign tables of CREATE statements.
 */
final class TableFactory
{
    private final OptionTable optionTable;
    private final DdlOptions options;

    TableFactory(OptionTable optionTable)
    {
        this.optionTable = requireNonNull(optionTable, "optionTable is null");
        this.options = new DdlOptions(optionTable);
    }

    /**
     * The table as its statement gives it, with what it takes over from its parents.
     *
     * @param defaultServer the server of a table of partitions that names none
     */
    ForeignTable create(CreateTable statement, String defaultSchema, String defaultServer, List<String> notices, DefinitionEditor definitions)
    {
        SchemaTableName name = statement.name().resolve(defaultSchema);
        String server = statement.server().orElseGet(() -> {
            if (statement.partitioning().map(PartitionScheme::style).filter(Style.CHILD_TABLES::equals).isPresent()) {
                return defaultServer;
            }
            throw statement.foreign() ?
                    error("foreign table \"%s\" names no server; add SERVER and the name of a server".formatted(name)) :
                    error("CREATE TABLE makes only tables of partitions here; write CREATE FOREIGN TABLE … SERVER for \"%s\", or Trino's own CREATE TABLE to create it in the remote database".formatted(name));
        });
        if (!statement.foreign() && statement.server().isPresent()) {
            throw error("CREATE TABLE \"%s\" names a server; write CREATE FOREIGN TABLE".formatted(name));
        }
        Optional<PartitionOf> partitionOf = statement.parent().map(partition -> new PartitionOf(partition.parent().resolve(defaultSchema), partition.bound()));
        List<SchemaTableName> inherits = statement.inherits().stream().map(parent -> parent.resolve(defaultSchema)).collect(toImmutableList());
        Set<CheckConstraint> checks = new LinkedHashSet<>();
        List<ForeignColumn> columns;
        if (partitionOf.isPresent()) {
            ForeignTable parent = definitions.requireTable(partitionOf.get().parent());
            columns = ofPartition(statement, parent);
            checks.addAll(parent.checks());
        }
        else {
            columns = merged(statement, inherits.stream().map(definitions::requireTable).collect(toImmutableList()), notices);
            inherits.forEach(parent -> definitions.requireTable(parent).checks().stream().filter(check -> !check.noInherit()).forEach(checks::add));
        }
        checks.addAll(statement.checks());
        return new ForeignTable(
                name,
                server,
                columns,
                tableOptions(statement),
                statement.partitioning(),
                partitionOf,
                ImmutableList.copyOf(checks),
                inherits,
                Optional.empty());
    }

    /**
     * The column as its definition gives it.
     */
    ForeignColumn column(ColumnDefinition definition)
    {
        return new ForeignColumn(
                definition.name(),
                definition.type().orElseThrow(),
                !definition.notNull().orElse(false),
                definition.defaultExpression(),
                definition.generationExpression(),
                definition.collation(),
                Optional.empty(),
                columnOptions(definition));
    }

    private List<ForeignColumn> merged(CreateTable statement, List<ForeignTable> parents, List<String> notices)
    {
        Map<String, ForeignColumn> columns = new LinkedHashMap<>();
        for (ForeignTable parent : parents) {
            for (ForeignColumn column : parent.columns()) {
                columns.merge(column.name(), column.withOptions(ImmutableMap.of()).withComment(Optional.empty()), (first, second) -> merge(statement, first, second));
            }
        }
        Set<String> declared = new LinkedHashSet<>();
        for (ColumnDefinition definition : statement.columns()) {
            ForeignColumn column = column(definition);
            if (!declared.add(column.name())) {
                throw error(definition.position(), "column \"%s\" is declared more than once; names of columns differ without regard to case".formatted(column.name()));
            }
            if (columns.containsKey(column.name())) {
                notices.add("column \"%s\" of \"%s\" is merged with the inherited column of the same name".formatted(column.name(), statement.name().table()));
            }
            columns.merge(column.name(), column, (inherited, own) -> merge(statement, inherited, own).withOptions(own.options()));
        }
        return ImmutableList.copyOf(columns.values());
    }

    private static ForeignColumn merge(CreateTable statement, ForeignColumn inherited, ForeignColumn own)
    {
        if (!inherited.type().text().equals(own.type().text())) {
            throw error("column \"%s\" of foreign table \"%s\" has type %s, and the inherited column has type %s; give both the same type".formatted(own.name(), statement.name().table(), own.type().text(), inherited.type().text()));
        }
        return inherited
                .withNullable(inherited.nullable() && own.nullable())
                .withDefaultExpression(own.defaultExpression().or(inherited::defaultExpression))
                .withGenerationExpression(own.generationExpression().or(inherited::generationExpression))
                .withCollation(own.collation().or(inherited::collation));
    }

    private List<ForeignColumn> ofPartition(CreateTable statement, ForeignTable parent)
    {
        Map<String, ForeignColumn> columns = new LinkedHashMap<>();
        parent.columns().forEach(column -> columns.put(column.name(), column.withOptions(ImmutableMap.of()).withComment(Optional.empty())));
        Set<String> changed = new LinkedHashSet<>();
        for (ColumnDefinition definition : statement.columns()) {
            String name = definition.name().toLowerCase(ENGLISH);
            ForeignColumn column = columns.get(name);
            if (column == null) {
                throw noColumn(name, parent.name(), columns.keySet());
            }
            if (!changed.add(name)) {
                throw error(definition.position(), "column \"%s\" is named more than once".formatted(name));
            }
            columns.put(name, column
                    .withNullable(column.nullable() && !definition.notNull().orElse(false))
                    .withDefaultExpression(definition.defaultExpression().or(column::defaultExpression))
                    .withGenerationExpression(definition.generationExpression().or(column::generationExpression))
                    .withCollation(definition.collation().or(column::collation))
                    .withOptions(columnOptions(definition)));
        }
        return ImmutableList.copyOf(columns.values());
    }

    private Map<String, String> columnOptions(ColumnDefinition definition)
    {
        Map<String, String> columnOptions = new LinkedHashMap<>(options.create(COLUMN, definition.options()));
        keepCase(COLUMN, "column_name", definition.name(), columnOptions);
        return columnOptions;
    }

    private Map<String, String> tableOptions(CreateTable statement)
    {
        Map<String, String> tableOptions = new LinkedHashMap<>(options.create(TABLE, statement.options()));
        keepCase(TABLE, "table_name", statement.name().table(), tableOptions);
        statement.name().schema().ifPresent(schema -> keepCase(TABLE, "schema_name", schema, tableOptions));
        return tableOptions;
    }

    /**
     * Names in Trino are in lower case. A name that is not so written would be the remote name as it stands, and stays so by an option.
     */
    private void keepCase(OptionLevel level, String option, String name, Map<String, String> options)
    {
        boolean known = optionTable.find(option).filter(found -> found.levels().contains(level) && found.refusal().isEmpty()).isPresent();
        if (known && !name.equals(name.toLowerCase(ENGLISH))) {
            options.putIfAbsent(option, name);
        }
    }
}
