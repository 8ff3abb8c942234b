package org.trinofdw.ddl.syntax;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.trino.spi.type.TypeManager;
import org.antlr.v4.runtime.ParserRuleContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.AlterForeignTableContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.AlterServerContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.AlterUserMappingContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.AlterWrapperContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.CommentOnColumnContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.CommentOnContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.CommentOnTableContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.CreateExtensionContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.CreateForeignTableContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.CreateSchemaContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.CreateServerContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.CreateUserMappingContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.CreateWrapperContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.DropExtensionContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.DropForeignTableContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.DropServerContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.DropUserMappingContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.DropWrapperContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.GrantContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.ImportFilterContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.ImportForeignSchemaContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.PartitionColumnContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.PartitionConstraintContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.PartitionElementContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.QualifiedNameContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.SetParameterContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.StatementContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.StringContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.TableElementContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.TransactionControlContext;
import org.trinofdw.definition.CheckConstraint;
import org.trinofdw.definition.ImportFilter;

import java.util.List;
import java.util.Optional;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static org.trinofdw.ddl.syntax.DdlErrors.error;
import static org.trinofdw.ddl.syntax.Nodes.identifier;
import static org.trinofdw.ddl.syntax.Nodes.identifiers;
import static org.trinofdw.ddl.syntax.Nodes.position;
import static org.trinofdw.ddl.syntax.Nodes.text;

/**
 * Makes statements of parsed ones.
 */
final class StatementBuilder
{
    private final TableBuilder tables;
    private final AlterationBuilder alterations;

    StatementBuilder(TypeManager typeManager)
    {
        TypeBuilder types = new TypeBuilder(typeManager);
        this.tables = new TableBuilder(types);
        this.alterations = new AlterationBuilder(types, tables);
    }

    DdlStatement build(StatementContext node)
    {
        Position position = position(node);
        return switch (node) {
            case CreateServerContext create -> new DdlStatement.CreateServer(
                    position,
                    identifier(create.name),
                    create.ifNotExists() != null,
                    identifier(create.wrapper),
                    create.type != null || create.version != null,
                    Nodes.options(create.optionList()));
            case AlterServerContext alter -> new DdlStatement.AlterServer(
                    position,
                    identifier(alter.name),
                    AlterationBuilder.options(alter.alterOptions()),
                    Optional.ofNullable(alter.renameTo()).map(rename -> identifier(rename.identifier())));
            case DropServerContext drop -> new DdlStatement.DropServers(position, identifiers(drop.identifier()), drop.ifExists() != null, isCascade(drop.dropBehavior()));
            case CreateUserMappingContext create -> new DdlStatement.CreateUserMapping(
                    position,
                    Nodes.role(create.role()),
                    identifier(create.server),
                    create.ifNotExists() != null,
                    Nodes.options(create.optionList()));
            case AlterUserMappingContext alter -> new DdlStatement.AlterUserMapping(position, Nodes.role(alter.role()), identifier(alter.server), AlterationBuilder.options(alter.alterOptions()));
            case DropUserMappingContext drop -> new DdlStatement.DropUserMapping(position, Nodes.role(drop.role()), identifier(drop.server), drop.ifExists() != null);
            case CreateForeignTableContext create -> createTable(create, position);
            case AlterForeignTableContext alter -> new DdlStatement.AlterTable(
                    position,
                    Nodes.table(alter.name),
                    alter.FOREIGN() != null,
                    alter.ifExists() != null,
                    alter.alteration().stream().map(alterations::build).collect(toImmutableList()));
            case DropForeignTableContext drop -> new DdlStatement.DropTables(position, tables(drop.qualifiedName()), drop.ifExists() != null, isCascade(drop.dropBehavior()));
            case ImportForeignSchemaContext statement -> new DdlStatement.ImportSchema(
                    position,
                    identifier(statement.remote),
                    filter(statement.importFilter()),
                    identifier(statement.server),
                    identifier(statement.local),
                    Nodes.options(statement.optionList()));
            case CreateWrapperContext create -> new DdlStatement.Wrapper(position, "CREATE", ImmutableList.of(identifier(create.name)), create.optionList() != null, false);
            case AlterWrapperContext alter -> new DdlStatement.Wrapper(position, "ALTER", ImmutableList.of(identifier(alter.name)), alter.alterOptions() != null, false);
            case DropWrapperContext drop -> new DdlStatement.Wrapper(position, "DROP", identifiers(drop.identifier()), false, drop.ifExists() != null);
            case CommentOnContext comment -> comment(comment, position);
            case CreateExtensionContext create -> new DdlStatement.Ignored(position, "extension \"%s\" is accepted and not created: the wrapper is the connector of this catalog".formatted(identifier(create.name)));
            case DropExtensionContext drop -> new DdlStatement.Ignored(position, "extension \"%s\" is accepted and not dropped: the wrapper is the connector of this catalog".formatted(String.join("\", \"", identifiers(drop.identifier()))));
            case GrantContext grant -> new DdlStatement.Ignored(position, "%s is accepted and has no effect: access is the matter of Trino's access control".formatted(grant.REVOKE() != null ? "REVOKE" : "GRANT"));
            case CreateSchemaContext _ -> new DdlStatement.Ignored(position, "the schema is accepted and not created: a schema is there as soon as a foreign table is in it");
            case SetParameterContext set -> setParameter(set, position);
            case TransactionControlContext _ -> new DdlStatement.Ignored(position, "%s is accepted and has no effect: all statements of a script take effect together or not at all".formatted(text(node)));
            default -> throw new IllegalArgumentException("unknown statement: " + node.getClass().getSimpleName());
        };
    }

    private DdlStatement createTable(CreateForeignTableContext node, Position position)
    {
        ImmutableList.Builder<ColumnDefinition> columns = ImmutableList.builder();
        ImmutableList.Builder<CheckConstraint> checks = ImmutableList.builder();
        for (TableElementContext element : node.tableElement()) {
            if (element.refusedTableConstraint() != null) {
                throw TableBuilder.refused(element);
            }
            if (element.tableConstraint() != null) {
                checks.add(TableBuilder.check(element.tableConstraint()));
            }
            else {
                columns.add(tables.column(element.columnDefinition()));
            }
        }
        for (PartitionElementContext element : node.partitionElement()) {
            switch (element) {
                case PartitionColumnContext column -> columns.add(tables.column(column));
                case PartitionConstraintContext constraint -> checks.add(TableBuilder.check(constraint.tableConstraint()));
                default -> throw new IllegalArgumentException("unknown element: " + element.getClass().getSimpleName());
            }
        }
        List<ColumnDefinition> definitions = columns.build();
        definitions.forEach(column -> checks.addAll(column.checks()));
        Optional<DdlStatement.Partition> parent = Optional.ofNullable(node.parent).map(name -> new DdlStatement.Partition(Nodes.table(name), PartitionBuilder.bound(node.partitionBound())));
        List<TableReference> inherits = node.qualifiedName().stream()
                .filter(name -> name != node.name && name != node.parent)
                .map(Nodes::table)
                .collect(toImmutableList());
        return new DdlStatement.CreateTable(
                position,
                Nodes.table(node.name),
                node.FOREIGN() != null,
                node.ifNotExists() != null,
                definitions,
                checks.build(),
                inherits,
                parent,
                PartitionBuilder.scheme(node.partitionBy(), node.declaredPartitions()),
                Optional.ofNullable(node.server).map(Nodes::identifier),
                Nodes.options(node.optionList()),
                node.tableStorage() != null || node.distribution() != null);
    }

    private static DdlStatement comment(CommentOnContext node, Position position)
    {
        Optional<String> comment = Optional.ofNullable(node.string()).map((StringContext string) -> Nodes.string(string)).filter(text -> !text.isEmpty());
        return switch (node.commentTarget()) {
            case CommentOnTableContext table -> new DdlStatement.CommentOnTable(position, Nodes.table(table.qualifiedName()), comment);
            case CommentOnColumnContext column -> commentOnColumn(column.qualifiedName(), comment, position);
            default -> new DdlStatement.Ignored(position, "the comment is accepted and not kept: only foreign tables and their columns have comments");
        };
    }

    private static DdlStatement commentOnColumn(QualifiedNameContext node, Optional<String> comment, Position position)
    {
        List<String> parts = identifiers(node.identifier());
        Position start = position(node);
        return switch (parts.size()) {
            case 2 -> new DdlStatement.CommentOnColumn(position, new TableReference(Optional.empty(), parts.getFirst(), start), parts.get(1), comment);
            case 3 -> new DdlStatement.CommentOnColumn(position, new TableReference(Optional.of(parts.getFirst()), parts.get(1), start), parts.get(2), comment);
            default -> throw error(start, "\"%s\" is not the name of a column; write table.column or schema.table.column".formatted(text(node)));
        };
    }

    private static DdlStatement setParameter(SetParameterContext node, Position position)
    {
        String name = String.join(".", identifiers(node.identifier()));
        if (!name.equals("search_path")) {
            return new DdlStatement.Ignored(position, "SET %s is accepted and has no effect".formatted(name));
        }
        // the first schema of the path is where tables are made; "$user" has none here
        return node.setting().stream()
                .map(setting -> setting.string() != null ? Nodes.string(setting.string()) : setting.identifier() != null ? identifier(setting.identifier()) : "")
                .filter(schema -> !schema.isEmpty() && !schema.equals("$user") && !schema.equals("pg_catalog"))
                .findFirst()
                .<DdlStatement>map(schema -> new DdlStatement.SetSearchPath(position, schema))
                .orElseGet(() -> new DdlStatement.Ignored(position, "SET search_path names no schema and has no effect"));
    }

    private static ImportFilter filter(ImportFilterContext node)
    {
        if (node == null) {
            return ImportFilter.ALL;
        }
        return new ImportFilter(node.LIMIT() != null ? ImportFilter.Kind.LIMIT_TO : ImportFilter.Kind.EXCEPT, ImmutableSet.copyOf(identifiers(node.identifier())));
    }

    private static List<TableReference> tables(List<QualifiedNameContext> nodes)
    {
        return nodes.stream().map(Nodes::table).collect(toImmutableList());
    }

    private static boolean isCascade(ParserRuleContext node)
    {
        return node instanceof ForeignDdlGrammarParser.DropBehaviorContext behavior && behavior.CASCADE() != null;
    }
}
