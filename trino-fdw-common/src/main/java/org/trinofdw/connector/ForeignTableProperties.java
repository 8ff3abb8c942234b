package org.trinofdw.connector;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.session.PropertyMetadata;
import io.trino.spi.type.ArrayType;
import org.trinofdw.ddl.syntax.DeclaredTypes;
import org.trinofdw.ddl.syntax.ForeignDdlWriter;
import org.trinofdw.ddl.ForeignTableEditor;
import org.trinofdw.ddl.syntax.TableClauses;
import org.trinofdw.definition.DeclaredType;
import org.trinofdw.definition.ForeignColumn;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.option.Option;
import org.trinofdw.option.OptionLevel;
import org.trinofdw.option.OptionProperties;
import org.trinofdw.option.OptionTable;
import org.trinofdw.option.OptionTable.RemoteNames;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.trino.spi.StandardErrorCode.INVALID_COLUMN_PROPERTY;
import static io.trino.spi.StandardErrorCode.INVALID_TABLE_PROPERTY;
import static io.trino.spi.session.PropertyMetadata.booleanProperty;
import static io.trino.spi.session.PropertyMetadata.stringProperty;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.option.OptionLevel.COLUMN;
import static org.trinofdw.option.OptionLevel.TABLE;

/**
 * Definitions in the words of Trino's CREATE TABLE: options are properties of their names, and what else a definition has are the properties here, so that
 * SHOW CREATE TABLE says all of it and its text makes the same definition (DESIGN.md section 4).
 */
final class ForeignTableProperties
{
    static final String FOREIGN_TABLE = "foreign_table";
    static final String SERVER = "server";
    private static final String PARTITIONING = "partitioning";
    private static final String PARTITIONS = "partitions";
    private static final String PARTITION_OF = "partition_of";
    private static final String CHECKS = "checks";
    private static final String INHERITS = "inherits";
    private static final String DECLARED_TYPE = "declared_type";
    private static final String COLLATION = "collation";
    private static final String DEFAULT_EXPRESSION = "default_expression";
    private static final String GENERATED_AS = "generated_as";
    private static final List<String> CLAUSES = ImmutableList.of(SERVER, PARTITIONING, PARTITIONS, PARTITION_OF, CHECKS, INHERITS);
    private static final List<String> COLUMN_CLAUSES = ImmutableList.of(DECLARED_TYPE, COLLATION, DEFAULT_EXPRESSION, GENERATED_AS);

    private final OptionTable optionTable;
    private final ForeignTableEditor editor;
    private final String ownServer;

    ForeignTableProperties(OptionTable optionTable, ForeignTableEditor editor, String ownServer)
    {
        this.optionTable = requireNonNull(optionTable, "optionTable is null");
        this.editor = requireNonNull(editor, "editor is null");
        this.ownServer = requireNonNull(ownServer, "ownServer is null");
    }

    static List<PropertyMetadata<?>> tableProperties(OptionTable optionTable)
    {
        return ImmutableList.<PropertyMetadata<?>>builder()
                .add(booleanProperty(FOREIGN_TABLE, "Define a foreign table instead of creating a remote one; so does each of the properties that name the remote table", null, false))
                .addAll(OptionProperties.tableProperties(optionTable))
                .add(stringProperty(SERVER, "Server of a foreign table; if not set, the catalog's own", null, false))
                .add(stringProperty(PARTITIONING, "PARTITION BY clause of a foreign table whose partitions are tables of their own", null, false))
                .add(stringProperty(PARTITIONS, "PARTITION BY clause of a foreign table, with the partitions declared in it", null, false))
                .add(stringProperty(PARTITION_OF, "Parent and bound of a foreign table that is a partition, such as measurement FOR VALUES IN (1)", null, false))
                .add(texts(CHECKS, "CHECK constraints of a foreign table"))
                .add(texts(INHERITS, "Parents that a foreign table inherits from"))
                .build();
    }

    static List<PropertyMetadata<?>> columnProperties(OptionTable optionTable)
    {
        return ImmutableList.<PropertyMetadata<?>>builder()
                .addAll(OptionProperties.columnProperties(optionTable))
                .add(stringProperty(DECLARED_TYPE, "Type of a column of a foreign table in PostgreSQL's words, where Trino's type does not say it all", null, false))
                .add(stringProperty(COLLATION, "COLLATE clause of a column of a foreign table", null, false))
                .add(stringProperty(DEFAULT_EXPRESSION, "DEFAULT clause of a column of a foreign table, where it is no literal", null, false))
                .add(stringProperty(GENERATED_AS, "Expression of a generated column of a foreign table", null, false))
                .build();
    }

    /**
     * Whether the table that is to be created is a definition.
     */
    boolean definesForeignTable(ConnectorTableMetadata table)
    {
        Object wanted = table.getProperties().get(FOREIGN_TABLE);
        if (wanted != null) {
            return (Boolean) wanted;
        }
        Optional<RemoteNames> names = optionTable.remoteNames();
        return setProperties(table.getProperties()).stream().anyMatch(property -> CLAUSES.contains(property) || names.filter(found -> found.isTableName(property)).isPresent()) ||
                table.getColumns().stream().anyMatch(column -> setProperties(column.getProperties()).stream()
                        .anyMatch(property -> COLUMN_CLAUSES.contains(property) || names.filter(found -> found.column().name().equals(property)).isPresent()));
    }

    /**
     * @throws TrinoException if a table that is created on the remote server has properties of foreign tables only
     */
    void checkRemote(ConnectorTableMetadata table)
    {
        Optional<RemoteNames> names = optionTable.remoteNames();
        setProperties(table.getProperties()).stream()
                .filter(property -> CLAUSES.contains(property) || names.filter(found -> found.isTableName(property)).isPresent())
                .findFirst()
                .ifPresent(property -> {
                    throw new TrinoException(INVALID_TABLE_PROPERTY, "Property \"%s\" is for foreign tables, and this statement creates \"%s\" on the remote server; leave it out".formatted(property, table.getTable()));
                });
        for (ColumnMetadata column : table.getColumns()) {
            setProperties(column.getProperties()).stream()
                    .filter(property -> COLUMN_CLAUSES.contains(property) || names.filter(found -> found.column().name().equals(property)).isPresent())
                    .findFirst()
                    .ifPresent(property -> {
                        throw new TrinoException(INVALID_COLUMN_PROPERTY, "Property \"%s\" of column \"%s\" is for foreign tables, and this statement creates \"%s\" on the remote server; leave it out".formatted(property, column.getName(), table.getTable()));
                    });
        }
    }

    /**
     * The definition without the clauses of {@link #clauses}.
     */
    ForeignTable definition(ConnectorTableMetadata table)
    {
        return new ForeignTable(
                table.getTable(),
                text(table.getProperties(), SERVER).orElse(ownServer),
                table.getColumns().stream().map(this::column).collect(toImmutableList()),
                OptionProperties.fromProperties(optionTable, TABLE, table.getProperties()).asMap())
                .withComment(table.getComment());
    }

    TableClauses clauses(ConnectorTableMetadata table)
    {
        Map<String, Object> properties = table.getProperties();
        return new TableClauses(
                text(properties, PARTITIONING),
                text(properties, PARTITIONS),
                text(properties, PARTITION_OF),
                list(properties, CHECKS),
                list(properties, INHERITS));
    }

    ForeignColumn column(ColumnMetadata column)
    {
        Map<String, Object> properties = column.getProperties();
        DeclaredType type = text(properties, DECLARED_TYPE).map(editor::declaredType).orElseGet(() -> DeclaredTypes.of(column.getType()));
        if (!type.trinoType().equals(column.getType())) {
            throw new TrinoException(INVALID_COLUMN_PROPERTY, "Property \"%s\" of column \"%s\" means %s, and the column has type %s; give both the same type".formatted(
                    DECLARED_TYPE,
                    column.getName(),
                    type.trinoType().getDisplayName(),
                    column.getType().getDisplayName()));
        }
        return new ForeignColumn(
                column.getName(),
                type,
                column.isNullable(),
                column.getDefaultValue().or(() -> text(properties, DEFAULT_EXPRESSION)),
                text(properties, GENERATED_AS),
                text(properties, COLLATION),
                column.getComment(),
                OptionProperties.fromProperties(optionTable, COLUMN, properties).asMap());
    }

    /**
     * The options among properties that are set or, without a value, reset.
     *
     * @throws TrinoException if there is a property that cannot be changed
     */
    Map<String, Optional<String>> changedOptions(Map<String, Optional<Object>> properties)
    {
        ImmutableMap.Builder<String, Optional<String>> options = ImmutableMap.builder();
        properties.forEach((name, value) -> {
            if (name.equals(SERVER)) {
                return;
            }
            if (name.equals(FOREIGN_TABLE) || CLAUSES.contains(name)) {
                throw new TrinoException(INVALID_TABLE_PROPERTY, "Property \"%s\" cannot be changed; use CALL system.execute_ddl('ALTER FOREIGN TABLE …')".formatted(name));
            }
            options.put(name, value.map(Object::toString));
        });
        return options.buildOrThrow();
    }

    Map<String, Object> of(ForeignTable table)
    {
        TableClauses clauses = ForeignDdlWriter.clauses(table);
        ImmutableMap.Builder<String, Object> properties = ImmutableMap.builder();
        properties.put(FOREIGN_TABLE, true);
        if (!table.server().equals(ownServer)) {
            properties.put(SERVER, table.server());
        }
        properties.putAll(shown(TABLE, table.options()));
        clauses.partitioning().ifPresent(text -> properties.put(PARTITIONING, text));
        clauses.partitions().ifPresent(text -> properties.put(PARTITIONS, text));
        clauses.partitionOf().ifPresent(text -> properties.put(PARTITION_OF, text));
        if (!clauses.checks().isEmpty()) {
            properties.put(CHECKS, clauses.checks());
        }
        if (!clauses.inherits().isEmpty()) {
            properties.put(INHERITS, clauses.inherits());
        }
        return properties.buildOrThrow();
    }

    /**
     * @param literal whether Trino's own DEFAULT clause shows the default
     */
    Map<String, Object> of(ForeignColumn column, boolean literal)
    {
        ImmutableMap.Builder<String, Object> properties = ImmutableMap.builder();
        properties.putAll(shown(COLUMN, column.options()));
        if (!DeclaredTypes.of(column.type().trinoType()).text().equals(column.type().text())) {
            properties.put(DECLARED_TYPE, column.type().text());
        }
        column.collation().ifPresent(collation -> properties.put(COLLATION, collation));
        column.defaultExpression().filter(_ -> !literal).ifPresent(expression -> properties.put(DEFAULT_EXPRESSION, expression));
        column.generationExpression().ifPresent(expression -> properties.put(GENERATED_AS, expression));
        return properties.buildOrThrow();
    }

    private Map<String, String> shown(OptionLevel level, Map<String, String> options)
    {
        ImmutableMap.Builder<String, String> shown = ImmutableMap.builder();
        // in the order of their declaration
        for (Option<?> option : optionTable.options(level)) {
            if (!option.isSecret() && options.containsKey(option.name())) {
                shown.put(option.name(), options.get(option.name()));
            }
        }
        return shown.buildOrThrow();
    }

    private static List<String> setProperties(Map<String, Object> properties)
    {
        return properties.entrySet().stream()
                .filter(property -> property.getValue() != null)
                .map(Map.Entry::getKey)
                .collect(toImmutableList());
    }

    private static Optional<String> text(Map<String, Object> properties, String name)
    {
        return Optional.ofNullable((String) properties.get(name));
    }

    private static List<String> list(Map<String, Object> properties, String name)
    {
        Object value = properties.get(name);
        return value == null ? ImmutableList.of() : ((Collection<?>) value).stream().map(String.class::cast).collect(toImmutableList());
    }

    private static PropertyMetadata<?> texts(String name, String description)
    {
        return new PropertyMetadata<>(
                name,
                description,
                new ArrayType(VARCHAR),
                List.class,
                null,
                false,
                value -> ((Collection<?>) value).stream().map(String.class::cast).collect(toImmutableList()),
                value -> value);
    }
}
