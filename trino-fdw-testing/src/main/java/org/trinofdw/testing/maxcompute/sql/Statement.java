package org.trinofdw.testing.maxcompute.sql;

import org.trinofdw.testing.maxcompute.store.Column;
import org.trinofdw.testing.maxcompute.store.TableDefinition;
import org.trinofdw.testing.maxcompute.type.OdpsType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The statements that the service executes.
 */
sealed interface Statement
{
    record CreateTable(QualifiedName name, boolean ifNotExists, TableDefinition definition)
            implements Statement {}

    record CreateView(QualifiedName name, boolean ifNotExists, boolean orReplace, List<String> columnNames, Select query, String text, Optional<String> comment)
            implements Statement {}

    record DropTable(QualifiedName name, boolean ifExists, boolean view)
            implements Statement {}

    record AddPartitions(QualifiedName name, boolean ifNotExists, List<Map<String, String>> partitions)
            implements Statement {}

    record DropPartitions(QualifiedName name, boolean ifExists, List<Map<String, String>> partitions)
            implements Statement {}

    record AddColumns(QualifiedName name, boolean ifNotExists, List<Column> columns)
            implements Statement {}

    record DropColumns(QualifiedName name, List<String> columns)
            implements Statement {}

    record ChangeColumn(QualifiedName name, String column, Optional<String> newName, Optional<OdpsType> type, Optional<String> comment, Optional<Boolean> nullable)
            implements Statement {}

    record RenameTable(QualifiedName name, String newName)
            implements Statement {}

    record SetComment(QualifiedName name, String comment)
            implements Statement {}

    record SetLifecycle(QualifiedName name, OptionalLong days)
            implements Statement {}

    record SetProperties(QualifiedName name, Map<String, String> properties)
            implements Statement {}

    record Touch(QualifiedName name)
            implements Statement {}

    record Truncate(QualifiedName name, List<Map<String, String>> partitions)
            implements Statement {}

    record CreateSchema(QualifiedName name, boolean ifNotExists, Optional<String> comment)
            implements Statement {}

    record DropSchema(QualifiedName name, boolean ifExists)
            implements Statement {}

    /**
     * @param columns empty for all columns
     * @param count whether this is {@code SELECT count(*)}
     * @param equalities values that partition columns must have
     */
    record Select(Source source, List<String> columns, boolean count, Map<String, String> equalities, OptionalInt limit)
            implements Statement {}

    /**
     * What stands behind FROM.
     */
    sealed interface Source
    {
        record NamedSource(QualifiedName name)
                implements Source {}

        record SubquerySource(Select query)
                implements Source {}
    }
}
