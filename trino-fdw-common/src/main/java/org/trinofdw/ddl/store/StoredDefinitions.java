package org.trinofdw.ddl.store;

import com.google.common.collect.ImmutableMap;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.type.TypeManager;
import org.trinofdw.ddl.syntax.ColumnDefinition;
import org.trinofdw.ddl.syntax.DdlStatement;
import org.trinofdw.ddl.syntax.ForeignDdlParser;
import org.trinofdw.ddl.syntax.ForeignDdlWriter;
import org.trinofdw.ddl.syntax.OptionEntry;
import org.trinofdw.ddl.syntax.TableAlteration;
import org.trinofdw.definition.ForeignColumn;
import org.trinofdw.definition.ForeignServer;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.definition.PartitionOf;
import org.trinofdw.definition.UserMapping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static com.google.common.collect.ImmutableList.toImmutableList;

/**
 * Reads single definitions from the text that {@link ForeignDdlWriter} makes of them. Nothing is looked up or
 * validated: what was stored was valid.
 */
public final class StoredDefinitions
{
    // never needed in canonical text, which names every schema
    private static final String NO_SCHEMA = "public";

    private final ForeignDdlParser parser;

    public StoredDefinitions(TypeManager typeManager)
    {
        this.parser = new ForeignDdlParser(typeManager);
    }

    /**
     * @throws IllegalArgumentException if the text is something else
     */
    public ForeignServer server(String text)
    {
        List<DdlStatement> statements = parser.parse(text);
        if (statements.size() == 1 && statements.getFirst() instanceof DdlStatement.CreateServer create) {
            return new ForeignServer(create.name(), create.wrapper(), options(create.options()));
        }
        throw new IllegalArgumentException("expected one CREATE SERVER statement");
    }

    /**
     * @throws IllegalArgumentException if the text is something else
     */
    public UserMapping userMapping(String text)
    {
        List<DdlStatement> statements = parser.parse(text);
        if (statements.size() == 1 && statements.getFirst() instanceof DdlStatement.CreateUserMapping create && create.role().name().isPresent()) {
            return new UserMapping(create.role().name().get(), create.server(), options(create.options()));
        }
        throw new IllegalArgumentException("expected one CREATE USER MAPPING statement for a named user");
    }

    /**
     * @throws IllegalArgumentException if the text is something else
     */
    public ForeignTable table(String text)
    {
        List<DdlStatement> statements = parser.parse(text);
        if (statements.isEmpty() || !(statements.getFirst() instanceof DdlStatement.CreateTable create) || create.server().isEmpty() || create.parent().isPresent()) {
            throw new IllegalArgumentException("expected CREATE FOREIGN TABLE … SERVER");
        }
        ForeignTable table = new ForeignTable(
                create.name().resolve(NO_SCHEMA),
                create.server().get(),
                create.columns().stream().map(StoredDefinitions::column).collect(toImmutableList()),
                options(create.options()),
                create.partitioning(),
                Optional.empty(),
                create.checks(),
                create.inherits().stream().map(parent -> parent.resolve(NO_SCHEMA)).collect(toImmutableList()),
                Optional.empty());
        for (DdlStatement statement : statements.subList(1, statements.size())) {
            table = with(table, statement);
        }
        return table;
    }

    private static ForeignTable with(ForeignTable table, DdlStatement statement)
    {
        return switch (statement) {
            case DdlStatement.AlterTable alter when alter.alterations().size() == 1
                    && alter.alterations().getFirst() instanceof TableAlteration.AttachPartition attach
                    && attach.partition().resolve(NO_SCHEMA).equals(table.name()) -> table.withPartitionOf(Optional.of(new PartitionOf(alter.name().resolve(NO_SCHEMA), attach.bound())));
            case DdlStatement.CommentOnTable comment when comment.name().resolve(NO_SCHEMA).equals(table.name()) -> table.withComment(comment.comment());
            case DdlStatement.CommentOnColumn comment when comment.table().resolve(NO_SCHEMA).equals(table.name()) -> withComment(table, comment);
            default -> throw new IllegalArgumentException("%s: expected only ATTACH PARTITION of the table \"%s\" and comments on it".formatted(statement.position(), table.name()));
        };
    }

    private static ForeignTable withComment(ForeignTable table, DdlStatement.CommentOnColumn comment)
    {
        SchemaTableName name = table.name();
        if (table.column(comment.column()).isEmpty()) {
            throw new IllegalArgumentException("%s: the table \"%s\" has no column \"%s\"".formatted(comment.position(), name, comment.column()));
        }
        return table.withColumns(table.columns().stream()
                .map(column -> column.name().equals(comment.column()) ? column.withComment(comment.comment()) : column)
                .collect(toImmutableList()));
    }

    private static ForeignColumn column(ColumnDefinition definition)
    {
        return new ForeignColumn(
                definition.name(),
                definition.type().orElseThrow(),
                !definition.notNull().orElse(false),
                definition.defaultExpression(),
                definition.generationExpression(),
                definition.collation(),
                Optional.empty(),
                options(definition.options()));
    }

    private static Map<String, String> options(List<OptionEntry> entries)
    {
        Map<String, String> options = new LinkedHashMap<>();
        entries.forEach(entry -> options.put(entry.name(), entry.value()));
        return ImmutableMap.copyOf(options);
    }
}
