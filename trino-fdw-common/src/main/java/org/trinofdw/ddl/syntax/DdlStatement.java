package org.trinofdw.ddl.syntax;

import com.google.common.collect.ImmutableList;
import org.trinofdw.definition.CheckConstraint;
import org.trinofdw.definition.ImportFilter;
import org.trinofdw.definition.PartitionBound;
import org.trinofdw.definition.PartitionScheme;

import java.util.List;
import java.util.Optional;

/**
 * A statement of foreign DDL, as parsed. Types are resolved; names are not yet looked up.
 */
public sealed interface DdlStatement
{
    Position position();

    record CreateServer(Position position, String name, boolean ifNotExists, String wrapper, boolean versioned, List<OptionEntry> options)
            implements DdlStatement {}

    record AlterServer(Position position, String name, List<OptionChange> options, Optional<String> newName)
            implements DdlStatement {}

    record DropServers(Position position, List<String> names, boolean ifExists, boolean cascade)
            implements DdlStatement {}

    record CreateUserMapping(Position position, Role role, String server, boolean ifNotExists, List<OptionEntry> options)
            implements DdlStatement {}

    record AlterUserMapping(Position position, Role role, String server, List<OptionChange> options)
            implements DdlStatement {}

    record DropUserMapping(Position position, Role role, String server, boolean ifExists)
            implements DdlStatement {}

    /**
     * @param foreign false for CREATE TABLE, which only a table of partitions may be
     * @param parent the table this one is a partition of
     */
    record CreateTable(
            Position position,
            TableReference name,
            boolean foreign,
            boolean ifNotExists,
            List<ColumnDefinition> columns,
            List<CheckConstraint> checks,
            List<TableReference> inherits,
            Optional<Partition> parent,
            Optional<PartitionScheme> partitioning,
            Optional<String> server,
            List<OptionEntry> options,
            boolean stored)
            implements DdlStatement
    {
        public CreateTable
        {
            columns = ImmutableList.copyOf(columns);
            checks = ImmutableList.copyOf(checks);
            inherits = ImmutableList.copyOf(inherits);
            options = ImmutableList.copyOf(options);
        }
    }

    record Partition(TableReference parent, PartitionBound bound) {}

    record AlterTable(Position position, TableReference name, boolean foreign, boolean ifExists, List<TableAlteration> alterations)
            implements DdlStatement {}

    record DropTables(Position position, List<TableReference> names, boolean ifExists, boolean cascade)
            implements DdlStatement {}

    record ImportSchema(Position position, String remoteSchema, ImportFilter filter, String server, String localSchema, List<OptionEntry> options)
            implements DdlStatement {}

    record CommentOnTable(Position position, TableReference name, Optional<String> comment)
            implements DdlStatement {}

    record CommentOnColumn(Position position, TableReference table, String column, Optional<String> comment)
            implements DdlStatement {}

    /**
     * CREATE, ALTER or DROP FOREIGN DATA WRAPPER. The wrapper is the connector, so that only its name can be checked.
     */
    record Wrapper(Position position, String verb, List<String> names, boolean options, boolean ifExists)
            implements DdlStatement {}

    record SetSearchPath(Position position, String schema)
            implements DdlStatement {}

    /**
     * A statement that scripts contain and that has nothing to do here.
     */
    record Ignored(Position position, String notice)
            implements DdlStatement {}
}
