package org.trinofdw.ddl.syntax;

import com.google.common.collect.ImmutableList;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.AddColumnContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.AddConstraintContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.AddDeclaredPartitionContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.AddDefaultPartitionContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.AddOptionContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.AddRefusedConstraintContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.AlterColumnOptionsContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.AlterDeclaredPartitionContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.AlterDeclaredPartitionsContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.AlterOptionContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.AlterOptionsContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.AlterTableOptionsContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.AlterationContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.AttachPartitionContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.DeclaredAlterationContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.DetachPartitionContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.DropColumnContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.DropColumnDefaultContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.DropColumnExpressionContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.DropConstraintContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.DropDeclaredPartitionContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.DropDefaultPartitionContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.DropOptionContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.IdentifierContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.IgnoredAlterationContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.InheritContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.NoInheritContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.RenameColumnContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.RenameConstraintContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.RenameDeclaredPartitionContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.RenameTableContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.SetColumnDefaultContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.SetColumnNullableContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.SetColumnTypeContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.SetOptionContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.SetSchemaContext;
import org.trinofdw.ddl.syntax.ForeignDdlGrammarParser.SetSubpartitionTemplateContext;
import org.trinofdw.ddl.syntax.OptionChange.Action;
import org.trinofdw.definition.DeclaredPartition;
import org.trinofdw.definition.PartitionBound;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.ddl.syntax.DdlErrors.error;
import static org.trinofdw.ddl.syntax.Nodes.identifier;
import static org.trinofdw.ddl.syntax.Nodes.position;
import static org.trinofdw.ddl.syntax.Nodes.text;

/**
 * Makes alterations of tables of parsed ones.
 */
final class AlterationBuilder
{
    private final TypeBuilder types;
    private final TableBuilder tables;

    AlterationBuilder(TypeBuilder types, TableBuilder tables)
    {
        this.types = requireNonNull(types, "types is null");
        this.tables = requireNonNull(tables, "tables is null");
    }

    TableAlteration build(AlterationContext node)
    {
        return switch (node) {
            case AddColumnContext add -> new TableAlteration.AddColumn(tables.column(add.columnDefinition()), add.ifNotExists() != null);
            case DropColumnContext drop -> new TableAlteration.DropColumn(column(drop.identifier()), drop.ifExists() != null);
            case RenameColumnContext rename -> new TableAlteration.RenameColumn(column(rename.identifier(0)), column(rename.identifier(1)));
            case SetColumnTypeContext set -> {
                if (set.USING() != null) {
                    throw error(position(node), "USING has no meaning for a foreign table, since no data are converted; leave it out");
                }
                yield new TableAlteration.SetColumnType(column(set.identifier()), types.build(set.dataType()), Optional.ofNullable(set.qualifiedName()).map(Nodes::sqlName));
            }
            case SetColumnDefaultContext set -> new TableAlteration.SetColumnDefault(column(set.identifier()), Optional.of(text(set.defaultExpression())));
            case DropColumnDefaultContext drop -> new TableAlteration.SetColumnDefault(column(drop.identifier()), Optional.empty());
            case DropColumnExpressionContext drop -> new TableAlteration.DropColumnExpression(column(drop.identifier()), drop.ifExists() != null);
            case SetColumnNullableContext set -> new TableAlteration.SetColumnNullable(column(set.identifier()), set.DROP() != null);
            case AlterColumnOptionsContext alter -> new TableAlteration.AlterColumnOptions(column(alter.identifier()), options(alter.alterOptions()));
            case AddConstraintContext add -> new TableAlteration.AddCheck(TableBuilder.check(add.tableConstraint()));
            case AddRefusedConstraintContext add -> throw TableBuilder.refused(add);
            case DropConstraintContext drop -> new TableAlteration.DropConstraint(identifier(drop.identifier()), drop.ifExists() != null);
            case RenameConstraintContext rename -> new TableAlteration.RenameConstraint(identifier(rename.identifier(0)), identifier(rename.identifier(1)));
            case AlterTableOptionsContext alter -> new TableAlteration.AlterOptions(options(alter.alterOptions()));
            case InheritContext inherit -> new TableAlteration.Inherit(Nodes.table(inherit.qualifiedName()));
            case NoInheritContext inherit -> new TableAlteration.NoInherit(Nodes.table(inherit.qualifiedName()));
            case RenameTableContext rename -> new TableAlteration.RenameTable(identifier(rename.renameTo().identifier()));
            case SetSchemaContext set -> new TableAlteration.SetSchema(identifier(set.identifier()));
            case AttachPartitionContext attach -> new TableAlteration.AttachPartition(Nodes.table(attach.qualifiedName()), PartitionBuilder.bound(attach.partitionBound()));
            case DetachPartitionContext detach -> new TableAlteration.DetachPartition(Nodes.table(detach.qualifiedName()));
            case AlterDeclaredPartitionsContext alter -> declared(alter.declaredAlteration(), new ArrayList<>());
            case SetSubpartitionTemplateContext set -> new TableAlteration.SetTemplate(PartitionBuilder.declared(set.declaredPartition()));
            case IgnoredAlterationContext ignored -> new TableAlteration.Ignored("%s is accepted and has no effect".formatted(text(ignored)));
            default -> throw new IllegalArgumentException("unknown alteration: " + node.getClass().getSimpleName());
        };
    }

    /**
     * @throws io.trino.spi.TrinoException if an option is named twice
     */
    static List<OptionChange> options(AlterOptionsContext node)
    {
        if (node == null) {
            return ImmutableList.of();
        }
        List<OptionChange> changes = node.alterOption().stream().map(AlterationBuilder::option).collect(toImmutableList());
        Set<String> names = new HashSet<>();
        for (OptionChange change : changes) {
            if (!names.add(change.name())) {
                throw error(change.position(), "option \"%s\" is given more than once; keep one of them".formatted(change.name()));
            }
        }
        return changes;
    }

    private static OptionChange option(AlterOptionContext node)
    {
        return switch (node) {
            case AddOptionContext add -> change(Action.ADD, Nodes.option(add.option()));
            case SetOptionContext set -> change(Action.SET, Nodes.option(set.option()));
            case DropOptionContext drop -> new OptionChange(Action.DROP, Nodes.optionName(drop.optionName()), Optional.empty(), position(drop));
            default -> throw new IllegalArgumentException("unknown change of an option: " + node.getClass().getSimpleName());
        };
    }

    private static OptionChange change(Action action, OptionEntry entry)
    {
        return new OptionChange(action, entry.name(), Optional.of(entry.value()), entry.position());
    }

    private static TableAlteration declared(DeclaredAlterationContext node, List<String> path)
    {
        return switch (node) {
            case AddDeclaredPartitionContext add -> new TableAlteration.AlterDeclared(path, new TableAlteration.AddPartition(
                    new DeclaredPartition(identifier(add.identifier()), PartitionBuilder.values(add.declaredValues()), PartitionBuilder.nested(add.nestedPartitions())),
                    add.ifNotExists() != null));
            case AddDefaultPartitionContext add -> new TableAlteration.AlterDeclared(path, new TableAlteration.AddPartition(
                    new DeclaredPartition(identifier(add.identifier()), new PartitionBound.Default(), PartitionBuilder.nested(add.nestedPartitions())),
                    false));
            case DropDeclaredPartitionContext drop -> new TableAlteration.AlterDeclared(path, new TableAlteration.DropPartition(identifier(drop.identifier()), drop.ifExists() != null));
            case DropDefaultPartitionContext drop -> new TableAlteration.AlterDeclared(path, new TableAlteration.DropDefaultPartition(drop.ifExists() != null));
            case RenameDeclaredPartitionContext rename -> new TableAlteration.AlterDeclared(path, new TableAlteration.RenamePartition(identifier(rename.identifier(0)), identifier(rename.identifier(1))));
            case AlterDeclaredPartitionContext alter -> {
                path.add(identifier(alter.identifier()));
                yield declared(alter.declaredAlteration(), path);
            }
            default -> throw new IllegalArgumentException("unknown change of partitions: " + node.getClass().getSimpleName());
        };
    }

    // columns are found without regard to case, as everywhere in Trino
    private static String column(IdentifierContext node)
    {
        return identifier(node).toLowerCase(ENGLISH);
    }
}
