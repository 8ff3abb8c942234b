package org.trinofdw.ddl.syntax;

import org.trinofdw.definition.CheckConstraint;
import org.trinofdw.definition.DeclaredPartition;
import org.trinofdw.definition.DeclaredType;
import org.trinofdw.definition.PartitionBound;

import java.util.List;
import java.util.Optional;

/**
 * One action of ALTER FOREIGN TABLE, as parsed.
 */
public sealed interface TableAlteration
{
    record AddColumn(ColumnDefinition column, boolean ifNotExists)
            implements TableAlteration {}

    record DropColumn(String column, boolean ifExists)
            implements TableAlteration {}

    record RenameColumn(String column, String newName)
            implements TableAlteration {}

    record SetColumnType(String column, DeclaredType type, Optional<String> collation)
            implements TableAlteration {}

    record SetColumnDefault(String column, Optional<String> expression)
            implements TableAlteration {}

    record DropColumnExpression(String column, boolean ifExists)
            implements TableAlteration {}

    record SetColumnNullable(String column, boolean nullable)
            implements TableAlteration {}

    record AlterColumnOptions(String column, List<OptionChange> options)
            implements TableAlteration {}

    record AddCheck(CheckConstraint check)
            implements TableAlteration {}

    record DropConstraint(String name, boolean ifExists)
            implements TableAlteration {}

    record RenameConstraint(String name, String newName)
            implements TableAlteration {}

    record AlterOptions(List<OptionChange> options)
            implements TableAlteration {}

    record Inherit(TableReference parent)
            implements TableAlteration {}

    record NoInherit(TableReference parent)
            implements TableAlteration {}

    record RenameTable(String newName)
            implements TableAlteration {}

    record SetSchema(String schema)
            implements TableAlteration {}

    record AttachPartition(TableReference partition, PartitionBound bound)
            implements TableAlteration {}

    record DetachPartition(TableReference partition)
            implements TableAlteration {}

    /**
     * A change of declared partitions.
     *
     * @param path names of the partitions that lead to the one whose partitions are changed, from the top
     */
    record AlterDeclared(List<String> path, DeclaredChange change)
            implements TableAlteration {}

    record SetTemplate(List<DeclaredPartition> template)
            implements TableAlteration {}

    /**
     * Something that is accepted and has no meaning here.
     */
    record Ignored(String notice)
            implements TableAlteration {}

    sealed interface DeclaredChange {}

    record AddPartition(DeclaredPartition partition, boolean ifNotExists)
            implements DeclaredChange {}

    record DropPartition(String name, boolean ifExists)
            implements DeclaredChange {}

    record DropDefaultPartition(boolean ifExists)
            implements DeclaredChange {}

    record RenamePartition(String name, String newName)
            implements DeclaredChange {}
}
