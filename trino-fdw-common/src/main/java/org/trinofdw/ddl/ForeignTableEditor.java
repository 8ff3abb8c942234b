package org.trinofdw.ddl;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.inject.Inject;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.type.Type;
import org.trinofdw.ddl.syntax.ColumnDefinition;
import org.trinofdw.ddl.syntax.DdlErrors;
import org.trinofdw.ddl.syntax.DdlStatement;
import org.trinofdw.ddl.syntax.DeclaredTypes;
import org.trinofdw.ddl.syntax.ForeignDdlWriter;
import org.trinofdw.ddl.syntax.OptionEntry;
import org.trinofdw.ddl.syntax.Position;
import org.trinofdw.ddl.syntax.SqlNames;
import org.trinofdw.ddl.syntax.TableAlteration;
import org.trinofdw.ddl.syntax.TableClauses;
import org.trinofdw.definition.DeclaredType;
import org.trinofdw.definition.ForeignColumn;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.option.Option;
import org.trinofdw.option.OptionTable.RemoteNames;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

/**
 * Edits definitions as Trino's own DDL asks for it. A renamed table or column keeps what it maps to: its remote name, if it was the local one, becomes
 * an option.
 */
public final class ForeignTableEditor
{
    private static final Pattern LOCATED = Pattern.compile("line \\d+:\\d+: (.*)", Pattern.DOTALL);

    private final ForeignCatalog catalog;
    private final Optional<RemoteNames> remoteNames;

    @Inject
    public ForeignTableEditor(ForeignCatalog catalog)
    {
        this.catalog = requireNonNull(catalog, "catalog is null");
        this.remoteNames = catalog.optionTable().remoteNames();
    }

    /**
     * The type that DDL writes so.
     */
    public DeclaredType declaredType(String text)
    {
        return unlocated(() -> catalog.parser().parseType(text));
    }

    /**
     * @param table a definition without partitions, constraints and parents
     * @throws TrinoException ALREADY_EXISTS, or what is wrong with the definition
     */
    public void create(ForeignTable table, TableClauses clauses)
    {
        StringBuilder script = new StringBuilder();
        script.append(ForeignDdlWriter.create(table, clauses));
        String name = SqlNames.name(table.name());
        clauses.partitionOf().ifPresent(partition -> {
            Matcher parent = Pattern.compile("(.*?)\\s+(FOR\\s+VALUES.*|DEFAULT)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL).matcher(partition);
            if (!parent.matches()) {
                throw DdlErrors.error("\"partition_of\" must be the parent and the bound, such as 'measurement FOR VALUES IN (1)', not '%s'".formatted(partition));
            }
            script.append("ALTER FOREIGN TABLE %s ATTACH PARTITION %s %s;\n".formatted(parent.group(1), name, parent.group(2)));
        });
        script.append(ForeignDdlWriter.comments(table));
        List<DdlStatement> statements = unlocated(() -> catalog.parser().parse(script.toString()));
        long comments = table.comment().stream().count() + table.columns().stream().flatMap(column -> column.comment().stream()).count();
        if (statements.size() != 1 + clauses.partitionOf().stream().count() + comments) {
            throw DdlErrors.error("a property of \"%s\" holds more than its clause; remove the semicolon".formatted(table.name()));
        }
        catalog.change(executor -> statements.forEach(statement -> unlocated(() -> {
            executor.execute(statement);
            return true;
        })));
    }

    public void rename(SchemaTableName name, SchemaTableName newName)
    {
        catalog.change(executor -> {
            DefinitionEditor definitions = executor.definitions();
            ForeignTable table = definitions.requireTable(name);
            Map<String, String> options = new HashMap<>(table.options());
            if (remoteNames.isPresent()) {
                if (!name.getTableName().equals(newName.getTableName())) {
                    options.putIfAbsent(remoteNames.get().table().name(), name.getTableName());
                }
                if (!name.getSchemaName().equals(newName.getSchemaName())) {
                    remoteNames.get().schema().ifPresent(schema -> options.putIfAbsent(schema.name(), name.getSchemaName()));
                }
            }
            if (!options.equals(table.options())) {
                definitions.replaceTable(table.withOptions(options));
            }
            definitions.renameTable(name, newName);
        });
    }

    /**
     * @param options the options to set, and those to drop, which have no value
     */
    public void setOptions(SchemaTableName name, Map<String, Optional<String>> options, Optional<String> server)
    {
        change(name, table -> {
            Map<String, String> changed = new HashMap<>(table.options());
            options.forEach((option, value) -> value.ifPresentOrElse(text -> changed.put(option, text), () -> changed.remove(option)));
            return table.withOptions(changed).withServer(server.orElse(table.server()));
        });
    }

    public void setComment(SchemaTableName name, Optional<String> comment)
    {
        change(name, table -> table.withComment(comment));
    }

    public void setColumnComment(SchemaTableName name, String column, Optional<String> comment)
    {
        change(name, table -> withColumn(table, column, changed -> changed.withComment(comment)));
    }

    public void addColumn(SchemaTableName name, ForeignColumn column)
    {
        ColumnDefinition definition = new ColumnDefinition(
                column.name(),
                Optional.of(column.type()),
                column.options().entrySet().stream().map(option -> new OptionEntry(option.getKey(), option.getValue(), Position.NONE)).collect(toImmutableList()),
                column.collation(),
                Optional.of(!column.nullable()),
                column.defaultExpression(),
                column.generationExpression(),
                ImmutableList.of(),
                Position.NONE);
        catalog.change(executor -> {
            executor.alter(name, new TableAlteration.AddColumn(definition, false));
            if (column.comment().isPresent()) {
                ForeignTable table = executor.definitions().requireTable(name);
                executor.definitions().replaceTable(withColumn(table, column.name(), changed -> changed.withComment(column.comment())));
            }
        });
    }

    public void dropColumn(SchemaTableName name, String column)
    {
        alter(name, new TableAlteration.DropColumn(column, false));
    }

    public void renameColumn(SchemaTableName name, String column, String newName)
    {
        catalog.change(executor -> {
            remoteNames.map(RemoteNames::column).ifPresent(option -> keepRemoteName(executor.definitions(), name, column, option));
            executor.alter(name, new TableAlteration.RenameColumn(column, newName));
        });
    }

    private static void keepRemoteName(DefinitionEditor definitions, SchemaTableName name, String column, Option<String> option)
    {
        ForeignTable table = definitions.requireTable(name);
        if (table.column(column).filter(found -> !found.options().containsKey(option.name())).isPresent()) {
            definitions.replaceTable(withColumn(table, column, changed -> changed.withOptions(
                    ImmutableMap.<String, String>builder().putAll(changed.options()).put(option.name(), column).buildOrThrow())));
        }
        definitions.childrenOf(name).forEach(child -> keepRemoteName(definitions, child.name(), column, option));
    }

    public void setColumnType(SchemaTableName name, String column, Type type)
    {
        alter(name, new TableAlteration.SetColumnType(column, DeclaredTypes.of(type), Optional.empty()));
    }

    /**
     * @param expression empty to have no default
     */
    public void setDefault(SchemaTableName name, String column, Optional<String> expression)
    {
        alter(name, new TableAlteration.SetColumnDefault(column, expression));
    }

    public void dropNotNull(SchemaTableName name, String column)
    {
        alter(name, new TableAlteration.SetColumnNullable(column, true));
    }

    private void alter(SchemaTableName name, TableAlteration alteration)
    {
        catalog.change(executor -> executor.alter(name, alteration));
    }

    private void change(SchemaTableName name, UnaryOperator<ForeignTable> change)
    {
        catalog.change(executor -> executor.definitions().replaceTable(change.apply(executor.definitions().requireTable(name))));
    }

    private static ForeignTable withColumn(ForeignTable table, String name, UnaryOperator<ForeignColumn> change)
    {
        return table.withColumns(table.columns().stream()
                .map(column -> column.name().equals(name) ? change.apply(column) : column)
                .collect(toImmutableList()));
    }

    /**
     * Takes the place out of an error, since the user did not write the text that it is a place in.
     */
    private static <T> T unlocated(Supplier<T> action)
    {
        try {
            return action.get();
        }
        catch (TrinoException e) {
            Matcher located = LOCATED.matcher(e.getMessage());
            if (!located.matches()) {
                throw e;
            }
            throw new TrinoException(e::getErrorCode, located.group(1), e);
        }
    }
}
